import { empty, notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { itemBody, listed } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { itemOf, pluralOf } from "../world/items.ts";
import { timeOf } from "./history.ts";

const types = ["movies", "episodes"];

export const playbackRoutes: readonly Route[] = [
  ...["/sync/playback", "/sync/playback/:type"].map((path): Route => ({
    method: "GET",
    path,
    auth: "required",
    dialect: "rails",
    handle: readPlayback,
  })),
  { method: "DELETE", path: "/sync/playback/:id", auth: "required", dialect: "rails", handle: removePlayback },
];

function readPlayback(call: Call): Answer {
  const { type } = call.params;
  if (type !== undefined && !types.includes(type)) return notFoundPage();
  const from = timeOf(call.query.get("start_at"), Number.NEGATIVE_INFINITY);
  const to = timeOf(call.query.get("end_at"), Number.POSITIVE_INFINITY);
  const paused = [...me(call).playback]
    .filter(([key]) => type === undefined || pluralOf(itemOf(key).type) === type)
    .filter(([, { pausedAt }]) => pausedAt >= from && pausedAt <= to)
    .toSorted(([, a], [, b]) => b.pausedAt - a.pausedAt || b.id - a.id);
  return page(call, paused, { defaultLimit: 100 }, ([key, { id, progress, pausedAt }]) =>
    listed(call, { progress, paused_at: isoOf(pausedAt), id }, itemBody(call, key) ?? {}),
  );
}

function removePlayback(call: Call): Answer {
  const { username } = me(call);
  const item = call.world.playbackItem(username, Number(call.params.id));
  if (item === undefined) return notFoundPage();
  call.world.forgetPlayback(username, item);
  return { ...empty(204), changed: 1 };
}
