import * as z from "zod";
import { JsonObject } from "../json.ts";
import { Episode, Movie, Show } from "../media.ts";
import { defineEvent } from "./define.ts";

const MediaIds = z.object({
  trakt: z.int().optional(),
  imdb: z.string().optional(),
  tmdb: z.int().optional(),
  tvdb: z.int().optional(),
});

/** What a sender says a thing is, by the ids that it knows: Trakt is asked for it only where a rule needs it. */
export const HookMedia = z.object({
  type: z.enum(["movie", "show", "episode"]),
  title: z.string().optional(),
  year: z.int().optional(),
  show_title: z.string().optional(),
  season: z.int().optional(),
  number: z.int().optional(),
  /** Of the thing itself. */
  ids: MediaIds,
  /** Of the show that an episode is of. */
  show_ids: MediaIds,
});
export type HookMedia = z.infer<typeof HookMedia>;

export const hookReceived = defineEvent({
  type: "hook.received",
  family: "outside",
  title: "Webhook received",
  description:
    "Somebody called one of the person's own webhook addresses: a media server, or any program that sends JSON. Sent twice, it is one event.",
  about: "item",
  data: z.object({
    hook: z.object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      event: z.string(),
      watched: z.boolean(),
      playing: z.boolean(),
      user: z.string().optional(),
      device: z.string().optional(),
      title: z.string().optional(),
      fields: z.array(z.string()),
    }),
    item_type: HookMedia.shape.type.optional(),
    media: HookMedia.optional(),
    payload: JsonObject,
    movie: Movie.optional(),
    show: Show.optional(),
    episode: Episode.optional(),
  }),
  example: {
    hook: {
      id: "hok_example",
      name: "Living room",
      kind: "plex",
      event: "media.scrobble",
      watched: true,
      playing: false,
      user: "ann",
      device: "Living room TV",
      title: "The Prince of Winterfell",
      fields: ["event=media.scrobble", "Account.title=ann", "Metadata.type=episode"],
    },
    item_type: "episode",
    media: {
      type: "episode",
      title: "The Prince of Winterfell",
      year: 2012,
      show_title: "Game of Thrones",
      season: 2,
      number: 8,
      ids: { tvdb: 4245774 },
      show_ids: {},
    },
    payload: { event: "media.scrobble", Account: { title: "ann" }, Metadata: { type: "episode" } },
  },
});
