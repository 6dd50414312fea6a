import type { Ledger } from "./ledger.ts";
import type { OpOf } from "./ops.ts";
import type { When } from "./people.ts";
import type { State } from "./state.ts";

export interface ChosenFromSearch {
  query: string;
  type: OpOf<"search.chosen">["type"];
  /** Trakt's, of what was chosen. */
  id: number;
}

export type Searches = ReturnType<typeof searchesOf>;

export function searchesOf(ledger: Ledger) {
  return {
    /** Counts, or takes back, what was chosen from a search. */
    chooseFromSearch: (one: ChosenFromSearch, chosen = true, when: When = {}): void =>
      ledger.commit({ kind: "search.chosen", at: when.at ?? ledger.now(), ...one, chosen }),
  };
}

export function applyToSearches(state: State, op: OpOf<"search.chosen">): void {
  const key = `${op.type}:${op.id}`;
  const queries = state.searches.get(key) ?? new Map<string, number>();
  const query = op.query.toLowerCase();
  const count = (queries.get(query) ?? 0) + (op.chosen ? 1 : -1);
  if (count > 0) queries.set(query, count);
  else queries.delete(query);
  if (queries.size > 0) state.searches.set(key, queries);
  else state.searches.delete(key);
}

/** What was chosen from searches that contain the text, the most often first. */
export function recentlyChosen(
  state: State,
  type: ChosenFromSearch["type"],
  text = "",
): { id: number; count: number }[] {
  const part = text.toLowerCase();
  return [...state.searches]
    .flatMap(([key, queries]) => {
      const [of, id] = key.split(":");
      const counts = [...queries].filter(([query]) => query.includes(part)).map(([, count]) => count);
      return of === type && counts.length > 0
        ? [{ id: Number(id), count: counts.reduce((sum, one) => sum + one, 0) }]
        : [];
    })
    .toSorted((a, b) => b.count - a.count || a.id - b.id);
}
