import * as z from "zod";
import { Int64 } from "./params.ts";

// A write that Trakt accepted must not fail over its receipt: what cannot be read counts as nothing.
const count = z.int().catch(0);
const Counts = z.object({
  movies: count,
  shows: count,
  seasons: count,
  episodes: count,
  people: count,
  users: count,
});
const none = { movies: 0, shows: 0, seasons: 0, episodes: 0, people: 0, users: 0 };
const counts = Counts.catch(none);

const unknown = z.array(z.object({ ids: z.record(z.string(), z.unknown()).catch({}) })).catch([]);
const NotFound = z.object({
  movies: unknown,
  shows: unknown,
  seasons: unknown,
  episodes: unknown,
  people: unknown,
  users: unknown,
  /** History ids. */
  ids: z.array(Int64).catch([]),
});
const nothing = { movies: [], shows: [], seasons: [], episodes: [], people: [], users: [], ids: [] };

/**
 * The receipt of every write that takes lists of things. What was there already is `existing` or, for plays,
 * `updated`; what Trakt does not know is in `not_found`, as it was sent.
 */
export const Receipt = z.preprocess(
  (value) => value ?? {},
  z.object({
    added: counts,
    existing: counts,
    updated: counts,
    deleted: counts,
    not_found: NotFound.catch(nothing),
    list: z.object({ updated_at: z.string().nullish(), item_count: z.int().nullish() }).nullish().catch(null),
  }),
);
export type Receipt = z.infer<typeof Receipt>;

/** What came of a new order: how many items moved, and which ids are none of the list's. */
export const Reordered = z.preprocess(
  (value) => value ?? {},
  z.object({ updated: count, skipped_ids: z.array(z.int()).catch([]) }),
);
export type Reordered = z.infer<typeof Reordered>;
