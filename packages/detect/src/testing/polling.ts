import type { Draft } from "@showrunner/core/events/envelope.ts";
import * as fc from "fast-check";
import { checked, minute } from "./drafts.ts";
import type { Feed, Picture } from "./feeds.ts";

/** One minute of a person's life with a feed, and whether it is polled at its end. */
export interface Minute {
  does: "add" | "remove";
  /** Which thing is added (again, where it is there), or which of those that are there is removed. */
  n: number;
  spice: number;
  polled: boolean;
}

export const minutes = (does: Minute["does"][] = ["add", "add", "remove"]): fc.Arbitrary<Minute[]> =>
  fc.array(
    fc.record({
      does: fc.constantFrom(...does),
      n: fc.nat(11),
      spice: fc.integer({ min: 1, max: 10 }),
      polled: fc.boolean(),
    }),
    { maxLength: 24 },
  );

/** What the feed holds after each of the minutes, from `startMinute` on. */
export function statesOf<Row>(
  feed: Feed<Row>,
  from: readonly Row[],
  lived: readonly Minute[],
  startMinute: number,
): Row[][] {
  let rows = [...from];
  return lived.map(({ does, n, spice }, at) => {
    if (does === "add") {
      const row = feed.row(n, startMinute + at, spice);
      const [key] = feed.picture(row);
      rows = [...rows.filter((other) => feed.picture(other)[0] !== key), row];
    } else if (rows.length > 0) {
      rows = rows.toSpliced(n % rows.length, 1);
    }
    return rows;
  });
}

/** Additions of what is not there yet, and nothing else. */
export function onlyNew<Row>(feed: Feed<Row>, from: readonly Row[], lived: readonly Minute[]): Minute[] {
  const there = new Set(from.map((row) => feed.picture(row)[0]));
  return lived.filter(({ does, n, spice }, at) => {
    const [key] = feed.picture(feed.row(n, 1000 + at, spice));
    if (does !== "add" || there.has(key)) return false;
    there.add(key);
    return true;
  });
}

/** Polls the states at the given places (the last one always) and returns what was told. */
export function poll<Row>(
  feed: Feed<Row>,
  seeded: readonly Row[],
  states: readonly Row[][],
  polled: (at: number) => boolean,
) {
  const told: Draft[] = [];
  let snapshot = feed.merge({ before: [], after: seeded, whole: true });
  for (const [at, after] of states.entries()) {
    if (!polled(at) && at !== states.length - 1) continue;
    const read = { before: snapshot, after, whole: true };
    told.push(...checked(feed.diff({ ...read, removedAt: minute(at) })));
    snapshot = feed.merge(read);
  }
  return { told, snapshot };
}

export function pictureOf<Row>(feed: Feed<Row>, rows: readonly Row[]): Picture {
  return new Map(rows.map((row) => feed.picture(row)));
}

/** The picture of somebody who was there at the start and then heard only the events. */
export function pictureTold<Row>(feed: Feed<Row>, seeded: readonly Row[], told: readonly Draft[]): Picture {
  const picture = pictureOf(feed, seeded);
  for (const draft of told) feed.fold(picture, draft);
  return picture;
}

/** Sorted, so that pictures compare; where removals are not told, only what is there is compared. */
export function seenIn(picture: Picture, there?: Picture): [string, string][] {
  return [...picture].filter(([key]) => there === undefined || there.has(key)).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
