import { seeded } from "../seeded.ts";
import type { Library } from "./library.ts";
import { beganAt, factsOf, moviesOf, type KnownTitle } from "./titles.ts";

const weekMs = 7 * 86_400_000;
/** The epoch was a Thursday. */
const firstMondayMs = 4 * 86_400_000;
const places = 10;

/**
 * The ten movies that earned the most, in US dollars, on the weekend before the last Monday: the newest ones then,
 * with takings that are made up and fall from week to week. Trakt: /movies/boxoffice.
 */
export function boxOffice(library: Library, nowMs: number): { title: KnownTitle; revenue: number }[] {
  const mondayMs = Math.floor((nowMs - firstMondayMs) / weekMs) * weekMs + firstMondayMs;
  return moviesOf(library)
    .filter((title) => (beganAt(title) ?? Infinity) < mondayMs)
    .toSorted((a, b) => (beganAt(b) ?? 0) - (beganAt(a) ?? 0) || factsOf(a).ids.trakt - factsOf(b).ids.trakt)
    .slice(0, places)
    .map((title) => {
      const weeks = (mondayMs - (beganAt(title) ?? 0)) / weekMs;
      const opening = 5_000_000 + seeded(`opening:${factsOf(title).ids.trakt}`)() * 95_000_000;
      return { title, revenue: Math.round(opening / (1 + weeks)) };
    })
    .toSorted((a, b) => b.revenue - a.revenue);
}
