import { HiddenRow } from "@showrunner/detect/hidden.ts";
import { Play } from "@showrunner/detect/plays.ts";
import { RatedRow } from "@showrunner/detect/rated.ts";
import type { FeedFact, Facts } from "@showrunner/rules/word.ts";
import * as z from "zod";
import { keysOf, ownKey, Things } from "./things.ts";

/** A feed's rows by the things that they are about; and by all that those are part of, seasons and shows. */
export interface FeedIndex {
  own: ReadonlyMap<string, readonly unknown[]>;
  within: ReadonlyMap<string, readonly unknown[]>;
}

export function indexOf(rows: readonly unknown[]): FeedIndex {
  const own = new Map<string, unknown[]>();
  const within = new Map<string, unknown[]>();
  const put = (into: Map<string, unknown[]>, key: string, row: unknown): void => {
    const there = into.get(key);
    if (there === undefined) into.set(key, [row]);
    else there.push(row);
  };
  for (const row of rows) {
    const things = Things.parse(row);
    const key = ownKey(things);
    if (key === undefined) continue;
    put(own, key, row);
    for (const one of keysOf(things)) put(within, one, row);
  }
  return { own, within };
}

const PlayOf = z.object({ play_id: z.int() });

/** What a feed tells of an event's things. */
export function factOf(fact: FeedFact, { own, within }: FeedIndex, data: Record<string, unknown>): Facts {
  const things = Things.parse(data);
  const keys = keysOf(things);
  const itself = ownKey(things) ?? "";
  const isOn = keys.some((key) => own.has(key));
  switch (fact) {
    case "watchlist":
      return { watchlist: isOn };
    case "favorites":
      return { favorites: isOn };
    case "dropped":
      return { dropped: isOn };
    case "collection":
      return { collection: within.has(itself) };
    case "hidden": {
      const sections = keys.flatMap((key) => HiddenRow.array().parse(own.get(key) ?? [])).map((row) => row.section);
      return { hidden: [...new Set(sections)].toSorted() };
    }
    case "ratings": {
      const rating = (key: string): number | null => RatedRow.array().parse(own.get(key) ?? [])[0]?.rating ?? null;
      const { show } = things;
      return { ratings: { own: rating(itself), show: show === undefined ? null : rating(`show:${show.ids.trakt}`) } };
    }
    case "history": {
      const play = PlayOf.safeParse(data).data?.play_id;
      const plays = Play.array().parse(within.get(itself) ?? []);
      return { history: plays.filter(({ id }) => id !== play).length };
    }
  }
}
