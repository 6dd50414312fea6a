import { artists, biographyOf, creditsOf, type Artist } from "./cast.ts";
import type { Episode, Show } from "./library.ts";
import { publicLists, type OwnedList } from "./lists.ts";
import type { State } from "./state.ts";
import { aliasesOf, translationsOf } from "./title-facts.ts";
import { factsOf, moviesOf, refOf, showsOf, type KnownTitle } from "./titles.ts";

/** Text search: which things a query fits, and how well. */

export type Found =
  | KnownTitle
  | { type: "episode"; episode: Episode; show: Show }
  | { type: "person"; artist: Artist }
  | { type: "list"; owned: OwnedList };

export type FoundType = Found["type"];

export interface Hit {
  found: Found;
  score: number;
}

/** The fields that a query looks into when it does not say which. Trakt: search, search fields. */
const defaultFields: Readonly<Record<FoundType, readonly string[]>> = {
  movie: ["title", "original_title", "translations", "aliases"],
  show: ["title", "original_title", "translations", "aliases"],
  episode: ["title", "show_title"],
  person: ["name"],
  list: ["name", "description"],
};

/** What of these types fits the query, the best first; `fields` narrows or widens where it looks. */
export function search(state: State, types: readonly FoundType[], query: string, fields?: readonly string[]): Hit[] {
  const terms = termsOf(query);
  if (terms.length === 0) return [];
  return types
    .flatMap((type) => thingsOf(state, type).map((found) => ({ found, in: fields ?? defaultFields[type] })))
    .flatMap((one): Hit[] => {
      const texts = one.in.flatMap((field) => textsOf(one.found, field)).map(wordsOf);
      const fit = fitOf(terms, texts);
      return fit === 0 ? [] : [{ found: one.found, score: fit * 1000 + fame(one.found) }];
    })
    .toSorted((a, b) => b.score - a.score);
}

/** Movies and shows that are called so, whatever the case and the punctuation. */
export function searchExactly(state: State, types: readonly KnownTitle["type"][], query: string): Hit[] {
  const wanted = wordsOf(query).join(" ");
  return types
    .flatMap((type) => titlesOf(state, type))
    .filter((title) => wordsOf(factsOf(title).title).join(" ") === wanted)
    .map((found) => ({ found, score: 1000 + fame(found) }))
    .toSorted((a, b) => b.score - a.score);
}

/** Everything that has this id. `trakt` ids and TMDB's are unique only within a type. */
export function lookUp(state: State, idType: "trakt" | "imdb" | "tmdb" | "tvdb", id: string): Found[] {
  const { library } = state;
  const number = Number(id);
  const byName = (type: string): number => library.names.get(`${type}:${idType}:${id}`) ?? 0;
  const of = (type: string): number => (idType === "trakt" ? number : byName(type));
  const movie = library.movies.get(of("movie"));
  const show = library.shows.get(of("show"));
  const episode = library.episodes.get(of("episode"));
  const its = episode && library.shows.get(episode.show);
  const artist = artists().find(({ ids }) => idType !== "tvdb" && String(ids[idType]) === id);
  return [
    ...(movie === undefined ? [] : [{ type: "movie" as const, movie }]),
    ...(show === undefined ? [] : [{ type: "show" as const, show }]),
    ...(episode === undefined || its === undefined ? [] : [{ type: "episode" as const, episode, show: its }]),
    ...(artist === undefined ? [] : [{ type: "person" as const, artist }]),
  ];
}

function titlesOf(state: State, type: KnownTitle["type"]): KnownTitle[] {
  return type === "movie" ? moviesOf(state.library) : showsOf(state.library);
}

function thingsOf(state: State, type: FoundType): Found[] {
  switch (type) {
    case "movie":
    case "show":
      return titlesOf(state, type);
    case "episode":
      return [...state.library.episodes.values()].flatMap((episode) => {
        const show = state.library.shows.get(episode.show);
        return show === undefined ? [] : [{ type, episode, show }];
      });
    case "person":
      return artists().map((artist) => ({ type, artist }));
    case "list":
      return publicLists(state).map((owned) => ({ type, owned }));
  }
}

function textsOf(found: Found, field: string): string[] {
  switch (found.type) {
    case "movie":
    case "show":
      return titleTexts(found, field);
    case "episode":
      if (field === "show_title") return [found.show.facts.title];
      return field === "title" && found.episode.title !== null ? [found.episode.title] : [];
    case "person":
      return field === "name" ? [found.artist.name] : field === "biography" ? [biographyOf(found.artist)] : [];
    case "list": {
      const { name, description } = found.owned.list;
      return field === "name" ? [name] : field === "description" ? [description] : [];
    }
  }
}

function titleTexts(title: KnownTitle, field: string): string[] {
  switch (field) {
    case "title":
    case "original_title":
      return [factsOf(title).title];
    case "translations":
      return translationsOf(title).flatMap((one) => (typeof one["title"] === "string" ? [one["title"]] : []));
    case "aliases":
      return aliasesOf(title).map((alias) => alias.title);
    case "people":
      return creditsOf(refOf(title)).map(({ artist }) => artist.name);
    default:
      return [];
  }
}

/** Of things that fit alike, the better known comes first: less than a word's difference. */
function fame(found: Found): number {
  switch (found.type) {
    case "movie":
    case "show":
      return Math.log10((factsOf(found).votes ?? 0) + 1) * 10;
    case "episode":
      return Math.log10((found.show.facts.votes ?? 0) + 1);
    case "person":
      return found.artist.made_up ? 0 : 10;
    case "list":
      return Math.min(found.owned.list.likes.size, 50);
  }
}

interface Term {
  words: string[];
  /** It must not be there. */
  not: boolean;
  /** The last word may go on. */
  open: boolean;
}

/**
 * Words, `"phrases"`, `-without` and `begin*`. The other characters that Trakt's engine gives a meaning only part
 * words here; a backslash takes a character's meaning away.
 */
export function termsOf(query: string): Term[] {
  const parts = query.matchAll(/(?<not>-)?"(?<phrase>(?:\\.|[^"\\])*)"|(?<word>(?:\\.|[^\s"\\])+)/gu);
  return [...parts].flatMap(({ groups = {} }): Term[] => {
    const { phrase, word = "" } = groups;
    if (phrase !== undefined) return term(phrase, groups["not"] !== undefined, false);
    const open = /(?<!\\)\*$/u.test(word);
    if (word.startsWith("-")) return term(word.slice(1), true, open);
    // Each word of `spider-man` or `it\\'s` is one of its own, in this order.
    return term(word, false, open);
  });
}

function term(text: string, not: boolean, open: boolean): Term[] {
  const words = wordsOf(text);
  return words.length === 0 ? [] : [{ words, not, open }];
}

/** 0: it does not fit; 1: one of the texts is just what was asked for. All that is asked for must be in one of them. */
function fitOf(terms: readonly Term[], texts: readonly (readonly string[])[]): number {
  const wanted = terms.filter((one) => !one.not);
  if (terms.some((one) => one.not && texts.some((words) => contains(words, one)))) return 0;
  const matched = wanted.reduce((sum, one) => sum + one.words.length, 0);
  const fitting = texts.filter((words) => words.length > 0 && wanted.every((one) => contains(words, one)));
  return Math.max(0, ...fitting.map((words) => Math.min(1, matched / words.length)));
}

function contains(words: readonly string[], { words: wanted, open }: Term): boolean {
  return words.some((_word, start) =>
    wanted.every((want, at) => {
      const word = words[start + at];
      if (word === undefined) return false;
      return open && at === wanted.length - 1 ? word.startsWith(want) : word === want;
    }),
  );
}

/** Small letters and digits, accents off: `Amélie` is found as amelie. */
function wordsOf(text: string): string[] {
  const plain = text
    .normalize("NFD")
    .replaceAll(/\p{M}|(?<=\p{L})['’](?=\p{L})/gu, "")
    .toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}
