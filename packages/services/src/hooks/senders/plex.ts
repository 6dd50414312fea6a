import * as z from "zod";
import { type Ids, idsOf, media, type Sender, Text, Whole } from "./sender.ts";

const Payload = z.object({
  event: z.string().max(100).catch("unknown"),
  Account: z.object({ title: Text }).catch({ title: undefined }),
  Player: z.object({ title: Text }).catch({ title: undefined }),
  Metadata: z
    .object({
      type: z.string().catch(""),
      title: Text,
      grandparentTitle: Text,
      parentIndex: Whole,
      index: Whole,
      year: Whole,
      guid: z.string().catch(""),
      Guid: z
        .array(z.object({ id: z.string() }))
        .max(50)
        .catch([]),
    })
    .optional()
    .catch(undefined),
});

/** Plex's own webhooks. Source: Plex support, "Webhooks"; ids as of the agents of 2020 and of those before. */
export const plex: Sender = (payload) => {
  const { event, Account, Player, Metadata: item } = Payload.parse(payload);
  const told = {
    event,
    watched: event === "media.scrobble",
    playing: event === "media.play" || event === "media.resume",
    user: Account.title,
    device: Player.title,
    title: item?.title,
  };
  if (item?.type === "movie")
    return {
      ...told,
      media: media({
        type: "movie",
        title: item.title,
        year: item.year,
        ids: { ...oldIds(item.guid), ...newIds(item.Guid) },
      }),
    };
  if (item?.type !== "episode") return told;
  return {
    ...told,
    media: media({
      type: "episode",
      title: item.title,
      show_title: item.grandparentTitle,
      season: item.parentIndex,
      number: item.index,
      ids: newIds(item.Guid),
      // The older agents name the show, with season and episode behind it.
      show_ids: oldIds(item.guid),
    }),
  };
};

/** `imdb://tt0944947`, `tmdb://1399`, `tvdb://121361`. */
function newIds(guids: readonly { id: string }[]): Ids {
  const found: Record<string, string> = {};
  for (const { id } of guids) {
    const [, name = "", value = ""] = /^(imdb|tmdb|tvdb):\/\/([\w-]{1,20})$/.exec(id) ?? [];
    if (name !== "") found[name] ??= value;
  }
  return idsOf(found);
}

/** `com.plexapp.agents.thetvdb://121361/2/8?lang=en`. */
function oldIds(guid: string): Ids {
  const [, agent = "", value = ""] = /^com\.plexapp\.agents\.(imdb|themoviedb|thetvdb):\/\/(\w{1,20})/.exec(guid) ?? [];
  const names: Record<string, keyof Ids> = { imdb: "imdb", themoviedb: "tmdb", thetvdb: "tvdb" };
  const name = names[agent];
  return name === undefined ? {} : idsOf({ [name]: value });
}
