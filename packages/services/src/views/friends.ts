import type { Account } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import type { User } from "@showrunner/trakt/contract/profiles.ts";
import * as UsersSocial from "@showrunner/trakt/contract/users-social.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import type { Services } from "../context.ts";
import { askTrakt } from "./ask-trakt.ts";
import { inTurns, readsAtOnce } from "./in-turns.ts";
import { oneFlight } from "./one-flight.ts";
import { readOf, slugOf } from "./person.ts";
import type { PlayView, WatchingView } from "./play-view.ts";
import { FriendsQuery, parseQuery } from "./query.ts";
import { lastPlays } from "./watched.ts";
import { watchingNow } from "./watching.ts";
import { personUrl } from "./web.ts";
import { wholeList } from "./whole-list.ts";

/** Somebody's friend: their profile, what they watch now, and what they watched last. */
export interface FriendView {
  username: string;
  name: string | null;
  private: boolean;
  url: string;
  friends_at: string | null;
  joined_at: string | null;
  location: string | null;
  about: string | null;
  gender: string | null;
  age: number | null;
  avatar: string | null;
  /** False: they keep to themselves what they watch, and nothing of it is here. */
  visible: boolean;
  watching: WatchingView | null;
  watched: PlayView[];
  /** With `extended`. */
  watched_movies?: PlayView[];
  watched_episodes?: PlayView[];
}

/** Recent plays of each friend. */
const recentPlays = 10;

const flight = oneFlight<FriendView[]>();

/**
 * The friends of a person, the account's own or of `user`, each with what they watch now and their 10 latest plays; with
 * `extended` their 10 latest movies and episodes, too. Of friends who show nothing there is only the profile.
 * Throws Problems `view.invalid`, `person.unknown`, `person.private`, `view.incomplete`, and what `askTrakt` does.
 */
export async function friends(
  ctx: Services,
  account: Account,
  asked: unknown,
  signal?: AbortSignal,
): Promise<FriendView[]> {
  const { user = "me", extended } = parseQuery(FriendsQuery, asked);
  return await flight(ctx, [account.id, user, extended], signal, (ends) =>
    askTrakt(ctx, account, (session) => friendsOf(session, user, extended), ends),
  );
}

async function friendsOf(session: TraktSession, user: string, extended: boolean): Promise<FriendView[]> {
  const found = await readOf(user, () =>
    wholeList("the friends", session.readWhole(UsersSocial.friends, { id: user, extended: "full" })),
  );
  return await inTurns(found, readsAtOnce, async (friend) => ({
    ...profileView(friend.user),
    friends_at: friend.friends_at ?? null,
    ...(await doings(session, friend.user, extended)),
  }));
}

type Doings = Pick<FriendView, "visible" | "watching" | "watched" | "watched_movies" | "watched_episodes">;

async function doings(session: TraktSession, user: User, extended: boolean): Promise<Doings> {
  const id = idOf(user);
  try {
    const watching = await watchingNow(session, id);
    if (!extended) return { visible: true, watching, watched: await lastPlays(session, id, recentPlays) };
    const watched_movies = await lastPlays(session, id, recentPlays, "movies");
    const watched_episodes = await lastPlays(session, id, recentPlays, "episodes");
    // The latest of both are among the latest of each.
    const watched = [...watched_movies, ...watched_episodes]
      .toSorted((a, b) => Date.parse(b.watched_at) - Date.parse(a.watched_at) || Number(b.id) - Number(a.id))
      .slice(0, recentPlays);
    return { visible: true, watching, watched, watched_movies, watched_episodes };
  } catch (error) {
    if (!(error instanceof TraktError) || !keptToThemselves.has(error.kind)) throw error;
    const none = { visible: false, watching: null, watched: [] };
    return extended ? { ...none, watched_movies: [], watched_episodes: [] } : none;
  }
}

/** Private, closed to us, or gone since the list was made. */
const keptToThemselves: ReadonlySet<TraktError["kind"]> = new Set(["private", "forbidden", "not_found"]);

const idOf = ({ username, ids }: User): string => ids.slug ?? slugOf(username);

function profileView(user: User): Omit<FriendView, keyof Doings | "friends_at"> {
  const { username, name, joined_at, location, about, gender, age, images } = user;
  return {
    username,
    name: name ?? null,
    private: user.private ?? false,
    url: personUrl(idOf(user)),
    joined_at: joined_at ?? null,
    location: location ?? null,
    about: about ?? null,
    gender: gender ?? null,
    age: age ?? null,
    avatar: images?.avatar?.full ?? null,
  };
}
