import type { Draft } from "@showrunner/core/events/envelope.ts";
import { type CollectedRow, diffCollected, mergeCollected } from "../collected.ts";
import { diffHidden, type HiddenRow, mergeHidden } from "../hidden.ts";
import { diffListItems, type ListItemRow, mergeListItems, type OnList } from "../list-items.ts";
import { diffListed, type ListedRow, mergeListed } from "../listed.ts";
import {
  diffFollowers,
  diffRequests,
  type FollowerRow,
  mergeFollowers,
  mergeRequests,
  type RequestRow,
} from "../people.ts";
import { diffLists, type ListRow, mergeLists } from "../personal-lists.ts";
import { diffPaused, mergePaused, type PausedRow } from "../playback.ts";
import { diffPlays, mergePlays, type Play } from "../plays.ts";
import { diffRated, mergeRated, type RatedRow } from "../rated.ts";
import type { SetDiff, SetRead } from "../set.ts";
import { minute } from "./drafts.ts";
import { aMovie, anEpisode, aShow, thing } from "./things.ts";

/** What a person sees of a set: what is in it, and what is said of it. Told apart without the code under test. */
export type Picture = Map<string, string>;

/** One feed that is read as a set, as its properties need it. */
export interface Feed<Row> {
  name: string;
  /** The row that comes to be when thing `n` is added at a minute; `spice` (1 to 10) varies what is said of it. */
  row: (n: number, atMinute: number, spice: number) => Row;
  diff: (read: SetDiff<Row>) => Draft[];
  merge: (read: SetRead<Row>) => Row[];
  picture: (row: Row) => [key: string, value: string];
  /** The picture after an event, for somebody who knows nothing but events. */
  fold: (picture: Picture, draft: Draft) => void;
  tellsRemovals: boolean;
  /** What comes back just as it was is no news: who heard that it went, around a crash, is not told that it came back. */
  isQuietAboutSame?: true;
}

/** So that one thing is hidden from two sections. */
const sectionOf = ["dropped", "calendar", "progress_watched"];

function listFeed(list: "watchlist" | "favorites"): Feed<ListedRow> {
  return {
    name: list,
    row: (n, atMinute) => ({ ...thing(n), listed_at: minute(atMinute) }),
    diff: (read) => diffListed(list, read),
    merge: mergeListed,
    picture: (row) => [nameOf(row), row.listed_at],
    fold: (picture, draft) => {
      if (!draft.type.startsWith(list)) throw new Error(`${list} told ${draft.type}`);
      if (draft.type === "watchlist.item_added" || draft.type === "favorites.item_added") {
        picture.set(nameOf(draft.data), draft.data.listed_at);
      } else if (draft.type === "watchlist.item_removed" || draft.type === "favorites.item_removed") {
        picture.delete(nameOf(draft.data));
      }
    },
    tellsRemovals: true,
  };
}

export const watchlist = listFeed("watchlist");
export const favorites = listFeed("favorites");

export const collection: Feed<CollectedRow> = {
  name: "collection",
  // Trakt gives a collected episode's id in some answers, and in most not.
  row: (n, atMinute, spice) =>
    n % 2 === 0
      ? { item_type: "movie", movie: aMovie(n), collected_at: minute(atMinute) }
      : {
          item_type: "episode",
          show: aShow(7),
          episode: spice % 2 === 0 ? anEpisode(1, n) : { season: 1, number: n },
          collected_at: minute(atMinute),
        },
  diff: diffCollected,
  merge: mergeCollected,
  picture: (row) => [nameOf(row), row.collected_at],
  fold: (picture, draft) => {
    if (draft.type === "collection.item_added") picture.set(nameOf(draft.data), draft.data.collected_at);
    else if (draft.type === "collection.item_removed") picture.delete(nameOf(draft.data));
    else throw new Error(`the collection told ${draft.type}`);
  },
  tellsRemovals: true,
};

export const ratings: Feed<RatedRow> = {
  name: "ratings",
  row: (n, atMinute, spice) => ({ ...thing(n), rating: spice, rated_at: minute(atMinute) }),
  diff: diffRated,
  merge: mergeRated,
  picture: (row) => [nameOf(row), String(row.rating)],
  fold: (picture, draft) => {
    if (draft.type === "item.unrated") {
      picture.delete(nameOf(draft.data));
      return;
    }
    if (draft.type !== "item.rated") throw new Error(`the ratings told ${draft.type}`);
    const { previous_rating: previous } = draft.data;
    const name = nameOf(draft.data);
    if (typeof previous === "number" && picture.get(name) !== String(previous)) throw new Error("not what it was");
    picture.set(name, String(draft.data.rating));
  },
  tellsRemovals: true,
  isQuietAboutSame: true,
};

export const hidden: Feed<HiddenRow> = {
  name: "hidden",
  row: (n, atMinute) => ({
    ...thing(n),
    section: sectionOf[(n + Math.floor(n / 6)) % 3] ?? "",
    hidden_at: minute(atMinute),
  }),
  diff: diffHidden,
  merge: mergeHidden,
  picture: (row) => [`${row.section} ${nameOf(row)}`, row.hidden_at],
  fold: (picture, draft) => {
    if (draft.type === "item.hidden") picture.set(`${draft.data.section} ${nameOf(draft.data)}`, draft.data.hidden_at);
    else if (draft.type === "item.unhidden") picture.delete(`${draft.data.section} ${nameOf(draft.data)}`);
    else if (draft.type === "show.dropped") picture.set(`dropped ${draft.data.show.title}`, draft.data.hidden_at);
    else if (draft.type === "show.undropped") picture.delete(`dropped ${draft.data.show.title}`);
    else throw new Error(`hidden told ${draft.type}`);
  },
  tellsRemovals: true,
};

export const history: Feed<Play> = {
  name: "history",
  // Each addition is a play of its own, and may be dated back.
  row: (n, atMinute, spice) => {
    const play = { id: 12_297_139_948 + atMinute, watched_at: minute(atMinute - (spice % 4) * 7), action: "watch" };
    return n % 3 === 0
      ? { ...play, item_type: "movie", movie: aMovie(n) }
      : { ...play, item_type: "episode", episode: anEpisode(1, n), show: aShow(7) };
  },
  diff: diffPlays,
  merge: mergePlays,
  picture: (row) => [String(row.id), row.watched_at],
  fold: (picture, draft) => {
    if (draft.type === "episode.watched" || draft.type === "movie.watched") {
      picture.set(String(draft.data.play_id), draft.data.watched_at);
    } else if (draft.type === "play.removed") picture.delete(String(draft.data.play_id));
    else throw new Error(`the history told ${draft.type}`);
  },
  tellsRemovals: true,
};

export const playback: Feed<PausedRow> = {
  name: "playback",
  row: (n, atMinute, spice) => ({
    ...(n % 2 === 0
      ? { item_type: "movie", movie: aMovie(n) }
      : { item_type: "episode", show: aShow(7), episode: anEpisode(1, n) }),
    percent: spice,
    paused_at: minute(atMinute),
  }),
  diff: diffPaused,
  merge: mergePaused,
  picture: (row) => [nameOf(row), row.paused_at],
  fold: (picture, draft) => {
    if (draft.type !== "playback.paused") throw new Error(`the playback told ${draft.type}`);
    picture.set(nameOf(draft.data), draft.data.paused_at);
  },
  tellsRemovals: false,
};

/** Each addition is a list of its own: Trakt gives a number once. */
export const personalLists: Feed<ListRow> = {
  name: "personal lists",
  row: (n, atMinute) => ({
    id: 1000 + atMinute,
    name: `List ${n}`,
    slug: `list-${n}`,
    description: "",
    privacy: "private",
    created_at: minute(atMinute),
    updated_at: minute(atMinute),
  }),
  diff: diffLists,
  merge: mergeLists,
  picture: (row) => [String(row.id), row.name],
  fold: (picture, draft) => {
    if (draft.type === "list.created") picture.set(String(draft.data.personal_list.id), draft.data.personal_list.name);
    else if (draft.type === "list.deleted") picture.delete(String(draft.data.personal_list.id));
    else throw new Error(`the lists told ${draft.type}`);
  },
  tellsRemovals: true,
};

const twoLists: ListItemRow[] = [1, 2].map((id) => ({
  kind: "list",
  id,
  name: `List ${id}`,
  slug: `list-${id}`,
  updated_at: null,
  item_count: null,
}));

/** What is on two lists that stay. */
export const listItems: Feed<OnList> = {
  name: "list items",
  row: (n, atMinute) => ({ kind: "item", on: 1 + (Math.floor(n / 6) % 2), ...thing(n), listed_at: minute(atMinute) }),
  diff: (read) =>
    diffListItems({ ...read, before: [...twoLists, ...read.before], after: [...read.after, ...twoLists] }),
  merge: (read) => mergeListItems(read).filter((row) => row.kind === "item"),
  picture: (row) => [`List ${row.on} ${nameOf(row)}`, row.listed_at],
  fold: (picture, draft) => {
    if (draft.type === "list.item_added")
      picture.set(`${draft.data.personal_list.name} ${nameOf(draft.data)}`, draft.data.listed_at);
    else if (draft.type === "list.item_removed")
      picture.delete(`${draft.data.personal_list.name} ${nameOf(draft.data)}`);
    else throw new Error(`the list items told ${draft.type}`);
  },
  tellsRemovals: true,
};

const aPerson = (n: number) => ({ username: `Person ${n}`, slug: `person-${n}` });

export const followers: Feed<FollowerRow> = {
  name: "followers",
  row: (n, atMinute) => ({ person: aPerson(n), followed_at: minute(atMinute) }),
  diff: diffFollowers,
  merge: mergeFollowers,
  picture: (row) => [row.person.slug, row.followed_at],
  fold: (picture, draft) => {
    if (draft.type !== "follower.added") throw new Error(`the followers told ${draft.type}`);
    picture.set(draft.data.person.slug, draft.data.followed_at);
  },
  tellsRemovals: false,
};

export const followRequests: Feed<RequestRow> = {
  name: "requests to follow",
  row: (n, atMinute) => ({ id: 1000 + atMinute, person: aPerson(n), requested_at: minute(atMinute) }),
  diff: diffRequests,
  merge: mergeRequests,
  picture: (row) => [row.requested_at, row.person.slug],
  fold: (picture, draft) => {
    if (draft.type !== "follow.requested") throw new Error(`the requests told ${draft.type}`);
    picture.set(draft.data.requested_at, draft.data.person.slug);
  },
  tellsRemovals: false,
};

interface Named {
  item_type: string;
  movie?: { title: string } | undefined;
  show?: { title: string } | undefined;
  season?: { number: number } | undefined;
  episode?: { season: number; number: number } | undefined;
}

function nameOf({ item_type, movie, show, season, episode }: Named): string {
  if (item_type === "movie") return movie?.title ?? "";
  const at = item_type === "season" ? ` season ${season?.number}` : "";
  return `${show?.title}${at}${episode === undefined ? "" : ` ${episode.season}×${episode.number}`}`;
}
