import * as z from "zod";
import { empty, notFoundPage, type Answer } from "../http/answer.ts";
import type { Call, Route } from "../http/call.ts";
import { artistBody } from "../http/credits.ts";
import { titlePasses } from "../http/filters.ts";
import { episodeBody, listed, showBody } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { titleItem } from "../http/titles.ts";
import { recentlyChosen } from "../world/recent-searches.ts";
import { SearchedType } from "../world/search-ops.ts";
import { lookUp, search, searchExactly, type Found, type FoundType, type Hit } from "../world/search.ts";
import { knownTitle, type KnownTitle } from "../world/titles.ts";
import { listBody } from "./list-bodies.ts";

export const searchRoutes: readonly Route[] = [
  route("/search/recent_by_id/global/:type", recent),
  route("/search/:type/exact", exact),
  route("/search/:id_type/:id", byId),
  route("/search/:type", byText),
  write("/search/recent/remove", false),
  write("/search/recent", true),
];

function route(path: string, handle: Route["handle"]): Route {
  return { method: "GET", path, auth: "optional", dialect: "workers", handle };
}

/** 50 to a page. Trakt: pagination guide, 2026-09. */
const defaultLimit = 50;
/** Trakt: /search/:type/exact. */
const mostExact = 3;
/** What every id lookup scores. */
const lookupScore = 1000;

const foundTypes: readonly FoundType[] = ["movie", "show", "episode", "person", "list"];

/** `movie,show`, or `media` for the two; undefined: there is no such type. */
function typesOf(text: string): FoundType[] | undefined {
  const names = text.split(",").flatMap((name) => (name === "media" ? ["movie", "show"] : [name]));
  const types = foundTypes.filter((type) => names.includes(type));
  return types.length === new Set(names).size ? types : undefined;
}

function byText(call: Call): Answer {
  const types = typesOf(call.params["type"] ?? "");
  if (types === undefined) return notFoundPage();
  const fields = call.query.get("fields")?.split(",");
  const hits = search(call.state, types, call.query.get("query") ?? "", fields);
  return answer(call, hits);
}

function exact(call: Call): Answer {
  const types = typesOf(call.params["type"] ?? "")?.filter((type) => type === "movie" || type === "show");
  if (types === undefined || types.length === 0) return notFoundPage();
  return answer(call, searchExactly(call.state, types, call.query.get("query") ?? "").slice(0, mostExact));
}

/** The query was looked for already; the other filters are about movies and shows, episodes by their show. */
const searched: ReadonlySet<string> = new Set(["query"]);

function answer(call: Call, hits: readonly Hit[]): Answer {
  const passing = hits.filter(({ found }) => {
    const title = titleIn(found);
    return title === undefined || titlePasses(call.query, title, searched);
  });
  return page(call, passing, { defaultLimit }, (hit) => hitBody(call, hit));
}

function titleIn(found: Found): KnownTitle | undefined {
  if (found.type === "movie" || found.type === "show") return found;
  return found.type === "episode" ? { type: "show", show: found.show } : undefined;
}

function hitBody(call: Call, { found, score }: Hit): Record<string, unknown> {
  return listed(call, { type: found.type, score: Math.round(score) }, thingBody(call, found));
}

function thingBody(call: Call, found: Found): Record<string, unknown> {
  switch (found.type) {
    case "movie":
    case "show":
      return titleItem(call, found);
    case "episode":
      return { episode: episodeBody(call, found.episode), show: showBody(call, found.show) };
    case "person":
      return { person: artistBody(call, found.artist) };
    case "list":
      return { list: listBody(call, found.owned) };
  }
}

const IdType = z.enum(["trakt", "imdb", "tmdb", "tvdb"]);

/** What nobody knows is an empty list, not 404. */
function byId(call: Call): Answer {
  const { id_type, id = "" } = call.params;
  const idType = IdType.safeParse(id_type);
  const types = typesOf(call.query.get("type") ?? foundTypes.join(","));
  if (!idType.success || types === undefined) return notFoundPage();
  const hits = lookUp(call.state, idType.data, id)
    .filter(({ type }) => types.includes(type))
    .map((found): Hit => ({ found, score: lookupScore }));
  return page(call, hits, { defaultLimit: 10 }, (hit) => hitBody(call, hit));
}

function recent(call: Call): Answer {
  const { type } = call.params;
  if (type !== "movies" && type !== "shows") return notFoundPage();
  const of = type === "movies" ? "movie" : "show";
  const chosen = recentlyChosen(call.state, type, call.query.get("query") ?? "").flatMap((one) => {
    const title = knownTitle(call.state.library, { type: of, trakt: one.id });
    return title === undefined ? [] : [{ ...one, title }];
  });
  return page(call, chosen, { defaultLimit: 10 }, ({ id, count, title }) => ({
    id,
    count,
    type: title.type,
    ...titleItem(call, title),
  }));
}

const Chosen = z.object({ query: z.string().min(1), id: z.int(), type: SearchedType });

function write(path: string, chosen: boolean): Route {
  const handle = (call: Call): Answer => {
    const body = Chosen.safeParse(call.body);
    if (!body.success) return empty(422);
    call.world.chooseFromSearch(body.data, chosen);
    return { ...empty(chosen ? 201 : 204), changed: 1 };
  };
  return { method: "POST", path, auth: "required", dialect: "workers", handle };
}
