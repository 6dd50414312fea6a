import { html } from "hono/html";
import type { Html } from "./html.ts";

/** Times as the page shows them, all in one time zone and seen from one moment. */
export interface When {
  now: string;
  /** `18:45`. */
  time(iso: string): string;
  /** `Today`, `Yesterday`, `Friday 20 November`. */
  day(iso: string): string;
  /** `18:45` on the day of `now`, else `20 Nov, 18:45`. */
  brief(iso: string): string;
  /** `Fri, 20 Nov 2026, 18:45 CET`. */
  full(iso: string): string;
}

const dayMs = 24 * 3_600_000;

export function whenSeenFrom(nowMs: number, timeZone: string | undefined): When {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { ...options, hourCycle: "h23", ...(timeZone === undefined ? {} : { timeZone }) });
  const time = format({ hour: "2-digit", minute: "2-digit" });
  const date = format({ dateStyle: "short" });
  const day = format({ weekday: "long", day: "numeric", month: "long" });
  const brief = format({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const full = format({
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  const today = date.format(nowMs);
  const yesterday = date.format(nowMs - dayMs);
  const isToday = (ms: number) => date.format(ms) === today;
  return {
    now: new Date(nowMs).toISOString(),
    time: orAsItIs((ms) => time.format(ms)),
    day: orAsItIs((ms) => (isToday(ms) ? "Today" : date.format(ms) === yesterday ? "Yesterday" : day.format(ms))),
    brief: orAsItIs((ms) => (isToday(ms) ? time : brief).format(ms)),
    full: orAsItIs((ms) => full.format(ms)),
  };
}

/** Some times come from Trakt: what is no time is shown as it came. */
function orAsItIs(show: (ms: number) => string): (iso: string) => string {
  return (iso) => {
    const ms = Date.parse(iso);
    return Number.isNaN(ms) ? iso : show(ms);
  };
}

/** A time in few words, with the whole of it for who hovers or listens. */
export function timeTag(when: When, iso: string, how: "time" | "brief" | "full"): Html {
  return html`<time datetime="${iso}" title="${when.full(iso)}">${when[how](iso)}</time>`;
}
