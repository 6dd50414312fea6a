import type { ItemRef } from "@showrunner/core/actions.ts";
import { type EventType, definitionOf, isEventType } from "@showrunner/core/events/catalogue.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { Episode, Movie, Season, Show } from "@showrunner/core/media.ts";
import { ItemChoice } from "./rule.ts";
import { at, dataKeys } from "./word.ts";

/** The kinds of thing that events of a type can name: `show` and `season` too where an episode is what happened. */
export function kindsOn(type: EventType): ItemChoice[] {
  const keys = dataKeys(type);
  return ItemChoice.options.filter((kind) =>
    kind === "season" ? keys.has("show") && (keys.has("season") || keys.has("episode")) : keys.has(kind),
  );
}

/** The kinds of thing that events of a type can be about: one, but of a list's item; none of an account. */
export function subjectKindsOn(type: EventType): ItemChoice[] {
  const { about, data } = definitionOf(type);
  if (about === "account") return [];
  if (about !== "item") return [about];
  if (!("item_type" in data.shape)) return kindsOn(type);
  const { item_type } = data.shape;
  return [...("options" in item_type ? item_type.options : item_type.unwrap().options)];
}

/** The thing that an action is about: the one chosen, or else the event's own subject; nothing when it has none such. */
export function itemOf(event: ChangeEvent, choice?: ItemChoice): ItemRef | undefined {
  const kind = choice ?? subjectKindOf(event);
  const { data } = event;
  switch (kind) {
    case "movie": {
      const movie = Movie.safeParse(data["movie"]).data;
      return movie && { type: "movie", trakt: movie.ids.trakt, title: movie.title };
    }
    case "show": {
      const show = Show.safeParse(data["show"]).data;
      return show && { type: "show", trakt: show.ids.trakt, title: show.title };
    }
    case "season":
      return seasonOf(data);
    case "episode": {
      const episode = Episode.safeParse(data["episode"]).data;
      if (episode === undefined) return undefined;
      const show = Show.safeParse(data["show"]).data;
      const code = `S${twoDigits(episode.season)}E${twoDigits(episode.number)}`;
      const title = [show?.title, code].filter(Boolean).join(" ");
      const place = show === undefined ? {} : { show: show.ids.trakt, season: episode.season, number: episode.number };
      return { type: "episode", trakt: episode.ids.trakt, ...place, title };
    }
    case undefined:
      return undefined;
  }
}

function seasonOf(data: ChangeEvent["data"]): ItemRef | undefined {
  const show = Show.safeParse(data["show"]).data;
  const season = Season.safeParse(data["season"]).data;
  // Of an episode in the collection, Trakt tells the season and number but no id.
  const number = season?.number ?? at(data, ["episode", "season"]);
  if (show === undefined || typeof number !== "number") return undefined;
  const trakt = season?.ids?.trakt;
  return {
    type: "season",
    ...(trakt === undefined ? {} : { trakt }),
    show: show.ids.trakt,
    number,
    title: `${show.title}, season ${number}`,
  };
}

function subjectKindOf(event: ChangeEvent): ItemChoice | undefined {
  if (!isEventType(event.type)) return undefined;
  const { about } = definitionOf(event.type);
  if (about === "account") return undefined;
  return about === "item" ? ItemChoice.safeParse(event.data["item_type"]).data : about;
}

const twoDigits = (number: number): string => String(number).padStart(2, "0");
