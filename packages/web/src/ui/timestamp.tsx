import type { ReactElement } from "react";
import { useNow, useZone } from "./time.tsx";

type Look = "relative" | "time" | "day" | "exact";

interface TimestampProps {
  /** ISO 8601, with its offset. */
  at: string;
  /** `relative`: 5 minutes ago, yesterday, 3 Mar; `time`: 20:15; `day`: Tue, 3 March; `exact`: day and time. */
  look?: Look | undefined;
}

const options: Record<Exclude<Look, "relative">, Intl.DateTimeFormatOptions> = {
  time: { timeStyle: "short" },
  day: { weekday: "short", day: "numeric", month: "long" },
  exact: { dateStyle: "medium", timeStyle: "short" },
};

/** One of each, for making them takes longer than all else that a time in a long list does. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(look: Exclude<Look, "relative">, zone: string): Intl.DateTimeFormat {
  const key = `${look} ${zone}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(undefined, { ...options[look], timeZone: zone });
  formats.set(key, format);
  return format;
}

/** A time as the person's clock shows it; pointing at it tells all of it. */
export function Timestamp({ at, look = "relative" }: TimestampProps): ReactElement {
  const zone = useZone();
  const now = useNow();
  const atMs = Date.parse(at);
  if (Number.isNaN(atMs)) return <span>{at}</span>;
  const whole = formatOf("exact", zone).format(atMs);
  const shown = look === "relative" ? relative(atMs, now, zone) : formatOf(look, zone).format(atMs);
  return (
    <time dateTime={at} title={`${whole} (${zone})`}>
      {shown}
    </time>
  );
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "in 5 minutes", "2 hours ago", "yesterday", "3 Mar", "3 Mar 2024". */
export function relative(atMs: number, nowMs: number, zone: string, language?: string): string {
  const awayMs = atMs - nowMs;
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const distance = Math.abs(awayMs);
  if (distance < minute) return awayMs > 0 ? "in a moment" : "just now";
  if (distance < hour) return words.format(Math.round(awayMs / minute), "minute");
  if (distance < 18 * hour) return words.format(Math.round(awayMs / hour), "hour");
  const days = dayNumber(atMs, zone) - dayNumber(nowMs, zone);
  if (Math.abs(days) < 7) return words.format(days, "day");
  const isThisYear = yearOf(atMs, zone) === yearOf(nowMs, zone);
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
    timeZone: zone,
  }).format(atMs);
}

/** Days since 1970 of the calendar that hangs in the zone. */
function dayNumber(atMs: number, zone: string): number {
  const text = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: zone }).format(atMs);
  return Math.floor(Date.parse(`${text}T00:00:00Z`) / day);
}

const yearOf = (atMs: number, zone: string): string =>
  new Intl.DateTimeFormat("en", { year: "numeric", timeZone: zone }).format(atMs);
