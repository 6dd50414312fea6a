import * as z from "zod";
import { idsOf, media, type Sender, Text, Whole } from "./sender.ts";

const AnyIds = z.record(z.string(), z.unknown()).catch({});
const Media = z
  .object({
    type: z.enum(["movie", "show", "episode"]),
    title: Text,
    year: Whole,
    show_title: Text,
    season: Whole,
    number: Whole,
    ids: AnyIds,
    show_ids: AnyIds,
  })
  .optional()
  .catch(undefined);

const Payload = z.object({
  event: Text,
  type: Text,
  action: Text,
  user: Text,
  device: Text,
  title: Text,
  media: Media,
});

/** Any JSON. What it calls `event` (or `type`, `action`), `title`, `user`, `device` and `media` is understood. */
export const generic: Sender = (payload) => {
  const { event, type, action, user, device, title, media: found } = Payload.parse(payload);
  return {
    event: event ?? type ?? action ?? "received",
    watched: event === "watched",
    playing: event === "playing",
    user,
    device,
    title: title ?? found?.title,
    media:
      found === undefined ? undefined : media({ ...found, ids: idsOf(found.ids), show_ids: idsOf(found.show_ids) }),
  };
};
