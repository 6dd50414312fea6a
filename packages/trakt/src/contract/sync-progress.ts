import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";
import { Episode, MovieFacts, Progress, Season, ShowFacts } from "./media.ts";
import { Day, full, Instant, paging, SortHow } from "./params.ts";

const docs = "https://docs.trakt.tv/reference/sync";

/** A show, and how far the person is with it. `seasons` only when they are asked for. */
export const ShowInProgress = z.object({
  show: ShowFacts,
  progress: z.object({
    aired: z.int(),
    completed: z.int(),
    last_watched_at: z.string().nullish(),
    reset_at: z.string().nullish(),
    next_episode: Episode.nullish(),
    last_episode: Episode.nullish(),
    seasons: Progress.shape.seasons.nullish().catch(null),
    hidden_seasons: z.array(Season).nullish().catch(null),
    stats: Progress.shape.stats,
  }),
});
export type ShowInProgress = z.infer<typeof ShowInProgress>;

/** `continue`: begun and not through; `start`: on the watchlist, not begun; `completed`: all that has aired is watched. */
export const Intent = z.enum(["all", "continue", "start", "completed"]);
export type Intent = z.infer<typeof Intent>;

/** The orders of shows in progress; what was watched last comes first when nothing is asked for. */
export const ProgressSort = z.enum([
  "activity",
  "added",
  "aired",
  "completed",
  "popularity",
  "released",
  "remaining",
  "runtime",
  "title",
]);

const sorting = { sort_by: ProgressSort.optional(), sort_how: SortHow.optional() };
const flag = z.boolean().optional();

/** How far the person is with every show they have begun. Hidden and dropped shows are left out, `hidden` has them in. */
export const progressWatched = defineEndpoint({
  id: "sync.progress_watched",
  method: "GET",
  path: "/sync/progress/watched",
  auth: "required",
  params: z.strictObject({
    hide_completed: flag,
    hide_not_completed: flag,
    only_rewatching: flag,
    hide_rewatching: flag,
    hide_ended: flag,
    hide_airing: flag,
    hidden: flag,
    /** Words of the title. */
    terms: z.string().min(1).optional(),
    /** Whether the last episode is by when it aired or by when it was watched. */
    last_activity: z.enum(["aired", "watched"]).optional(),
    specials: flag,
    count_specials: flag,
    include_seasons: flag,
    include_hidden_seasons: flag,
    ...sorting,
    ...paging,
    ...full,
  }),
  reply: z.array(ShowInProgress),
  paginated: true,
  source: docs,
});

/** What to watch next, show by show. Trakt may refuse it to apps that are not its own. */
export const upNext = defineEndpoint({
  id: "sync.up_next",
  method: "GET",
  path: "/sync/progress/up_next",
  auth: "required",
  params: z.strictObject({ intent: Intent.optional(), ...sorting, ...paging, ...full }),
  reply: z.array(ShowInProgress),
  paginated: true,
  source: docs,
});

/** Pages of updates hold 100 at most. */
const updatesMaxLimit = 100;

/** `start_date` is at most 30 days back, and the beginning of today when it is left out. */
const since = {
  type: z.enum(["movies", "shows"]),
  start_date: z.union([Day, Instant]).optional(),
};

/** What changed in the catalogue of what the person watched, collected or put on the watchlist, newest first. */
export const updates = defineEndpoint({
  id: "sync.updates",
  method: "GET",
  path: "/sync/updates/:type/:start_date?",
  auth: "required",
  params: z.strictObject({ ...since, ...paging, ...full }),
  reply: z.array(z.object({ updated_at: z.string(), movie: MovieFacts.nullish(), show: ShowFacts.nullish() })),
  paginated: true,
  maxLimit: updatesMaxLimit,
  source: docs,
});

/** The same as Trakt's ids alone. */
export const updatedIds = defineEndpoint({
  id: "sync.updated_ids",
  method: "GET",
  path: "/sync/updates/id/:type/:start_date?",
  auth: "required",
  params: z.strictObject({ ...since, ...paging }),
  reply: z.array(z.int()),
  paginated: true,
  maxLimit: updatesMaxLimit,
  source: docs,
});
