import { json, notFoundPage, type Answer } from "../http/answer.ts";
import type { Call, Route } from "../http/call.ts";
import type { Movie, Show } from "../world/library.ts";
import { networkIdOf } from "../world/title-facts.ts";

/** What filters can be filled with: what the catalogue has, with its names. */
export const lookupRoutes: readonly Route[] = [
  byType("/certifications/:type", (_titles, type) => ({ us: certifications[type] })),
  byType("/countries/:type", (titles) => codes(titles, "country", "region")),
  byType("/languages/:type", (titles) => codes(titles, "language", "language")),
  byType("/genres/:type", genres),
  { method: "GET", path: "/networks", auth: "optional", dialect: "workers", handle: (call) => json(networks(call)) },
];

type Titles = readonly (Movie | Show)[];
type TitleType = "movies" | "shows";

function byType(path: string, body: (titles: Titles, type: TitleType, call: Call) => unknown): Route {
  const handle = (call: Call): Answer => {
    const { type } = call.params;
    if (type !== "movies" && type !== "shows") return notFoundPage();
    return json(body([...call.state.library[type].values()], type, call));
  };
  return { method: "GET", path, auth: "optional", dialect: "workers", handle };
}

/** Of the US alone. Trakt: certifications. */
const certifications = {
  movies: [
    { name: "G", slug: "g", description: "All ages" },
    { name: "PG", slug: "pg", description: "Parental guidance suggested" },
    { name: "PG-13", slug: "pg-13", description: "Parents strongly cautioned, ages 13 and up" },
    { name: "R", slug: "r", description: "Restricted, ages 17 and up" },
    { name: "Not Rated", slug: "nr", description: "Not rated" },
  ],
  shows: [
    { name: "TV-Y", slug: "tv-y", description: "All children" },
    { name: "TV-Y7", slug: "tv-y7", description: "Older children, ages 7 and up" },
    { name: "TV-G", slug: "tv-g", description: "General audience" },
    { name: "TV-PG", slug: "tv-pg", description: "Parental guidance suggested" },
    { name: "TV-14", slug: "tv-14", description: "Parents strongly cautioned, ages 14 and up" },
    { name: "TV-MA", slug: "tv-ma", description: "Mature audience, ages 17 and up" },
    { name: "Not Rated", slug: "nr", description: "Not rated" },
  ],
} as const;

function codes(titles: Titles, fact: "country" | "language", type: "region" | "language"): unknown[] {
  const names = new Intl.DisplayNames("en", { type });
  return distinct(titles.map(({ facts }) => facts[fact]))
    .map((code) => ({ name: names.of(type === "region" ? code.toUpperCase() : code) ?? code, code }))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));
}

/** A few, made up: the catalogue has none. */
const subgenres: Readonly<Record<string, readonly string[]>> = {
  comedy: ["sitcom", "stand-up-comedy"],
  crime: ["heist", "serial-killer"],
  "science-fiction": ["alien", "space-opera", "time-travel"],
};

function genres(titles: Titles, _type: TitleType, call: Call): unknown[] {
  return distinct(titles.flatMap(({ facts }) => facts.genres))
    .toSorted()
    .map((slug) => ({
      ...named(slug),
      ...(call.extended.has("subgenres") ? { subgenres: (subgenres[slug] ?? []).map(named) } : {}),
    }));
}

/** `science-fiction` → Science Fiction. */
function named(slug: string): { name: string; slug: string } {
  const words = slug.split("-").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return { name: words.join(" "), slug };
}

function networks(call: Call): unknown[] {
  const countries = new Map<string, string | null>();
  for (const { facts } of call.state.library.shows.values()) {
    if (facts.network !== undefined)
      countries.set(facts.network, countries.get(facts.network) ?? facts.country ?? null);
  }
  return [...countries]
    .map(([name, country]) => ({ name, country, ids: { trakt: networkIdOf(name), tmdb: null } }))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}
