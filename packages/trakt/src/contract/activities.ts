import * as z from "zod";

/** Times by key, as Trakt wrote them; anything else in the section is left out. */
const Stamps = z.unknown().transform((section): Record<string, string> => {
  const stamps: Record<string, string> = {};
  if (typeof section !== "object" || section === null) return stamps;
  for (const [key, at] of Object.entries(section)) if (typeof at === "string") stamps[key] = at;
  return stamps;
});
const stamps = Stamps.optional();

/**
 * `/sync/last_activities`: a time for each kind of change. Every key is optional, since accounts and backends
 * differ; sections and keys that came later are kept. Times are to be compared by inequality: some move back.
 */
export const LastActivities = z.looseObject({
  all: z.string().nullish(),
  movies: stamps,
  episodes: stamps,
  shows: stamps,
  seasons: stamps,
  comments: stamps,
  lists: stamps,
  watchlist: stamps,
  favorites: stamps,
  collaborations: stamps,
  account: stamps,
  saved_filters: stamps,
  notes: stamps,
});
export type LastActivities = z.infer<typeof LastActivities>;

/** `section.key` → time, for every section there is: what a poll compares. `all` is `all`. */
export function flattenActivities(activities: LastActivities): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [section, value] of Object.entries(activities)) {
    if (typeof value === "string") flat[section] = value;
    else if (typeof value === "object" && value !== null)
      for (const [key, at] of Object.entries(value)) if (typeof at === "string") flat[`${section}.${key}`] = at;
  }
  return flat;
}
