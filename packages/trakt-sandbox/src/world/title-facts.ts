import { pick, seeded } from "../seeded.ts";
import type { State } from "./state.ts";
import { beganAt, byPopularity, factsOf, titleKeyOf, type KnownTitle } from "./titles.ts";
import { scoreOf, type FormerVotes } from "./votes.ts";

/** What the catalogue does not know of a title: made up, the same each time, and in keeping with what it knows. */

const dayMs = 86_400_000;

const home = (title: KnownTitle): string => factsOf(title).country ?? "us";
const language = (title: KnownTitle): string => factsOf(title).language ?? "en";
const dice = (title: KnownTitle, about: string): (() => number) => seeded(`${about}:${titleKeyOf(title)}`);
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

export interface Alias {
  title: string;
  country: string;
}

/** The title as it is filed, article last, and with its year. */
export function aliasesOf(title: KnownTitle): Alias[] {
  const { title: name, year } = factsOf(title);
  const [, article, rest] = /^(The|A|An) (.+)$/.exec(name) ?? [];
  return [
    ...(article === undefined ? [] : [{ title: `${rest}, ${article}`, country: home(title) }]),
    ...(year === null ? [] : [{ title: `${name} (${year})`, country: home(title) }]),
  ];
}

export interface Release {
  country: string;
  certification: string | null;
  release_date: string;
  release_type: "theatrical" | "digital" | "physical";
  note: string | null;
}

/** In its own country on the day that the catalogue has, elsewhere a week later, at home after 45 and 90 days. */
export function releasesOf(title: KnownTitle): Release[] {
  const out = beganAt(title);
  if (out === null) return [];
  const country = home(title);
  const release = (days: number, release_type: Release["release_type"], rest: Partial<Release> = {}): Release => ({
    country,
    certification: country === "us" ? (factsOf(title).certification ?? null) : null,
    release_date: dayOf(out + days * dayMs),
    release_type,
    note: null,
    ...rest,
  });
  const abroad = country === "gb" ? "us" : "gb";
  const certification = certificationIn(title, abroad);
  return [
    release(0, "theatrical"),
    release(7, "theatrical", { country: abroad, certification }),
    release(45, "digital"),
    release(90, "physical", { note: "Blu-ray" }),
  ];
}

/** What the US ratings are called in Britain. */
const british: Readonly<Record<string, string>> = {
  G: "U",
  "TV-G": "U",
  "TV-Y": "U",
  "TV-Y7": "U",
  PG: "PG",
  "TV-PG": "PG",
  "PG-13": "12",
  "TV-14": "15",
  R: "15",
  "TV-MA": "18",
};

function certificationIn(title: KnownTitle, country: string): string | null {
  const { certification } = factsOf(title);
  if (certification === undefined) return null;
  return country === "us" ? certification : country === "gb" ? (british[certification] ?? null) : null;
}

export function certificationsOf(title: KnownTitle): { certification: string; country: string }[] {
  return ["us", "gb"].flatMap((country) => {
    const certification = certificationIn(title, country);
    return certification === null ? [] : [{ certification, country }];
  });
}

/** English, and the title's own language. */
export function languagesOf(title: KnownTitle): string[] {
  return [...new Set(["en", language(title)])];
}

export function translationsOf(title: KnownTitle): Record<string, string | null>[] {
  return languagesOf(title).map((one) => ({
    title: factsOf(title).title,
    overview: null,
    ...(title.type === "movie" ? { tagline: "" } : {}),
    language: one,
    country: one === "en" ? "us" : home(title),
  }));
}

export interface Studio {
  name: string;
  country: string;
  ids: { trakt: number; slug: string; tmdb: null };
}

const studioNames = ["Harbour Light", "Seven Pines", "Blue Kettle", "North Stair", "Paper Moth", "Longacre"];

/** One or two; what a country's studio is called is the same for all of its titles. */
export function studiosOf(title: KnownTitle): Studio[] {
  const next = dice(title, "studios");
  const country = home(title);
  const count = next() < 0.5 ? 1 : 2;
  const names = new Set(Array.from({ length: count }, () => pick(studioNames, next) ?? "Longacre"));
  return [...names].map((name) => ({
    name: `${name} Pictures`,
    country,
    ids: {
      trakt: studioId(name, country),
      slug: `${name}-pictures-${country}`.toLowerCase().replaceAll(" ", "-"),
      tmdb: null,
    },
  }));
}

const firstStudioId = 905_000_000;
const firstNetworkId = 906_000_000;

function studioId(name: string, country: string): number {
  return firstStudioId + Math.floor(seeded(`studio:${name}:${country}`)() * 1_000_000);
}

/** What `network_ids` filters by. */
export function networkIdOf(name: string): number {
  return firstNetworkId + Math.floor(seeded(`network:${name}`)() * 1_000_000);
}

/** A trailer and a teaser, published before the title was. */
export function videosOf(title: KnownTitle): Record<string, string | number | boolean>[] {
  const out = beganAt(title);
  if (out === null) return [];
  const next = dice(title, "videos");
  const video = (type: string, daysBefore: number): Record<string, string | number | boolean> => ({
    title: `${factsOf(title).title}: ${type}`,
    url: `https://youtube.com/watch?v=${Math.floor(next() * 2 ** 52)
      .toString(36)
      .padStart(11, "0")}`,
    site: "youtube",
    type: type.toLowerCase(),
    size: 1080,
    official: true,
    published_at: new Date(out - daysBefore * dayMs).toISOString(),
    country: home(title),
    language: language(title),
  });
  return [video("Trailer", 60), video("Teaser", 120)];
}

export interface Rating {
  rating: number;
  votes: number;
  /** How many votes each of 1 to 10 has. */
  distribution: Record<string, number>;
}

/** The catalogue's votes, spread around its rating, and those of the sandbox's people on top. */
export function ratingOf(state: State, itemKey: string, facts: FormerVotes): Rating {
  const distribution = spread(facts.rating ?? 0, facts.votes ?? 0);
  for (const [rating, count] of state.votes.get(itemKey) ?? []) {
    distribution[rating] = (distribution[rating] ?? 0) + count;
  }
  return { ...scoreOf(state, itemKey, facts), distribution };
}

/** Fewer the further from the rating; what rounding leaves over is with the nearest. */
function spread(rating: number, votes: number): Record<string, number> {
  const numbers = Array.from({ length: 10 }, (_, at) => at + 1);
  const weights = numbers.map((number) => Math.exp(-((number - rating) ** 2) / 4));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const counts = weights.map((weight) => Math.floor((weight / all) * votes));
  const left = votes - counts.reduce((sum, count) => sum + count, 0);
  const nearest = Math.min(10, Math.max(1, Math.round(rating)));
  return Object.fromEntries(numbers.map((number, at) => [number, (counts[at] ?? 0) + (number === nearest ? left : 0)]));
}

export interface ForeignRating {
  rating: number;
  votes: number;
}

/** What others rate it: near what Trakt's people do. TMDB and IMDb of 10, the rest of 100. */
export function foreignRatingsOf(
  title: KnownTitle,
): Record<"tmdb" | "imdb" | "metascore" | "rt_meter" | "rt_user_meter", ForeignRating> {
  const { rating = 0, votes = 0 } = factsOf(title);
  const next = dice(title, "elsewhere");
  const near = (least: number, most: number): number => {
    const shifted = rating === 0 ? 0 : Math.min(10, Math.max(1, rating - 0.5 + next()));
    return Math.round(least + (shifted / 10) * (most - least));
  };
  const ofTen = (share: number): ForeignRating => ({ rating: near(0, 100) / 10, votes: Math.round(votes * share) });
  const ofHundred = (): ForeignRating => ({ rating: near(0, 100), votes: 0 });
  return {
    tmdb: ofTen(0.8),
    imdb: ofTen(20),
    metascore: ofHundred(),
    rt_meter: ofHundred(),
    rt_user_meter: ofHundred(),
  };
}

/** Of the same type, those that share the most genres first, and of these the most popular. */
export function relatedTo(title: KnownTitle, all: readonly KnownTitle[]): KnownTitle[] {
  const own = new Set(factsOf(title).genres);
  const key = titleKeyOf(title);
  return all
    .map((other) => ({ other, shared: factsOf(other).genres.filter((genre) => own.has(genre)).length }))
    .filter(({ other, shared }) => shared > 0 && titleKeyOf(other) !== key)
    .toSorted((a, b) => b.shared - a.shared || byPopularity(a.other, b.other))
    .slice(0, mostRelated)
    .map(({ other }) => other);
}

const mostRelated = 50;
