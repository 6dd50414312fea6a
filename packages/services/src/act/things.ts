import type { ItemRef } from "@showrunner/core/actions.ts";

type Extra = Record<string, string | number | undefined>;

interface Thing {
  ids: { trakt: number };
}
export interface Things {
  movies?: Thing[];
  shows?: (Thing & { seasons?: { number: number }[] })[];
  seasons?: Thing[];
  episodes?: Thing[];
}

/** Things as Trakt's writes take them: by kind, each by Trakt's id; a season without one by its show and number. */
export function things(all: readonly { item: ItemRef; extra?: Extra }[]): Things {
  const body: Required<Things> = { movies: [], shows: [], seasons: [], episodes: [] };
  for (const { item, extra } of all) {
    const named = Object.fromEntries(Object.entries(extra ?? {}).filter(([, value]) => value !== undefined));
    switch (item.type) {
      case "movie":
        body.movies.push({ ids: { trakt: item.trakt }, ...named });
        break;
      case "show":
        body.shows.push({ ids: { trakt: item.trakt }, ...named });
        break;
      case "episode":
        body.episodes.push({ ids: { trakt: item.trakt }, ...named });
        break;
      case "season":
        if (item.trakt !== undefined) body.seasons.push({ ids: { trakt: item.trakt }, ...named });
        else body.shows.push({ ids: { trakt: item.show }, seasons: [{ number: item.number, ...named }] });
        break;
    }
  }
  return body;
}
