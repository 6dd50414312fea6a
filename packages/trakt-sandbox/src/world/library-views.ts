import { keyIn } from "./find.ts";
import type { Ledger } from "./ledger.ts";
import type { Show } from "./library.ts";

export interface EpisodeView {
  trakt: number;
  season: number;
  number: number;
  title: string | null;
  /** Epoch ms; null while it is not known. */
  firstAiredMs: number | null;
}

export interface ShowView {
  trakt: number;
  title: string;
  year: number | null;
  status: string;
  genres: readonly string[];
  votes: number;
  rating: number;
  runtime: number;
  firstAiredMs: number | null;
  airedAsRecorded: number;
  episodes: EpisodeView[];
}

export interface MovieView {
  trakt: number;
  title: string;
  genres: readonly string[];
  votes: number;
  released: string | null;
}

export type LibraryViews = ReturnType<typeof libraryViewsOf>;

/** What there is to watch, as those who make things happen need to know it. */
export function libraryViewsOf(ledger: Ledger) {
  const { library } = ledger.state;
  return {
    /** Throws Problem `sandbox.no_such_item`. */
    show: (trakt: number): ShowView => {
      keyIn(library, { type: "show", trakt });
      const show = library.shows.get(trakt);
      return viewOf(trakt, show);
    },
    shows: (): ShowView[] => [...library.shows].map(([trakt, show]) => viewOf(trakt, show)),
    movies: (): MovieView[] =>
      [...library.movies].map(([trakt, { facts }]) => ({
        trakt,
        title: facts.title,
        genres: facts.genres,
        votes: facts.votes ?? 0,
        released: facts.released,
      })),
    /** The show that the episode is of; undefined for an episode that is not there. */
    showOf: (episodeTraktId: number): number | undefined => library.episodes.get(episodeTraktId)?.show,
  };
}

function viewOf(trakt: number, show: Show | undefined): ShowView {
  const facts = show?.facts;
  return {
    trakt,
    title: facts?.title ?? "",
    year: facts?.year ?? null,
    status: facts?.status ?? "",
    genres: facts?.genres ?? [],
    votes: facts?.votes ?? 0,
    rating: facts?.rating ?? 0,
    runtime: facts?.runtime ?? 45,
    firstAiredMs: show?.firstAired ?? null,
    airedAsRecorded: facts?.aired_episodes ?? 0,
    episodes: (show?.seasons ?? [])
      .filter((season) => season.number > 0)
      .flatMap((season) => season.episodes)
      .map(({ trakt: id, season, number, title, firstAired }) => ({
        trakt: id,
        season,
        number,
        title,
        firstAiredMs: firstAired,
      })),
  };
}
