import { Problem } from "@showrunner/core/errors.ts";
import { feedFacts } from "@showrunner/rules/word.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as Shows from "@showrunner/trakt/contract/shows.ts";
import * as UsersSocial from "@showrunner/trakt/contract/users-social.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import type { Services } from "../context.ts";
import { feedReader, type PersonFacts } from "../rules/event-facts.ts";
import { indexOf } from "../rules/feed-facts.ts";
import { type FriendsPlays, kindOf } from "../rules/kept-facts.ts";
import { keysOf, ownKey } from "../rules/things.ts";
import { listedItemOf } from "./feeds/listed-item.ts";
import { feeds } from "./feeds/table.ts";

/** Reads a fact as the person, by its name: `progress:1390`, `list:to watch`, `friends`. */
export async function readFact(session: TraktSession, name: string): Promise<unknown> {
  const about = name.slice(kindOf(name).length + 1);
  switch (kindOf(name)) {
    case "progress":
      return await session.call(Shows.watchedProgress, { id: about });
    case "list":
      return await listKeys(session, about);
    case "friends":
      return await friendsPlays(session);
    default:
      throw new Problem({ code: "facts.unknown", message: `there is no fact ${name}` });
  }
}

/** Items that a kept fact has room for; Trakt's own limits are below it for most people. */
const mostListed = 15_000;

/** What is on a personal list, by name in whatever case; nothing where there is none such. */
async function listKeys(session: TraktSession, name: string): Promise<string[]> {
  const lists = await session.readWhole(Users.lists, { id: "me" });
  const list = lists.items.find((one) => one.name.trim().toLowerCase() === name);
  if (list === undefined && lists.whole) return [];
  const read = list && (await session.readWhole(Users.listItems, { id: "me", list_id: list.ids.trakt }));
  if (read?.whole !== true)
    throw new Problem({
      code: "lists.incomplete",
      message: `the personal list "${name}" could not be read to its end`,
      retry: { kind: "default" },
    });
  const keys = read.items.flatMap((one) => {
    const item = listedItemOf(one);
    return (item && ownKey(item)) ?? [];
  });
  if (keys.length > mostListed)
    throw new Problem({
      code: "lists.too_long",
      message: `the personal list "${name}" has ${keys.length} items, and conditions look at lists of up to ${mostListed}`,
    });
  return keys;
}

/** One page of Trakt's, of its longest. */
const friendsPlaysRead = 250;

async function friendsPlays(session: TraktSession): Promise<FriendsPlays> {
  const plays = await session.call(UsersSocial.activities, { id: "me", type: "friends", limit: friendsPlaysRead });
  const told = plays.flatMap(({ user, movie, show }) => {
    const of = keysOf({ movie: movie ?? undefined, show: show ?? undefined })[0];
    return of === undefined ? [] : [{ user: user.username, of }];
  });
  return [...new Map(told.map((one) => [`${one.user} ${one.of}`, one])).values()];
}

/** Facts as they are now: for whoever may act as the person, and keeps nothing. A feed that no poll keeps is read. */
export function factsNow(
  ctx: Services,
  accountId: string,
  asPerson: <T>(work: (session: TraktSession) => Promise<T>) => Promise<T>,
): PersonFacts {
  const kept = feedReader(ctx, accountId);
  return {
    find: (name) => asPerson((session) => readFact(session, name)),
    rows: async (name) => {
      const known = await kept(name);
      const feed = feeds.find((one) => one.name === name);
      if (known !== undefined || feed === undefined || !feedFacts.includes(name)) return known;
      return await asPerson((session) =>
        feed.open(async (one) => indexOf((await one.read(session, undefined, true, ctx.clock.now())).rows)),
      );
    },
  };
}
