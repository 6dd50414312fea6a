import type { IconName } from "../../ui/icon.tsx";

const ofType: Readonly<Record<string, IconName>> = {
  "play.removed": "remove",
  "season.completed": "good",
  "show.caught_up": "good",
  "show.completed": "good",
  "show.started": "play",
  "playback.paused": "pause",
  "watching.ended": "screen",
  "watching.started": "screen",
  "item.rated": "star",
  "item.unrated": "star",
  "episode.rescheduled": "calendar",
  "episode.scheduled": "calendar",
  "episode.airing": "bell",
  "movie.streaming": "film",
  "movie.releasing": "film",
  "movie.on_disc": "film",
  "show.premiering": "spark",
  "season.premiering": "spark",
  "show.renewed": "spark",
  "show.season_announced": "spark",
  "show.canceled": "bad",
  "show.stalled": "clock",
  "show.dropped": "minus",
  "show.undropped": "undo",
};

/** Of all the others, by what their type begins with. */
const ofFamily: Readonly<Record<string, IconName>> = {
  episode: "play",
  movie: "film",
  season: "list",
  show: "film",
  watchlist: "watchlist",
  favorites: "heart",
  collection: "film",
  list: "list",
  item: "minus",
  friend: "friends",
  follower: "friends",
  follow: "friends",
  comment: "heart",
  household: "household",
  time: "clock",
  hook: "webhook",
  connection: "warning",
  rule: "warning",
  channel: "warning",
  limit: "warning",
};

/** The drawing that stands for a type of event. */
export const eventIcon = (type: string): IconName => ofType[type] ?? ofFamily[type.split(".")[0] ?? ""] ?? "spark";
