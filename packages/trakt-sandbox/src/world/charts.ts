import { audiences, watchingNow, type Audience, type Span } from "./audience.ts";
import type { State } from "./state.ts";
import { beganAt, byPopularity, factsOf, titleKeyOf, type KnownTitle } from "./titles.ts";

export type Period = "daily" | "weekly" | "monthly" | "all";

const dayMs = 86_400_000;
const days: Readonly<Record<Period, number>> = { daily: 1, weekly: 7, monthly: 30, all: Infinity };

/** The share of all its voters that a period has seen watching a title, where nobody in the sandbox did. */
const shares: Readonly<Record<Period, number>> = { daily: 0.001, weekly: 0.005, monthly: 0.02, all: 1 };

export interface Charted {
  title: KnownTitle;
  /** What the chart is ordered by. */
  count: number;
  audience: Audience;
  /** The place it had in the period before; undefined when it was not there. */
  before?: number | undefined;
}

const nobody: Audience = { watchers: 0, plays: 0, collectors: 0, collected: 0, favorites: 0, lists: 0 };

/** What the rest of the world would have done with a title, from how many rated it: the same each time. */
function madeUpAudience(title: KnownTitle, share: number): Audience {
  const watchers = Math.ceil((factsOf(title).votes ?? 0) * share);
  const each = title.type === "show" ? 8 : 1;
  return {
    watchers,
    plays: watchers * each,
    collectors: Math.ceil(watchers / 4),
    collected: Math.ceil(watchers / 4) * each,
    favorites: Math.ceil(watchers / 10),
    lists: Math.ceil(watchers / 2),
  };
}

/** The last days up to now; `back` 1 is the period before that. */
function spanOf(period: Period, nowMs: number, back = 0): Span {
  const lengthMs = days[period] * dayMs;
  if (lengthMs === Infinity) return { fromMs: -Infinity, toMs: nowMs + 1 };
  return { fromMs: nowMs - (back + 1) * lengthMs, toMs: nowMs + 1 - back * lengthMs };
}

/** Titles with a count, the highest first, and among equals the more popular one. */
function ranked(
  titles: readonly KnownTitle[],
  audienceOf: (title: KnownTitle) => Audience | undefined,
  countOf: (audience: Audience) => number,
): Charted[] {
  return titles
    .flatMap((title): Charted[] => {
      const audience = audienceOf(title) ?? nobody;
      const count = countOf(audience);
      return count > 0 ? [{ title, count, audience }] : [];
    })
    .toSorted((a, b) => b.count - a.count || byPopularity(a.title, b.title));
}

/** By what people did in the period; by what the rest of the world would have done, while they did nothing. */
export function mostIn(
  state: State,
  titles: readonly KnownTitle[],
  by: keyof Audience,
  period: Period,
  nowMs: number,
): Charted[] {
  const found = audiences(state, spanOf(period, nowMs));
  const real = ranked(
    titles,
    (title) => found.get(titleKeyOf(title)),
    (audience) => audience[by],
  );
  if (real.length > 0) return real;
  return ranked(
    titles,
    (title) => madeUpAudience(title, shares[period]),
    (audience) => audience[by],
  );
}

/** By how many people watch it at this moment. */
export function trending(state: State, titles: readonly KnownTitle[], nowMs: number): Charted[] {
  const watching = watchingNow(state, nowMs);
  const real = ranked(
    titles,
    (title) => ({ ...nobody, watchers: watching.get(titleKeyOf(title))?.length ?? 0 }),
    ({ watchers }) => watchers,
  );
  if (real.length > 0) return real;
  return ranked(
    titles,
    (title) => madeUpAudience(title, shares.daily),
    ({ watchers }) => watchers,
  );
}

/** What is not out yet, by the lists it is on. */
export function anticipated(state: State, titles: readonly KnownTitle[], nowMs: number): Charted[] {
  const toCome = titles.filter((title) => (beganAt(title) ?? Infinity) > nowMs && !isOut(title));
  return mostIn(state, toCome, "lists", "all", nowMs);
}

const toComeStatuses: ReadonlySet<string> = new Set([
  "planned",
  "upcoming",
  "rumored",
  "in production",
  "post production",
]);

/** Without a date, only its status tells. */
function isOut(title: KnownTitle): boolean {
  return beganAt(title) === null && !toComeStatuses.has(factsOf(title).status);
}

/** By rating and votes. */
export function popular(titles: readonly KnownTitle[]): Charted[] {
  return titles.toSorted(byPopularity).map((title) => ({ title, count: 0, audience: nobody }));
}

/** By rating and votes, with all that people ever did. */
export function popularAndWatched(state: State, titles: readonly KnownTitle[]): Charted[] {
  const found = audiences(state);
  return popular(titles).map((one) => ({ ...one, audience: found.get(titleKeyOf(one.title)) ?? nobody }));
}

/** What is watched in the period, each with the place it had in the one before. */
export function streaming(state: State, titles: readonly KnownTitle[], period: Period, nowMs: number): Charted[] {
  const found = audiences(state, spanOf(period, nowMs, 1));
  const watched = ranked(
    titles,
    (title) => found.get(titleKeyOf(title)),
    ({ watchers }) => watchers,
  );
  const places = new Map(watched.map(({ title }, at) => [titleKeyOf(title), at + 1]));
  return mostIn(state, titles, "watchers", period, nowMs).map((one) => ({
    ...one,
    before: places.get(titleKeyOf(one.title)),
  }));
}
