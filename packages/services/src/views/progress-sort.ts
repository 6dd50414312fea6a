import { countsOf } from "./counts.ts";
import type { ShowAndProgress } from "./progress-view.ts";
import type { ProgressSort } from "./query.ts";

/** One to the other: negative when the first comes first. What is not known comes last, whichever way it goes. */
type Order = (a: ShowAndProgress, b: ShowAndProgress) => number;

const names = new Intl.Collator("en", { sensitivity: "base", numeric: true, ignorePunctuation: true });

/** As in a catalogue: a leading article does not count. */
const catalogued = (title: string): string => title.replace(/^(?:the|an?)\s+(?=\S)/i, "");

const byTitle: Order = (a, b) =>
  names.compare(catalogued(a.show.title), catalogued(b.show.title)) || a.show.ids.trakt - b.show.ids.trakt;

const percentage = ({ progress }: ShowAndProgress): number => countsOf(progress.aired, progress.completed).percentage;
const leftOf = ({ progress }: ShowAndProgress): number => countsOf(progress.aired, progress.completed).left;
const watchedMs = ({ progress }: ShowAndProgress): number | null =>
  progress.lastWatchedAt === null ? null : Date.parse(progress.lastWatchedAt);
const airedMs = ({ progress }: ShowAndProgress): number | null => progress.lastAiredMs;

function by(value: (one: ShowAndProgress) => number | null, descending: boolean): Order {
  return (a, b) => {
    const [left, right] = [value(a), value(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return descending ? right - left : left - right;
  };
}

/** Each order, and what decides between equals before the title does. */
const orders: Readonly<Record<ProgressSort, readonly Order[]>> = {
  title: [],
  activity: [by(watchedMs, true)],
  "most-completed": [by(percentage, true), by(leftOf, false)],
  "least-completed": [by(percentage, false), by(leftOf, true)],
  "recently-aired": [by(airedMs, true)],
  "previously-aired": [by(airedMs, false)],
};

/** The same shows always come in the same order: what is equal goes by title, then by Trakt's id. */
export function inOrder(shows: readonly ShowAndProgress[], sort: ProgressSort): ShowAndProgress[] {
  const order = [...orders[sort], byTitle];
  return shows.toSorted((a, b) => {
    for (const compare of order) {
      const verdict = compare(a, b);
      if (verdict !== 0) return verdict;
    }
    return 0;
  });
}
