import { Problem } from "@showrunner/core/errors.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { Progress } from "@showrunner/core/media.ts";
import {
  type AskedFact,
  type Fact,
  type Facts,
  type FeedFact,
  feedFacts,
  type SharedFact,
  sharedFacts,
} from "@showrunner/rules/word.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { knownShow, movieFacts, seasonEpisodes, showFacts, watchersOf } from "../poll/facts.ts";
import { loadSnapshot } from "../poll/snapshots.ts";
import { factOf, type FeedIndex, indexOf } from "./feed-facts.ts";
import { feedName, FriendsPlays, isOf, type KeptFact, loadFact, markOf, type Moment } from "./kept-facts.ts";
import { keysOf, seasonOf, Things } from "./things.ts";

const About = Things.extend({ progress: Progress.optional() });

/** Where facts that are the person's own come from. */
export interface PersonFacts {
  /**
   * What Trakt says to the person, in the shape of its reply; undefined while it is not known here. Throws Problem where
   * it never will be.
   */
  find(name: string): Promise<unknown>;
  /** The rows of a feed, as they were last read; undefined before they ever were. */
  rows(feed: FeedFact): Promise<FeedIndex | undefined>;
  /** Why it could not be read the last time that somebody tried, if so. */
  failureOf?(name: string): Promise<string | undefined>;
}

/** The facts of one event: each is looked for once, however many rules ask. */
export interface EventFacts {
  /** What was found so far. */
  known: Facts;
  /** Looks for more; returns the names of those that must be read as the person first. */
  find(wanted: ReadonlySet<Fact>): Promise<string[]>;
  /** What kept facts from being read, for a person. */
  whyNot(names: readonly string[]): Promise<string>;
}

/** Fetches only what rules ask for and the event does not carry itself. What is the same for everybody is cached for all. */
export function eventFacts(ctx: Services, event: ChangeEvent, person: PersonFacts): EventFacts {
  const about = About.parse(event.data);
  const known: Facts = {};
  const looked = new Map<Fact, Promise<string | undefined>>();
  const look = async (fact: Fact): Promise<string | undefined> => {
    if (isOneOf(sharedFacts, fact)) {
      Object.assign(known, await sharedFact(ctx, fact, about));
      return undefined;
    }
    if (isOneOf(feedFacts, fact)) {
      const rows = await person.rows(fact);
      if (rows === undefined) return feedName(fact);
      Object.assign(known, factOf(fact, rows, event.data));
      return undefined;
    }
    const name = nameFor(fact, about);
    if (name === undefined) {
      if (fact === "progress" && about.progress !== undefined) known.progress = about.progress;
      return undefined;
    }
    const found = await person.find(name);
    if (found === undefined) return name;
    Object.assign(known, askedFact(fact, found, about, known));
    return undefined;
  };
  return {
    known,
    find: async (wanted) => {
      const missing = [...wanted].map((fact) => {
        const found = looked.get(fact) ?? look(fact);
        looked.set(fact, found);
        return found;
      });
      return (await Promise.all(missing)).filter((name) => name !== undefined);
    },
    whyNot: async (names) => {
      const reasons = await Promise.all(names.map(async (name) => await person.failureOf?.(name)));
      return reasons.find((reason) => reason !== undefined) ?? `nobody read ${names.join(", ")}`;
    },
  };
}

type About = z.infer<typeof About>;

function isOneOf<T extends string>(some: readonly T[], fact: string): fact is T {
  return some.some((one) => one === fact);
}

async function sharedFact(ctx: Services, fact: SharedFact, about: About): Promise<Facts> {
  const { show, movie } = about;
  switch (fact) {
    case "show":
      return show === undefined ? {} : { show: await showFacts(ctx, ctx.trakt, show.ids.trakt) };
    case "movie":
      return movie === undefined ? {} : { movie: await movieFacts(ctx, ctx.trakt, movie.ids.trakt) };
    case "season": {
      const season = seasonOf(about);
      if (show === undefined || season === undefined) return {};
      return { season: await seasonEpisodes(ctx, ctx.trakt, show.ids.trakt, season) };
    }
    case "watchers": {
      const kind = show === undefined ? "movie" : "show";
      const id = (show ?? movie)?.ids.trakt;
      const watchers = id === undefined ? undefined : await watchersOf(ctx, ctx.trakt, kind, id);
      return watchers === undefined ? {} : { watchers };
    }
  }
}

/** Under which name polls keep a fact of the person; undefined where the event tells it, or is about no such thing. */
function nameFor(fact: AskedFact, { show, progress }: About): string | undefined {
  if (fact !== "progress") return fact;
  return progress !== undefined || show === undefined ? undefined : `progress:${show.ids.trakt}`;
}

function askedFact(fact: AskedFact, found: unknown, about: About, known: Facts): Facts {
  if (fact === "progress") return { progress: Progress.parse(found) };
  const keys = new Set(keysOf(about));
  if (fact === "friends")
    return { friends: FriendsPlays.parse(found).flatMap((one) => (keys.has(one.of) ? [one.user] : [])) };
  const isOn = z
    .array(z.string())
    .parse(found)
    .some((key) => keys.has(key));
  return { lists: { ...known.lists, [fact.slice("list:".length)]: isOn } };
}

/**
 * Looks for facts until no more are wanted, given those that were looked for; returns the names of those that must be
 * read as the person first.
 */
export async function findFacts(
  facts: EventFacts,
  wants: (had: ReadonlySet<Fact>) => ReadonlySet<Fact>,
): Promise<string[]> {
  const had = new Set<Fact>();
  for (let wanted = wants(had); wanted.size > 0; wanted = wants(had)) {
    const missing = await facts.find(wanted);
    if (missing.length > 0) return missing;
    for (const fact of wanted) had.add(fact);
  }
  return [];
}

/** The facts that polls keep, as of a moment: for whoever has no token. Read once in the life of the returned value. */
export function keptFor(ctx: Services, accountId: string): (moment: Moment) => PersonFacts {
  const read = keptReader(ctx, accountId);
  const rows = feedReader(ctx, accountId);
  return (moment) => ({
    rows,
    find: async (name) => {
      const { kept, mark } = await read(name);
      if (kept === undefined) return undefined;
      if (kept.failure?.final.includes(moment.id) === true)
        throw new Problem({ code: "facts.refused", message: kept.failure.message });
      return isOf(ctx, kept, mark, moment) ? kept.read?.value : undefined;
    },
    failureOf: async (name) => (await read(name)).kept?.failure?.message,
  });
}

interface Kept {
  kept: KeptFact | undefined;
  mark: string;
}

function keptReader(ctx: Services, accountId: string): (name: string) => Promise<Kept> {
  const known = new Map<string, Promise<Kept>>();
  const read = async (name: string): Promise<Kept> => {
    const [mark, kept] = await Promise.all([markOf(ctx, accountId, name), loadFact(ctx, accountId, name)]);
    return { mark, kept: kept?.value };
  };
  return (name) => {
    const found = known.get(name) ?? read(name);
    known.set(name, found);
    return found;
  };
}

/** A feed's snapshot, by what its rows are about; read once in the life of the returned function. */
export function feedReader(ctx: Services, accountId: string): PersonFacts["rows"] {
  const known = new Map<FeedFact, Promise<FeedIndex | undefined>>();
  const read = async (feed: FeedFact): Promise<FeedIndex | undefined> => {
    const snapshot = await loadSnapshot(ctx, accountId, feed, z.unknown());
    return snapshot === undefined ? undefined : indexOf(snapshot.rows);
  };
  return (feed) => {
    const found = known.get(feed) ?? read(feed);
    known.set(feed, found);
    return found;
  };
}

/** What is known of an example's show or movie without asking Trakt, and the example's own progress. */
export async function knownFactsFor(ctx: Services, event: ChangeEvent, needs: ReadonlySet<Fact>): Promise<Facts> {
  const { show, progress } = About.parse(event.data);
  const facts: Facts = {};
  const known = needs.has("show") && show !== undefined ? await knownShow(ctx, show.ids.trakt) : undefined;
  if (known !== undefined) facts.show = known;
  if (needs.has("progress") && progress !== undefined) facts.progress = progress;
  return facts;
}
