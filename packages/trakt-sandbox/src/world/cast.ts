import { readFileSync } from "node:fs";
import * as z from "zod";
import { seeded } from "../seeded.ts";
import type { Library, Show } from "./library.ts";

const CreditRow = z.object({
  movie: z.int().optional(),
  show: z.int().optional(),
  characters: z.array(z.string()).default([]),
  department: z.string().optional(),
  jobs: z.array(z.string()).default([]),
  /** How many episodes of a show; all of them when it is not there. */
  episodes: z.int().optional(),
});

/** Somebody before or behind the camera. */
export const Artist = z.object({
  name: z.string(),
  ids: z.object({ trakt: z.int(), slug: z.string(), imdb: z.string().optional(), tmdb: z.int().optional() }),
  birthday: z.string(),
  death: z.string().optional(),
  birthplace: z.string().nullable(),
  gender: z.enum(["female", "male", "non_binary"]),
  /** `acting`, `directing`, `writing` … */
  department: z.string(),
  made_up: z.boolean().default(false),
});
export type Artist = z.infer<typeof Artist>;

const Row = Artist.extend({ credits: z.array(CreditRow) });
type Row = z.infer<typeof Row>;

export interface Title {
  type: "movie" | "show";
  trakt: number;
}

/** What one person did in one title: characters in the cast, or jobs in a department of the crew. */
export interface Credit {
  artist: Artist;
  title: Title;
  role: { kind: "cast"; characters: string[] } | { kind: "crew"; department: string; jobs: string[] };
  /** In how many episodes; null: in all of them, or it is a movie. */
  episodes: number | null;
}

let loaded: { rows: Row[]; known: Map<string, Credit[]> } | undefined;

/** All artists that the sandbox knows. */
export function artists(): readonly Artist[] {
  return people().rows;
}

/** By Trakt's id, slug, or IMDb's id. */
export function findArtist(id: string): Artist | undefined {
  return artists().find(({ ids }) => String(ids.trakt) === id || ids.slug === id || ids.imdb === id);
}

/** The cast and crew of a title; made up, but always the same, where the catalogue has none. */
export function creditsOf(title: Title): readonly Credit[] {
  return people().known.get(keyOf(title)) ?? madeUpCredits(title);
}

/** What the person did in the titles of the library, the best known titles first. */
export function creditsBy(library: Library, artist: Artist): readonly Credit[] {
  const titles: Title[] = [
    ...[...library.movies.keys()].map((trakt): Title => ({ type: "movie", trakt })),
    ...[...library.shows.keys()].map((trakt): Title => ({ type: "show", trakt })),
  ];
  const votes = ({ title }: Credit): number =>
    (title.type === "movie" ? library.movies : library.shows).get(title.trakt)?.facts.votes ?? 0;
  return titles
    .flatMap((title) => creditsOf(title).filter((credit) => credit.artist.ids.trakt === artist.ids.trakt))
    .toSorted((a, b) => votes(b) - votes(a) || a.title.trakt - b.title.trakt);
}

/** Who stars in one episode only, as guest; made up, but always the same. */
export function guestsOf(show: Show, season: number, number: number): readonly Credit[] {
  const title: Title = { type: "show", trakt: show.facts.ids.trakt };
  const regulars = new Set(creditsOf(title).map((credit) => credit.artist.ids.trakt));
  const guests = invented("acting").filter((one) => !regulars.has(one.ids.trakt));
  const next = seeded(`guest:${title.trakt}:${season}:${number}`);
  return shuffled(guests, next)
    .slice(0, 1)
    .map((artist) => ({ artist, title, role: { kind: "cast", characters: ["Guest"] }, episodes: 1 }));
}

const refreshedEveryMs = 30 * 86_400_000;

/** When the person's data was last refreshed: once in 30 days each, not all on one day. Made up. */
export function updatedAt(artist: Artist, nowMs: number): number {
  const phase = Math.floor(seeded(`refreshed:${artist.ids.trakt}`)() * refreshedEveryMs);
  return Math.floor((nowMs - phase) / refreshedEveryMs) * refreshedEveryMs + phase;
}

/** One sentence: enough for searches to find. */
export function biographyOf(artist: Artist): string {
  return artist.birthplace === null
    ? `${artist.name} is known for ${artist.department}.`
    : `${artist.name} was born in ${artist.birthplace} and is known for ${artist.department}.`;
}

function keyOf(title: Title): string {
  return `${title.type}:${title.trakt}`;
}

function people(): { rows: Row[]; known: Map<string, Credit[]> } {
  if (loaded !== undefined) return loaded;
  const text = readFileSync(new URL("../../catalogue/people.json", import.meta.url), "utf8");
  const { people: rows } = z.object({ people: z.array(Row) }).parse(JSON.parse(text));
  const known = new Map<string, Credit[]>();
  for (const artist of rows) {
    for (const row of artist.credits) {
      const title: Title =
        row.movie === undefined ? { type: "show", trakt: row.show ?? 0 } : { type: "movie", trakt: row.movie };
      const role: Credit["role"] =
        row.department === undefined
          ? { kind: "cast", characters: row.characters }
          : { kind: "crew", department: row.department, jobs: row.jobs };
      const credit = { artist, title, role, episodes: row.episodes ?? null };
      known.set(keyOf(title), [...(known.get(keyOf(title)) ?? []), credit]);
    }
  }
  loaded = { rows, known };
  return loaded;
}

function invented(department: string): Artist[] {
  return artists().filter((one) => one.made_up && one.department === department);
}

const characters = ["The Stranger", "The Captain", "Dr. Winter", "Sam", "The Neighbor", "Alex"];

function madeUpCredits(title: Title): Credit[] {
  const next = seeded(`cast:${keyOf(title)}`);
  const names = shuffled(characters, next);
  const cast = shuffled(invented("acting"), next)
    .slice(0, 3)
    .map((artist, at): Credit => {
      const character = names[at] ?? "Sam";
      return { artist, title, role: { kind: "cast", characters: [character] }, episodes: null };
    });
  const crew = (department: string, job: string): Credit[] =>
    shuffled(invented(department === "created by" ? "writing" : department), next)
      .slice(0, 1)
      .map((artist) => ({ artist, title, role: { kind: "crew", department, jobs: [job] }, episodes: null }));
  return [
    ...cast,
    ...crew("directing", "Director"),
    ...(title.type === "show" ? crew("created by", "Creator") : crew("writing", "Screenplay")),
  ];
}

function shuffled<T>(list: readonly T[], next: () => number): T[] {
  return list
    .map((one) => ({ one, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
