export interface Day<One> {
  /** `2026-11-21`. */
  day: string;
  /** "Today", "Yesterday", "Thursday, 19 November". */
  label: string;
  items: One[];
}

/** Things by the day on which they were, in the person's zone, in the order in which they are given. */
export function byDay<One>(
  items: readonly One[],
  atOf: (item: One) => string,
  zone: string,
  nowMs: number,
): Day<One>[] {
  const today = dayOf(nowMs, zone);
  const days: Day<One>[] = [];
  for (const item of items) {
    const day = dayOf(Date.parse(atOf(item)), zone);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, label: dayLabel(day, today), items: [item] });
  }
  return days;
}

/** The day that a zone's calendar shows, as `2026-11-21`: English Canada writes it so. */
export const dayOf = (epochMs: number, zone: string): string =>
  new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: zone }).format(epochMs);

const dayMs = 86_400_000;

/** Which day one is, seen from another: "Today", "Tomorrow", "Thursday, 19 November". */
export function dayLabel(day: string, today: string): string {
  const [at, from] = [Date.parse(day), Date.parse(today)];
  const away = Math.round((at - from) / dayMs);
  if (away === 0) return "Today";
  if (away === -1) return "Yesterday";
  if (away === 1) return "Tomorrow";
  return new Intl.DateTimeFormat(undefined, {
    weekday: "long",
    day: "numeric",
    month: "long",
    ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" }),
    timeZone: "UTC",
  }).format(at);
}
