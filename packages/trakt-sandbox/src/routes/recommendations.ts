import { empty, json, notFoundPage, type Answer } from "../http/answer.ts";
import { me, type Call, type Route } from "../http/call.ts";
import { titlePasses } from "../http/filters.ts";
import { ignoredTitles, titleBody, titleNamed } from "../http/titles.ts";
import { recommended, recommendedByFriends } from "../world/recommendations.ts";
import { refOf, titleKeyOf, type KnownTitle } from "../world/titles.ts";

const defaultLimit = 10;
/** Trakt: /recommendations/movies. */
const mostAtOnce = 100;

export const recommendationRoutes: readonly Route[] = (["movie", "show"] as const).flatMap((type): Route[] => [
  route("GET", `/recommendations/${type}s`, (call) => answer(call, recommended(call.state, me(call), type))),
  route("GET", `/social_recommendations/${type}s`, (call) =>
    answer(call, recommendedByFriends(call.state, me(call), type)),
  ),
  route("DELETE", `/recommendations/${type}s/:id`, (call) => hide(call, type)),
]);

function route(method: Route["method"], path: string, handle: Route["handle"]): Route {
  return { method, path, auth: "required", dialect: "workers", handle };
}

/** Not paged: `limit` says how many. */
function answer(call: Call, titles: readonly KnownTitle[]): Answer {
  const asked = Number(call.query.get("limit"));
  const limit = Number.isInteger(asked) && asked > 0 ? Math.min(asked, mostAtOnce) : defaultLimit;
  const ignored = ignoredTitles(call);
  const shown = titles.filter((title) => !ignored.has(titleKeyOf(title)) && titlePasses(call.query, title));
  return json(shown.slice(0, limit).map((title) => titleBody(call, title)));
}

function hide(call: Call, type: KnownTitle["type"]): Answer {
  const title = titleNamed(call, type);
  if (title === undefined) return notFoundPage();
  call.world.hide(me(call).username, refOf(title), "recommendations");
  return { ...empty(204), changed: 1 };
}
