import { foreignRatingsOf, networkIdOf, studiosOf } from "../world/title-facts.ts";
import { factsOf, type KnownTitle } from "../world/titles.ts";

/** What filters look at, of a movie or of a show. */
export interface FilterFacts {
  title?: string | undefined;
  overview?: string | null | undefined;
  year?: number | null | undefined;
  genres: readonly string[];
  subgenres?: readonly string[] | undefined;
  country?: string | undefined;
  language?: string | undefined;
  certification?: string | undefined;
  network?: string | undefined;
  status: string;
  rating?: number | undefined;
  votes?: number | undefined;
  runtime?: number | undefined;
}

/** What else a filter may look at, where the route knows it. */
interface MoreFilterFacts {
  networkId?: number | undefined;
  studioIds?: readonly number[] | undefined;
  /** By the names of the filters on them, without the `s`: `imdb_rating`, `rt_meter` … */
  elsewhere?: Readonly<Record<string, number>> | undefined;
}

/** `more` is made up only where a filter asks for it. */
type Keeps = (wanted: string, facts: FilterFacts, more: () => MoreFilterFacts) => boolean;

const filters: ReadonlyMap<string, Keeps> = new Map(
  Object.entries<Keeps>({
    query: (wanted, { title, overview }) => hasWords(wanted, `${title ?? ""} ${overview ?? ""}`),
    years: (wanted, { year }) => within(wanted, year),
    genres: (wanted, { genres }) => oneOf(wanted, genres),
    subgenres: (wanted, { subgenres }) => oneOf(wanted, subgenres ?? []),
    languages: (wanted, { language }) => oneOf(wanted, [language]),
    countries: (wanted, { country }) => oneOf(wanted, [country]),
    runtimes: (wanted, { runtime }) => within(wanted, runtime ?? 0),
    certifications: (wanted, { certification }) => oneOf(wanted, [certification]),
    ratings: (wanted, { rating }) => within(wanted, (rating ?? 0) * 10),
    votes: (wanted, { votes }) => within(wanted, votes ?? 0),
    networks: (wanted, { network }) => oneOf(wanted, [network]),
    status: (wanted, { status }) => oneOf(wanted, [status]),
    statuses: (wanted, { status }) => oneOf(wanted, [status]),
    network_ids: (wanted, _facts, more) => oneOf(wanted, [more().networkId?.toString()]),
    studio_ids: (wanted, _facts, more) => oneOf(wanted, (more().studioIds ?? []).map(String)),
    ...Object.fromEntries(
      ["tmdb_rating", "tmdb_vote", "imdb_rating", "imdb_vote", "rt_meter", "rt_user_meter", "metascore"].map(
        (name): [string, Keeps] => [`${name}s`, (wanted, _facts, more) => within(wanted, more().elsewhere?.[name])],
      ),
    ),
  }),
);

/**
 * Trakt's filters: lists of which one must fit, whatever its case, and ranges (`75-100` percent for ratings). What
 * is unknown, empty or no range is ignored, as Trakt does (trakt-api #828). `leaveOut` names filters that the route
 * has a use of its own for. Trakt: filters.
 */
export function passesFilters(
  query: URLSearchParams,
  facts: FilterFacts,
  more: () => MoreFilterFacts = () => ({}),
  leaveOut: ReadonlySet<string> = none,
): boolean {
  for (const [name, wanted] of query) {
    const keeps = filters.get(name);
    if (keeps === undefined || wanted === "" || leaveOut.has(name)) continue;
    if (!keeps(wanted, facts, more)) return false;
  }
  return true;
}

/** As `passesFilters`, with all that is known or made up of a movie or show. */
export function titlePasses(query: URLSearchParams, title: KnownTitle, leaveOut: ReadonlySet<string> = none): boolean {
  return passesFilters(query, factsOf(title), () => moreOf(title), leaveOut);
}

function moreOf(title: KnownTitle): MoreFilterFacts {
  const { tmdb, imdb, metascore, rt_meter, rt_user_meter } = foreignRatingsOf(title);
  const network = title.type === "show" ? title.show.facts.network : undefined;
  return {
    networkId: network === undefined ? undefined : networkIdOf(network),
    studioIds: studiosOf(title).map((studio) => studio.ids.trakt),
    elsewhere: {
      tmdb_rating: tmdb.rating,
      tmdb_vote: tmdb.votes,
      imdb_rating: imdb.rating,
      imdb_vote: imdb.votes,
      metascore: metascore.rating,
      rt_meter: rt_meter.rating,
      rt_user_meter: rt_user_meter.rating,
    },
  };
}

const none: ReadonlySet<string> = new Set();

/** Every word is in the text, or begins one of its words. */
function hasWords(wanted: string, text: string): boolean {
  const words = wordsOf(text);
  return wordsOf(wanted).every((word) => words.some((one) => one.startsWith(word)));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function oneOf(wanted: string, values: readonly (string | undefined)[]): boolean {
  const names = new Set(wanted.toLowerCase().split(","));
  return values.some((value) => value !== undefined && names.has(value.toLowerCase()));
}

/** `2010-2019`, or one number alone; what has no number of the kind is in no range. */
function within(range: string, value: number | null | undefined): boolean {
  const [, from, to = from] = /^(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?$/.exec(range) ?? [];
  if (from === undefined) return true;
  return value !== undefined && value !== null && value >= Number(from) && value <= Number(to);
}
