import * as z from "zod";
import { idsOf, media, type Sender, Text, Whole, Yes } from "./sender.ts";

const Payload = z.object({
  Event: z.string().max(100).catch("unknown"),
  User: z.object({ Name: Text }).catch({ Name: undefined }),
  Session: z.object({ DeviceName: Text, Client: Text }).catch({ DeviceName: undefined, Client: undefined }),
  PlaybackInfo: z.object({ PlayedToCompletion: Yes }).catch({ PlayedToCompletion: false }),
  Item: z
    .object({
      Type: z.string().catch(""),
      Name: Text,
      ProductionYear: Whole,
      SeriesName: Text,
      ParentIndexNumber: Whole,
      IndexNumber: Whole,
      ProviderIds: z.record(z.string(), z.unknown()).catch({}),
    })
    .optional()
    .catch(undefined),
});

/** Emby's own webhooks (Emby Server 4.7 and later; Premiere). */
export const emby: Sender = (payload) => {
  const { Event: event, User, Session, PlaybackInfo, Item: item } = Payload.parse(payload);
  const said = {
    event,
    watched: (event === "playback.stop" && PlaybackInfo.PlayedToCompletion) || event === "item.markplayed",
    playing: event === "playback.start" || event === "playback.unpause",
    user: User.Name,
    device: Session.DeviceName ?? Session.Client,
    title: item?.Name,
  };
  if (item === undefined) return said;
  const named = Object.fromEntries(Object.entries(item.ProviderIds).map(([name, id]) => [name.toLowerCase(), id]));
  const ids = idsOf({ imdb: named["imdb"], tmdb: named["tmdb"], tvdb: named["tvdb"] });
  const { Name: title, ProductionYear: year } = item;
  if (item.Type === "Movie") return { ...said, media: media({ type: "movie", title, year, ids }) };
  if (item.Type === "Series") return { ...said, media: media({ type: "show", title, year, ids }) };
  if (item.Type !== "Episode") return said;
  const { SeriesName: show_title, ParentIndexNumber: season, IndexNumber: number } = item;
  return { ...said, media: media({ type: "episode", title, show_title, season, number, ids }) };
};
