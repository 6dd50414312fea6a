import { html } from "hono/html";
import type { Html } from "./html.ts";
import type { Overview } from "./overview.ts";
import { timeTag } from "./when.ts";
import { counted } from "./words.ts";

/** Whether all is well, in one line, and the clock. */
export function summary(overview: Overview, startedAt: number): Html {
  const { when } = overview;
  const concerns = concernsOf(overview);
  return html`<section id="now" class="now" data-part aria-labelledby="now-title">
    <h1 id="now-title" class="now-title ${concerns.length === 0 ? "is-well" : "is-concerned"}">
      ${concerns.length === 0 ? verdict(overview) : concerns.join(" · ")}
    </h1>
    <nav class="jump" aria-label="Parts of this page">
      <a href="#timeline">What happened</a> <a href="#inbox">Inbox</a> <a href="#machine">Work in hand</a>
      <a href="#rules">Rules</a>
    </nav>
    <p class="now-clock">
      ${timeTag(when, when.now, "full")}<span class="soft">, up ${uptime(Date.parse(when.now) - startedAt)}</span>
    </p>
  </section>`;
}

function verdict({ people }: Overview): string {
  return people.length === 0
    ? "Ready, and nobody is connected yet"
    : `Watching over ${counted(people.length, "person", "people")}`;
}

function concernsOf({ people, pausedUntil, queues, when }: Overview): string[] {
  const concerns: string[] = [];
  if (pausedUntil !== null)
    concerns.push(`Paused until ${when.brief(new Date(pausedUntil).toISOString())}, for Trakt asked us to wait`);
  const cut = people.filter(({ health }) => health.connection?.state === "needs_reconnect").length;
  if (cut > 0) concerns.push(`${counted(cut, "person", "people")} must be connected again`);
  const dead = people.reduce((sum, person) => sum + person.dead.length, 0);
  if (dead > 0) concerns.push(`${counted(dead, "action")} failed for good`);
  const stuck = queues.reduce((sum, { depth }) => sum + depth.dead, 0);
  if (stuck > 0) concerns.push(`${counted(stuck, "message")} could not be processed`);
  return concerns;
}

function uptime(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
