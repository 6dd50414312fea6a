import * as z from "zod";
import { Episode, Movie, Show } from "../media.ts";
import { defineEvent } from "./define.ts";
import { exampleEpisode, exampleShow } from "./examples.ts";

export const householdWatched = defineEvent({
  type: "household.watched",
  family: "people",
  title: "Somebody of the household watched something",
  description:
    "A person of the same household watched something, and a rule of theirs shares it. Only after both agreed to be one household; each acts on it by rules of their own.",
  about: "item",
  data: z.object({
    by: z.object({ username: z.string(), name: z.string().nullish() }),
    item_type: z.enum(["episode", "movie"]),
    episode: Episode.optional(),
    show: Show.optional(),
    movie: Movie.optional(),
    watched_at: z.string(),
  }),
  example: {
    by: { username: "ann", name: "Ann" },
    item_type: "episode",
    episode: exampleEpisode,
    show: exampleShow,
    watched_at: "2026-11-20T20:10:00.000Z",
  },
});
