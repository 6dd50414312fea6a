import type { CalendarReply, EpisodeEntry } from "../calendar/airings.ts";

/** What airs next of each show, by Trakt's id. */
export function nextAirings({ days }: Pick<CalendarReply, "days">, nowMs: number): Map<number, EpisodeEntry> {
  const next = new Map<number, EpisodeEntry>();
  for (const entry of days.flatMap(({ entries }) => entries))
    if (entry.kind === "episode" && Date.parse(entry.airsAt) > nowMs && !next.has(entry.show.trakt))
      next.set(entry.show.trakt, entry);
  return next;
}
