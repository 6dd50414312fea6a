import * as z from "zod";
import { idsOf, media, type Sender, Text, Whole } from "./sender.ts";

const Payload = z.object({
  action: Text,
  event: Text,
  media_type: z.string().catch(""),
  title: Text,
  episode_name: Text,
  show_name: Text,
  year: Whole,
  season_num: Whole,
  episode_num: Whole,
  user: Text,
  player: Text,
  imdb_id: z.unknown().optional(),
  themoviedb_id: z.unknown().optional(),
  thetvdb_id: z.unknown().optional(),
});

/**
 * Tautulli's webhook agent, whose JSON is a template of the operator's: each key is to be named as Tautulli's parameter
 * (`"action": "{action}"`). Its ids of an episode are those of the show. Source: Tautulli, notification parameters.
 */
export const tautulli: Sender = (payload) => {
  const told = Payload.parse(payload);
  const event = told.action ?? told.event ?? "unknown";
  const ids = idsOf({ imdb: told.imdb_id, tmdb: told.themoviedb_id, tvdb: told.thetvdb_id });
  const said = {
    event,
    watched: event === "watched",
    playing: event === "play" || event === "resume",
    user: told.user,
    device: told.player,
    title: told.episode_name ?? told.title,
  };
  if (told.media_type === "movie")
    return { ...said, media: media({ type: "movie", title: told.title, year: told.year, ids }) };
  if (told.media_type === "show")
    return { ...said, media: media({ type: "show", title: told.show_name ?? told.title, ids }) };
  if (told.media_type !== "episode") return said;
  const { show_name: show_title, season_num: season, episode_num: number } = told;
  return {
    ...said,
    media: media({ type: "episode", title: said.title, show_title, season, number, ids: {}, show_ids: ids }),
  };
};
