import { json } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";

/** Every timestamp of Trakt's lastActivitiesResponseSchema, as of August 2026. */
const layout: Readonly<Record<string, readonly string[]>> = {
  movies: [
    "watched_at",
    "collected_at",
    "rated_at",
    "watchlisted_at",
    "favorited_at",
    "commented_at",
    "paused_at",
    "hidden_at",
  ],
  episodes: ["watched_at", "collected_at", "rated_at", "watchlisted_at", "commented_at", "paused_at"],
  shows: ["rated_at", "watchlisted_at", "favorited_at", "commented_at", "hidden_at", "dropped_at"],
  seasons: ["rated_at", "watchlisted_at", "commented_at", "hidden_at"],
  comments: ["liked_at", "reacted_at", "blocked_at"],
  lists: ["liked_at", "reacted_at", "updated_at", "commented_at"],
  watchlist: ["updated_at"],
  favorites: ["updated_at"],
  account: ["settings_at", "followed_at", "following_at", "pending_at", "requested_at"],
  collaborations: ["updated_at"],
  saved_filters: ["updated_at"],
  notes: ["updated_at"],
};

/** What accounts and fixtures of some years ago do not have. */
const newer = new Set([
  "shows.dropped_at",
  "comments.reacted_at",
  "comments.blocked_at",
  "lists.reacted_at",
  "movies.favorited_at",
  "shows.favorited_at",
  "collaborations.updated_at",
  "favorites.updated_at",
  "notes.updated_at",
]);

export const activityRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/sync/last_activities",
    auth: "required",
    dialect: "rails",
    handle: (call) => json(activitiesBody(call)),
  },
];

function activitiesBody(call: Call): Record<string, unknown> {
  const viewer = me(call);
  // Lag holds reads back, not this: a moved timestamp can come before what moved it is to be read.
  const person = call.live.people.get(viewer.username) ?? viewer;
  const body: Record<string, unknown> = { all: isoOf(person.lastActivity) };
  for (const [section, keys] of Object.entries(layout)) {
    const times: Record<string, string> = {};
    for (const key of keys) {
      const name = `${section}.${key}`;
      if (call.behaviour.missingNewerKeys && newer.has(name)) continue;
      times[key] = isoOf(person.activities.get(name) ?? person.joinedAt);
    }
    if (Object.keys(times).length > 0) body[section] = times;
  }
  if (call.behaviour.extraKeys) body.reels = { updated_at: isoOf(person.joinedAt) };
  return body;
}
