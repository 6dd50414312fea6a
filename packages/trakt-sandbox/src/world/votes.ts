import type { State } from "./state.ts";

/** What a thing is rated before the sandbox's people rate it, and by how many. */
export interface FormerVotes {
  rating?: number | undefined;
  votes?: number | undefined;
}

/** One more, or one fewer, of the sandbox's people rates the thing so. */
export function countVote(state: State, key: string, rating: number, by: 1 | -1): void {
  const counts = state.votes.get(key) ?? new Map<number, number>();
  state.votes.set(key, counts.set(rating, (counts.get(rating) ?? 0) + by));
}

/** What the thing is rated on average, to five digits, and by how many: as it was, and by the sandbox's people. */
export function scoreOf(state: State, key: string, former: FormerVotes = {}): { rating: number; votes: number } {
  const { rating = 0, votes = 0 } = former;
  const own = [...(state.votes.get(key) ?? [])];
  const all = own.reduce((sum, [, count]) => sum + count, votes);
  const sum = own.reduce((points, [number, count]) => points + number * count, rating * votes);
  return { rating: all === 0 ? 0 : Math.round((sum / all) * 100_000) / 100_000, votes: all };
}
