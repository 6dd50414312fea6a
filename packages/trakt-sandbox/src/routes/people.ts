import { empty, json, notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, type Call, type Route } from "../http/call.ts";
import { artistBody, byDepartment, episodesBody, episodesIn, roleBody } from "../http/credits.ts";
import { titlePasses } from "../http/filters.ts";
import { unheardOf } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { titleItem } from "../http/titles.ts";
import { artists, creditsBy, findArtist, updatedAt, type Artist, type Credit } from "../world/cast.ts";
import { factsOf, knownTitle, type KnownTitle, type TitleType } from "../world/titles.ts";
import { listsAnswer } from "./list-bodies.ts";

const dayMs = 86_400_000;
/** How far back updates are kept. Trakt: /people/updates. */
const updatesDays = 30;

export const peopleRoutes: readonly Route[] = [
  route("/people/this_month", thisMonth),
  ...["", "/:start_date"].flatMap((from) => [
    route(`/people/updates/id${from}`, (call) => updates(call, ({ ids }) => ids.trakt)),
    route(`/people/updates${from}`, (call) =>
      updates(call, (artist) => ({
        updated_at: isoOf(updatedAt(artist, call.nowMs)),
        person: artistBody(call, artist),
      })),
    ),
  ]),
  route(
    "/people/:id",
    about((call, artist) => json(artistBody(call, artist, true))),
  ),
  route(
    "/people/:id/movies",
    about((call, artist) => titles(call, artist, "movie")),
  ),
  route(
    "/people/:id/shows",
    about((call, artist) => titles(call, artist, "show")),
  ),
  ...["", "/:type"].map((type) => route(`/people/:id/known_for${type}`, about(knownFor))),
  ...["", "/:type", "/:type/:sort"].map((rest) =>
    route(
      `/people/:id/lists${rest}`,
      about((call, artist) => listsAnswer(call, `person:${artist.ids.trakt}`)),
    ),
  ),
];

function route(path: string, handle: Route["handle"]): Route {
  return { method: "GET", path, auth: "optional", dialect: "workers", handle };
}

function about(handle: (call: Call, artist: Artist) => Answer): Route["handle"] {
  return (call) => {
    const artist = findArtist(call.params["id"] ?? "");
    return artist === undefined ? notFoundPage() : handle(call, artist);
  };
}

interface Known {
  credit: Credit;
  title: KnownTitle;
}

function creditsKnown(call: Call, artist: Artist): Known[] {
  const { library } = call.state;
  return creditsBy(library, artist).flatMap((credit): Known[] => {
    const title = knownTitle(library, credit.title);
    return title === undefined ? [] : [{ credit, title }];
  });
}

function titles(call: Call, artist: Artist, type: TitleType): Answer {
  const known = creditsKnown(call, artist).filter(({ title }) => title.type === type && titlePasses(call.query, title));
  const byCredit = new Map(known.map(({ credit, title }) => [credit, title]));
  const render = (credit: Credit): Record<string, unknown> => {
    const title = byCredit.get(credit);
    return {
      ...roleBody(credit),
      ...episodesBody(call, credit),
      ...(type === "show" && credit.role.kind === "cast" ? { series_regular: credit.episodes === null } : {}),
      ...(title === undefined ? {} : titleItem(call, title)),
    };
  };
  const credits = known.map(({ credit }) => credit);
  return json(
    unheardOf(call, {
      cast: credits.filter(({ role }) => role.kind === "cast").map(render),
      crew: byDepartment(credits, render),
    }),
  );
}

const mostKnownFor = 10;

/** Each title once, with all that the person did in it. */
function knownFor(call: Call, artist: Artist): Answer {
  const { type } = call.params;
  if (type !== undefined && type !== "movies" && type !== "shows") return notFoundPage();
  const known = creditsKnown(call, artist).filter(({ title }) => type === undefined || `${title.type}s` === type);
  const byTitle = Map.groupBy(known, ({ credit }) => `${credit.title.type}:${credit.title.trakt}`);
  const best = [...byTitle.values()]
    .flatMap((all) => (all[0] === undefined ? [] : [{ title: all[0].title, credits: all.map(({ credit }) => credit) }]))
    .toSorted((a, b) => (factsOf(b.title).rating ?? 0) - (factsOf(a.title).rating ?? 0))
    .slice(0, mostKnownFor);
  if (best.length === 0) return empty(204);
  return json(
    best.map(({ title, credits }) => ({
      type: title.type,
      characters: credits.flatMap(({ role }) => (role.kind === "cast" ? role.characters : [])),
      jobs: credits.flatMap(({ role }) => (role.kind === "crew" ? role.jobs : [])),
      episode_count: Math.max(0, ...credits.map((credit) => episodesIn(call, credit))),
      series_regular:
        title.type === "show" && credits.some(({ role, episodes }) => role.kind === "cast" && episodes === null),
      ...titleItem(call, title),
    })),
  );
}

/** Actors with a birthday in the clock's month, UTC; those of the most voted for movies first. */
function thisMonth(call: Call): Answer {
  const month = isoOf(call.nowMs).slice(5, 7);
  const born = artists()
    .filter((artist) => artist.department === "acting" && artist.birthday.slice(5, 7) === month)
    .map((artist) => {
      const votes = creditsKnown(call, artist).map(({ title }) =>
        title.type === "movie" ? (factsOf(title).votes ?? 0) : 0,
      );
      return { artist, score: Math.max(0, ...votes) };
    })
    .toSorted((a, b) => b.score - a.score);
  return json(born.map(({ artist, score }) => ({ ...artistBody(call, artist, true), type: "person", score })));
}

/** From the start of today when no day is given; at most 30 days back. */
function updates(call: Call, render: (artist: Artist) => unknown): Answer {
  const today = Math.floor(call.nowMs / dayMs) * dayMs;
  const asked = Date.parse(call.params["start_date"] ?? "");
  const from = Math.max(Number.isNaN(asked) ? today : asked, today - updatesDays * dayMs);
  const updated = artists()
    .filter((artist) => updatedAt(artist, call.nowMs) >= from)
    .toSorted((a, b) => updatedAt(b, call.nowMs) - updatedAt(a, call.nowMs));
  return page(call, updated, { defaultLimit: 10, headers: { "x-start-date": isoOf(from) } }, render);
}
