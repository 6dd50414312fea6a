import * as z from "zod";
import { idsOf, media, type Sender, Text, Whole, Yes } from "./sender.ts";

const Payload = z.object({
  NotificationType: z.string().max(100).catch("unknown"),
  NotificationUsername: Text,
  DeviceName: Text,
  ClientName: Text,
  ItemType: z.string().catch(""),
  Name: Text,
  Year: Whole,
  SeriesName: Text,
  SeasonNumber: Whole,
  EpisodeNumber: Whole,
  PlayedToCompletion: Yes,
  Played: Yes,
  SaveReason: Text,
  Provider_imdb: z.unknown().optional(),
  Provider_tmdb: z.unknown().optional(),
  Provider_tvdb: z.unknown().optional(),
});

/** The webhook plugin's generic destination, with all properties sent. Source: jellyfin-plugin-webhook. */
export const jellyfin: Sender = (payload) => {
  const told = Payload.parse(payload);
  const { NotificationType: event, ItemType: type, Name: title } = told;
  const ids = idsOf({ imdb: told.Provider_imdb, tmdb: told.Provider_tmdb, tvdb: told.Provider_tvdb });
  const isMarked = event === "UserDataSaved" && told.SaveReason === "TogglePlayed" && told.Played;
  const said = {
    event,
    watched: (event === "PlaybackStop" && told.PlayedToCompletion) || isMarked,
    playing: event === "PlaybackStart",
    user: told.NotificationUsername,
    device: told.DeviceName ?? told.ClientName,
    title,
  };
  if (type === "Movie") return { ...said, media: media({ type: "movie", title, year: told.Year, ids }) };
  if (type === "Series") return { ...said, media: media({ type: "show", title, year: told.Year, ids }) };
  if (type !== "Episode") return said;
  const { SeriesName: show_title, SeasonNumber: season, EpisodeNumber: number } = told;
  return { ...said, media: media({ type: "episode", title, show_title, season, number, ids }) };
};
