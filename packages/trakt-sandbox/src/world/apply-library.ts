import { unreachable } from "@showrunner/core/errors.ts";
import type { SeasonRow } from "../catalogue.ts";
import { putEpisode, putMovie, putSeason, putShow } from "./library.ts";
import type { OpOf } from "./ops.ts";
import type { State } from "./state.ts";

export type LibraryOp = OpOf<
  "show.put" | "season.put" | "episode.put" | "episode.rescheduled" | "show.status_set" | "movie.put"
>;

export function applyToLibrary(state: State, op: LibraryOp): void {
  const { library } = state;
  for (const id of idsIn(op)) if (id >= state.nextId) state.nextId = id + 1;
  switch (op.kind) {
    case "show.put":
      putShow(library, op.show, op.at);
      return;
    case "season.put": {
      const show = library.shows.get(op.show);
      if (show !== undefined) putSeason(library, show, op.season, op.at);
      return;
    }
    case "episode.put": {
      const show = library.shows.get(op.show);
      const season = show?.seasons.find((one) => one.number === op.season);
      if (show === undefined || season === undefined) return;
      putEpisode(library, season, op.episode, op.at);
      show.updatedAt = op.at;
      return;
    }
    case "episode.rescheduled": {
      const episode = library.episodes.get(op.episode);
      if (episode === undefined) return;
      episode.firstAired = op.firstAired;
      episode.updatedAt = op.at;
      library.airings = null;
      const show = library.shows.get(episode.show);
      if (show !== undefined) show.updatedAt = op.at;
      return;
    }
    case "show.status_set": {
      const show = library.shows.get(op.show);
      if (show === undefined) return;
      show.facts = { ...show.facts, status: op.status };
      show.updatedAt = op.at;
      return;
    }
    case "movie.put":
      putMovie(library, op.movie, op.at);
      return;
    default:
      unreachable(op);
  }
}

function idsIn(op: LibraryOp): number[] {
  const inSeason = (season: SeasonRow): number[] => [season.trakt, ...season.episodes.map((row) => row[4])];
  switch (op.kind) {
    case "show.put":
      return [op.show.ids.trakt, ...(op.show.seasons ?? []).flatMap(inSeason)];
    case "season.put":
      return inSeason(op.season);
    case "episode.put":
      return [op.episode[4]];
    case "movie.put":
      return [op.movie.ids.trakt];
    default:
      return [];
  }
}
