import * as z from "zod";
import { Episode, Movie, Season, Show } from "../media.ts";
import { defineEvent } from "./define.ts";
import { exampleMovie, exampleShow } from "./examples.ts";

/** The thing on a list: `item_type` names which of the keys is meant; seasons and episodes carry their show. */
const item = {
  item_type: z.enum(["movie", "show", "season", "episode"]),
  movie: Movie.optional(),
  show: Show.optional(),
  season: Season.optional(),
  episode: Episode.optional(),
};

/** Trakt's collection names an episode by its show, season and number, and gives it no id. */
const collected = { ...item, episode: Episode.partial({ ids: true }).optional(), collected_at: z.string() };

const exampleShowItem = { item_type: "show", show: exampleShow };
const exampleMovieItem = { item_type: "movie", movie: exampleMovie };

export const watchlistItemAdded = defineEvent({
  type: "watchlist.item_added",
  family: "lists",
  title: "Added to the watchlist",
  description: "A movie, show, season or episode came onto the watchlist.",
  about: "item",
  data: z.object({ ...item, listed_at: z.string() }),
  example: { ...exampleShowItem, listed_at: "2026-11-20T18:00:00.000Z" },
});

export const watchlistItemRemoved = defineEvent({
  type: "watchlist.item_removed",
  family: "lists",
  title: "Removed from the watchlist",
  description: "Something left the watchlist; Trakt itself removes what has been watched.",
  about: "item",
  data: z.object({ ...item, listed_at: z.string() }),
  example: { ...exampleShowItem, listed_at: "2026-11-20T18:00:00.000Z" },
});

export const favoritesItemAdded = defineEvent({
  type: "favorites.item_added",
  family: "lists",
  title: "Added to the favorites",
  description: "A movie or show became a favorite.",
  about: "item",
  data: z.object({ ...item, listed_at: z.string() }),
  example: { ...exampleMovieItem, listed_at: "2026-11-20T18:00:00.000Z" },
});

export const favoritesItemRemoved = defineEvent({
  type: "favorites.item_removed",
  family: "lists",
  title: "Removed from the favorites",
  description: "A movie or show is no favorite any more.",
  about: "item",
  data: z.object({ ...item, listed_at: z.string() }),
  example: { ...exampleMovieItem, listed_at: "2026-11-20T18:00:00.000Z" },
});

export const collectionItemAdded = defineEvent({
  type: "collection.item_added",
  family: "lists",
  title: "Added to the collection",
  description: "A movie or an episode came into the collection.",
  about: "item",
  data: z.object(collected),
  example: { ...exampleMovieItem, collected_at: "2026-11-20T18:00:00.000Z" },
});

export const collectionItemRemoved = defineEvent({
  type: "collection.item_removed",
  family: "lists",
  title: "Removed from the collection",
  description: "A movie or an episode left the collection.",
  about: "item",
  data: z.object(collected),
  example: { ...exampleMovieItem, collected_at: "2026-11-20T18:00:00.000Z" },
});

export const itemRated = defineEvent({
  type: "item.rated",
  family: "lists",
  title: "Rated",
  description: "A movie, show, season or episode was rated, or its rating was changed.",
  about: "item",
  data: z.object({
    ...item,
    rating: z.int().min(1).max(10),
    previous_rating: z.int().min(1).max(10).nullish(),
    rated_at: z.string(),
  }),
  example: { ...exampleMovieItem, rating: 9, previous_rating: null, rated_at: "2026-11-20T22:45:00.000Z" },
});

export const itemUnrated = defineEvent({
  type: "item.unrated",
  family: "lists",
  title: "Rating taken back",
  description: "The rating of a movie, show, season or episode was taken back; `rating` is what it was.",
  about: "item",
  data: z.object({ ...item, rating: z.int().min(1).max(10), rated_at: z.string() }),
  example: { ...exampleMovieItem, rating: 9, rated_at: "2026-11-20T22:45:00.000Z" },
});

export const itemHidden = defineEvent({
  type: "item.hidden",
  family: "lists",
  title: "Hidden",
  description: "A show, season or movie was hidden from one of Trakt's sections; dropping a show is show.dropped.",
  about: "item",
  data: z.object({ ...item, section: z.string(), hidden_at: z.string() }),
  example: { ...exampleShowItem, section: "progress_watched", hidden_at: "2026-11-20T22:45:00.000Z" },
});

export const itemUnhidden = defineEvent({
  type: "item.unhidden",
  family: "lists",
  title: "Unhidden",
  description: "Something hidden from one of Trakt's sections is shown there again.",
  about: "item",
  data: z.object({ ...item, section: z.string(), hidden_at: z.string() }),
  example: { ...exampleShowItem, section: "progress_watched", hidden_at: "2026-11-20T22:45:00.000Z" },
});

export const showDropped = defineEvent({
  type: "show.dropped",
  family: "lists",
  title: "Show dropped",
  description: "The person gave a show up: Trakt leaves it out of progress, calendars and notifications.",
  about: "show",
  data: z.object({ show: Show, hidden_at: z.string() }),
  example: { show: exampleShow, hidden_at: "2026-11-20T22:45:00.000Z" },
});

export const showUndropped = defineEvent({
  type: "show.undropped",
  family: "lists",
  title: "Show undropped",
  description: "A dropped show was taken up again.",
  about: "show",
  data: z.object({ show: Show, hidden_at: z.string() }),
  example: { show: exampleShow, hidden_at: "2026-11-20T22:45:00.000Z" },
});

/** A personal list, by Trakt's number and by the name in its address (`slug`), which stays when it is renamed. */
export const PersonalList = z.object({ id: z.int(), name: z.string(), slug: z.string() });
export type PersonalList = z.infer<typeof PersonalList>;

/** Not `list`: that is the name of a type in CEL. */
const listFacts = { personal_list: PersonalList.extend({ description: z.string(), privacy: z.string() }) };
const exampleList = { id: 12345, name: "Together", slug: "together" };
const exampleListFacts = { ...exampleList, description: "What we watch together", privacy: "private" };

export const listItemAdded = defineEvent({
  type: "list.item_added",
  family: "lists",
  title: "Added to a personal list",
  description:
    "A movie, show, season or episode came onto one of the person's own lists. People on lists are not told of, nor what others share with the person.",
  about: "item",
  data: z.object({ personal_list: PersonalList, ...item, listed_at: z.string() }),
  example: { personal_list: exampleList, ...exampleShowItem, listed_at: "2026-11-20T18:00:00.000Z" },
});

export const listItemRemoved = defineEvent({
  type: "list.item_removed",
  family: "lists",
  title: "Removed from a personal list",
  description: "Something left one of the person's own lists. A list that is deleted is one list.deleted instead.",
  about: "item",
  data: z.object({ personal_list: PersonalList, ...item, listed_at: z.string() }),
  example: { personal_list: exampleList, ...exampleShowItem, listed_at: "2026-11-20T18:00:00.000Z" },
});

export const listCreated = defineEvent({
  type: "list.created",
  family: "lists",
  title: "Personal list made",
  description: "The person made a list of their own.",
  about: "account",
  data: z.object(listFacts),
  example: { personal_list: exampleListFacts },
});

export const listUpdated = defineEvent({
  type: "list.updated",
  family: "lists",
  title: "Personal list changed",
  description:
    "A personal list has another name, description, privacy or sorting; what comes onto it and leaves it is list.item_added and list.item_removed.",
  about: "account",
  data: z.object({ ...listFacts, changed: z.array(z.string()), previous_name: z.string() }),
  example: { personal_list: exampleListFacts, changed: ["name"], previous_name: "Both of us" },
});

export const listDeleted = defineEvent({
  type: "list.deleted",
  family: "lists",
  title: "Personal list deleted",
  description: "One of the person's own lists is gone, with everything on it.",
  about: "account",
  data: z.object(listFacts),
  example: { personal_list: exampleListFacts },
});
