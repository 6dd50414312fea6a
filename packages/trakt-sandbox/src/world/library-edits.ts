import type { EpisodeRow, MovieRecord, SeasonRow, ShowRecord } from "../catalogue.ts";
import { keyIn } from "./find.ts";
import type { Ledger } from "./ledger.ts";
import { timeOf } from "./library.ts";
import type { When } from "./people.ts";

export interface NewEpisode {
  season: number;
  number: number;
  title?: string | undefined;
  /** ISO or epoch ms; null while it is not known. */
  first_aired: string | number | null;
  runtime?: number | undefined;
}

/** What is not said of a made-up show or movie is unknown. */
type Loose<T> = { [K in keyof T]?: T[K] | undefined };

export type NewShow = Loose<Omit<ShowRecord, "ids" | "seasons" | "title">> & {
  title: string;
  ids?: Loose<ShowRecord["ids"]> | undefined;
  episodes?: readonly NewEpisode[] | undefined;
};

export type NewMovie = Loose<Omit<MovieRecord, "ids" | "title">> & {
  title: string;
  ids?: Loose<MovieRecord["ids"]> | undefined;
};

export type LibraryEdits = ReturnType<typeof libraryEditsOf>;

export function libraryEditsOf(ledger: Ledger) {
  const now = (when: When): number => when.at ?? ledger.now();
  const isoOf = (time: string | number | null): string | null =>
    time === null ? null : new Date(typeof time === "number" ? time : (timeOf(time) ?? 0)).toISOString();

  /** Ids for things that Trakt never had: the ones that the op which takes them makes the world skip. */
  const freshIds = (): (() => number) => {
    let next = ledger.state.nextId;
    return () => next++;
  };

  const seasonsOf = (episodes: readonly NewEpisode[], freshId: () => number): SeasonRow[] => {
    const seasons = new Map<number, SeasonRow>();
    for (const episode of episodes) {
      const season = seasons.get(episode.season) ?? {
        number: episode.season,
        trakt: freshId(),
        episodes: [],
      };
      seasons.set(episode.season, season);
      season.episodes.push(rowOf(episode, freshId()));
    }
    return [...seasons.values()];
  };

  const rowOf = (episode: NewEpisode, trakt: number): EpisodeRow => [
    episode.number,
    episode.title ?? `Episode ${episode.number}`,
    isoOf(episode.first_aired),
    episode.runtime ?? null,
    trakt,
  ];

  const slugOf = (title: string, year: number | null | undefined, trakt: number): string =>
    `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-${year ?? trakt}`;

  const putShow = (show: ShowRecord, when: When = {}): void => ledger.commit({ kind: "show.put", at: now(when), show });

  return {
    /** Adds a show of the caller's making, episodes included; returns its Trakt id. */
    addShow: (show: NewShow, when: When = {}): number => {
      const { episodes, ids, ...facts } = show;
      const freshId = freshIds();
      const trakt = ids?.trakt ?? freshId();
      putShow(
        {
          ...facts,
          year: facts.year ?? null,
          status: facts.status ?? "returning series",
          genres: facts.genres ?? [],
          first_aired: facts.first_aired ?? isoOf(episodes?.[0]?.first_aired ?? null),
          ids: { ...ids, slug: ids?.slug ?? slugOf(show.title, show.year, trakt), trakt },
          seasons: seasonsOf(episodes ?? [], freshId),
        },
        when,
      );
      return trakt;
    },
    /** Puts these facts and episodes in the place of a show's own: how a demo re-dates real shows. */
    redateShow: (
      showTraktId: number,
      change: Partial<Pick<ShowRecord, "status" | "year" | "first_aired" | "airs">>,
      episodes: readonly NewEpisode[],
      when: When = {},
    ): void => {
      keyIn(ledger.state.library, { type: "show", trakt: showTraktId });
      const show = ledger.state.library.shows.get(showTraktId);
      if (show === undefined) return;
      const first_aired = isoOf(episodes[0]?.first_aired ?? null);
      putShow({ ...show.facts, first_aired, ...change, seasons: seasonsOf(episodes, freshIds()) }, when);
    },
    /** Adds an episode, and its season if need be; returns its Trakt id. */
    addEpisode: (showTraktId: number, episode: NewEpisode, when: When = {}): number => {
      keyIn(ledger.state.library, { type: "show", trakt: showTraktId });
      const show = ledger.state.library.shows.get(showTraktId);
      const at = now(when);
      const freshId = freshIds();
      const trakt = freshId();
      const row = rowOf(episode, trakt);
      if (show?.seasons.some((season) => season.number === episode.season) === true) {
        ledger.commit({
          kind: "episode.put",
          at,
          show: showTraktId,
          season: episode.season,
          episode: row,
        });
      } else {
        ledger.commit({
          kind: "season.put",
          at,
          show: showTraktId,
          season: { number: episode.season, trakt: freshId(), episodes: [row] },
        });
      }
      return trakt;
    },
    addMovie: (movie: NewMovie, when: When = {}): number => {
      const { ids, ...facts } = movie;
      const trakt = ids?.trakt ?? freshIds()();
      ledger.commit({
        kind: "movie.put",
        at: now(when),
        movie: {
          ...facts,
          year: facts.year ?? null,
          status: facts.status ?? "released",
          genres: facts.genres ?? [],
          released: facts.released ?? null,
          ids: { ...ids, slug: ids?.slug ?? slugOf(movie.title, movie.year, trakt), trakt },
        },
      });
      return trakt;
    },
    /** Gives a movie another date of release, `YYYY-MM-DD`. */
    redateMovie: (movieTraktId: number, released: string, when: When = {}): void => {
      keyIn(ledger.state.library, { type: "movie", trakt: movieTraktId });
      const movie = ledger.state.library.movies.get(movieTraktId);
      if (movie === undefined) return;
      const year = Number(released.slice(0, 4));
      ledger.commit({ kind: "movie.put", at: now(when), movie: { ...movie.facts, released, year } });
    },
    reschedule: (episodeTraktId: number, firstAired: string | number | null, when: When = {}): void => {
      keyIn(ledger.state.library, { type: "episode", trakt: episodeTraktId });
      const iso = isoOf(firstAired);
      ledger.commit({
        kind: "episode.rescheduled",
        at: now(when),
        episode: episodeTraktId,
        firstAired: iso === null ? null : Date.parse(iso),
      });
    },
    setStatus: (showTraktId: number, status: string, when: When = {}): void => {
      keyIn(ledger.state.library, { type: "show", trakt: showTraktId });
      ledger.commit({ kind: "show.status_set", at: now(when), show: showTraktId, status });
    },
  };
}
