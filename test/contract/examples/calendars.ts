import * as Calendars from "@showrunner/trakt/contract/calendars.ts";
import type { Endpoint } from "@showrunner/trakt/contract/endpoint.ts";
import { expect } from "vitest";
import type * as z from "zod";
import { example, type Cast, type Example, type Stage } from "../example.ts";
import { today } from "../stage.ts";

const dayMs = 86_400_000;
const at = (days: number, hour = 1): number => Math.floor(today / dayMs) * dayMs + days * dayMs + hour * 3_600_000;
const dayAt = (days: number): string => new Date(at(days)).toISOString().slice(0, 10);

/** Two shows and six movies of these days; ada watches the one show, and has the first movie of each pair on her list. */
function program({ world }: Stage): void {
  const followed = world.addShow({
    title: "Followed",
    genres: ["drama"],
    votes: 20_000,
    episodes: [
      { season: 1, number: 1, first_aired: at(-3) },
      { season: 1, number: 2, first_aired: at(1, 1) },
      { season: 1, number: 3, first_aired: at(1, 2) },
      { season: 2, number: 1, first_aired: at(3) },
      { season: 2, number: 2, first_aired: at(4) },
      { season: 2, number: 3, first_aired: at(40) },
    ],
  });
  world.addShow({
    title: "Elsewhere",
    genres: ["comedy"],
    votes: 500,
    episodes: [
      { season: 1, number: 1, first_aired: at(2) },
      { season: 1, number: 2, first_aired: at(20) },
    ],
  });
  world.watch("ada", { type: "show", trakt: followed });
  // 45 days after its release a movie of the sandbox is streamed, after 90 it is on disc.
  for (const [name, released] of [
    ["In Theaters", 2],
    ["Streamed", 2 - 45],
    ["On Disc", 2 - 90],
  ] as const) {
    const own = world.addMovie({ title: `${name}: Hers`, genres: ["drama"], votes: 30_000, released: dayAt(released) });
    world.addMovie({ title: `${name}: Theirs`, genres: ["comedy"], votes: 10, released: dayAt(released) });
    world.watchlistAdd("ada", { type: "movie", trakt: own });
  }
}

const ofEpisode = ({ show, episode }: Calendars.CalendarEpisode): string =>
  `${show.title} ${episode.season}x${episode.number}`;
const ofEither = ({ movie, show, episode }: Calendars.CalendarMedia): string =>
  movie?.title ?? `${show?.title} ${episode?.season}x${episode?.number}`;

const hers = ["Followed 1x2", "Followed 1x3", "Followed 2x1", "Followed 2x2"];
const everybodys = ["Followed 1x2", "Followed 1x3", "Elsewhere 1x1", "Followed 2x1", "Followed 2x2"];
const theaters = "In Theaters: Hers";
const premieres = ["Elsewhere 1x1", "Followed 2x1"];

type CalendarOf<E extends { params: z.ZodObject; reply: z.ZodType }> = Endpoint<
  string,
  E["params"],
  undefined,
  E["reply"]
>;

const week = { start_date: dayAt(0), days: 7 };

const episodeCalendars: readonly (readonly [
  CalendarOf<typeof Calendars.myShows>,
  string,
  Cast | undefined,
  readonly string[],
])[] = [
  [Calendars.myShows, "gives the episodes of the shows that she watches", "ada", hers],
  [Calendars.allShows, "gives everybody's", undefined, everybodys],
  [Calendars.shows, "gives everybody's without a token", undefined, everybodys],
  [Calendars.shows, "gives the person's own with a token", "ada", hers],
  [Calendars.myNewShows, "has no series premiere for her", "ada", []],
  [Calendars.allNewShows, "has the one series premiere", undefined, ["Elsewhere 1x1"]],
  [Calendars.newShows, "has the one series premiere without a token", undefined, ["Elsewhere 1x1"]],
  [Calendars.mySeasonPremieres, "has the premiere of the second season", "ada", ["Followed 2x1"]],
  [Calendars.allSeasonPremieres, "has premieres of seasons and of series", undefined, premieres],
  [Calendars.seasonPremieres, "has hers with her token", "ada", ["Followed 2x1"]],
  [Calendars.myFinales, "has the ends of the season", "ada", ["Followed 1x3"]],
  [Calendars.allFinales, "has the ends of the seasons", undefined, ["Followed 1x3"]],
  [Calendars.hotPremieres, "has the premieres of what many watch", undefined, ["Followed 2x1"]],
  [Calendars.hotFinales, "has the finales of what many watch", undefined, ["Followed 1x3"]],
  [Calendars.hotNewShows, "leaves out what few watch", undefined, []],
];

const movieCalendars: readonly (readonly [
  CalendarOf<typeof Calendars.myMovies>,
  string,
  Cast | undefined,
  readonly string[],
])[] = [
  [Calendars.myMovies, "has the movie of her watchlist", "ada", ["In Theaters: Hers"]],
  [Calendars.allMovies, "has everybody's", undefined, ["In Theaters: Hers", "In Theaters: Theirs"]],
  [Calendars.movies, "has hers with her token", "ada", ["In Theaters: Hers"]],
  [Calendars.myStreaming, "goes by the days of streaming", "ada", ["Streamed: Hers"]],
  [Calendars.allStreaming, "goes by the days of streaming", undefined, ["Streamed: Hers", "Streamed: Theirs"]],
  [Calendars.myDvd, "goes by the days of discs", "ada", ["On Disc: Hers"]],
  [Calendars.allDvd, "goes by the days of discs", undefined, ["On Disc: Hers", "On Disc: Theirs"]],
];

const mediaCalendars: readonly (readonly [
  CalendarOf<typeof Calendars.myMedia>,
  string,
  Cast | undefined,
  readonly string[],
])[] = [
  [Calendars.myMedia, "puts her movies among her episodes", "ada", [...hers.slice(0, 2), theaters, ...hers.slice(2)]],
  [Calendars.media, "is hers with her token", "ada", [...hers.slice(0, 2), theaters, ...hers.slice(2)]],
  [
    Calendars.allMedia,
    "puts everybody's movies among everybody's episodes",
    undefined,
    [...everybodys.slice(0, 2), theaters, "In Theaters: Theirs", ...everybodys.slice(2)],
  ],
  [Calendars.hotReleases, "has what many watch", undefined, [...hers.slice(0, 2), theaters, ...hers.slice(2)]],
];

export const calendarsExamples: readonly Example[] = [
  ...episodeCalendars.map(([endpoint, shows, as, expected]) =>
    example(endpoint, shows, {
      ...by(as),
      before: program,
      input: week,
      then: (reply) => {
        expect(reply.map(ofEpisode)).toEqual(expected);
        for (const { first_aired } of reply) expect(first_aired).toMatch(/^2026-11-2\dT0[12]:00:00.000Z$/);
      },
    }),
  ),
  ...movieCalendars.map(([endpoint, shows, as, expected]) =>
    example(endpoint, shows, {
      ...by(as),
      before: program,
      input: week,
      then: (reply) => {
        expect(reply.map(({ movie, released }) => [movie.title, released])).toEqual(
          expected.map((title) => [title, dayAt(2)]),
        );
      },
    }),
  ),
  ...mediaCalendars.map(([endpoint, shows, as, expected]) =>
    example(endpoint, shows, {
      ...by(as),
      before: program,
      input: week,
      then: (reply) => {
        expect(reply.map(ofEither)).toEqual(expected);
      },
    }),
  ),
  example(Calendars.allShows, "begins today and has seven days when nothing is said", {
    before: program,
    input: {},
    then: (reply) => {
      expect(reply.map(ofEpisode)).toEqual(everybodys);
    },
  }),
  example(Calendars.allShows, "keeps what passes its filters", {
    before: program,
    input: { ...week, genres: ["comedy"] },
    then: (reply) => {
      expect(reply.map(ofEpisode)).toEqual(["Elsewhere 1x1"]);
    },
  }),
  example(Calendars.myShows, "has one card for a day of a show when it is grouped", {
    as: "ada",
    before: program,
    input: { ...week, group: "day" },
    then: (reply) => {
      expect(reply.map(ofEpisode)).toEqual(["Followed 1x2", "Followed 2x1", "Followed 2x2"]);
      expect(reply[0]?.episode.episode_type).toBe("multiple_episodes");
      expect(reply[0]?.episode.episodes?.map(({ number }) => number)).toEqual([2, 3]);
      expect(reply[1]?.episode.episodes).toBeUndefined();
    },
  }),
  example(Calendars.myShows, "tells types of episodes with all facts", {
    as: "ada",
    before: program,
    input: { ...week, extended: "full" },
    then: (reply) => {
      expect(reply.map(({ episode }) => episode.episode_type)).toEqual([
        "standard",
        "season_finale",
        "season_premiere",
        "standard",
      ]);
    },
  }),
  example(Calendars.allMedia, "has movies alone when it is asked for them", {
    before: program,
    input: { ...week, type: "movie" },
    then: (reply) => {
      expect(reply.map(ofEither)).toEqual(["In Theaters: Hers", "In Theaters: Theirs"]);
    },
  }),
];

function by(as: Cast | undefined): { as?: Cast } {
  return as === undefined ? {} : { as };
}
