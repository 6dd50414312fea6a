import * as z from "zod";
import { empty, json, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { isItem, playedBody, playedItem, sharing } from "../http/played.ts";
import { keyOf, type Item } from "../world/items.ts";
import { checkinOf, runtimeMinutes } from "../world/playing.ts";
import type { Play } from "../world/state.ts";

/** From here on a stop is a play. Trakt: /scrobble/stop. */
const watchedPercent = 80;
/** Below this a stop is nothing. Trakt: /scrobble/stop. */
const startedPercent = 1;
/** How long the same thing is not scrobbled again. Trakt's own sample has an hour. */
const againMs = 3_600_000;

const Progress = z.looseObject({ progress: z.number().min(0).max(100) });

/** Each answers 201 with the progress and the thing; 422 for a body of another shape, 404 for what is not known. */
export const scrobbleRoutes: readonly Route[] = [
  route("/scrobble/start", start),
  route("/scrobble/pause", pause),
  route("/scrobble/stop", stop),
];

function route(path: string, act: (call: Call, item: Item, progress: number) => Answer): Route {
  return {
    method: "POST",
    path,
    auth: "required",
    dialect: "rails",
    handle: (call) => {
      const sent = Progress.safeParse(call.body);
      if (!sent.success) return empty(422);
      const item = playedItem(call);
      return isItem(item) ? act(call, item, sent.data.progress) : item;
    },
  };
}

/** Watches for the rest of the runtime; where it was paused is forgotten. */
function start(call: Call, item: Item, progress: number): Answer {
  const { username, playback } = me(call);
  if (playback.has(keyOf(item))) call.world.forgetPlayback(username, item);
  call.world.startWatching(username, item, runtimeMinutes(call.state.library, item) * (1 - progress / 100));
  return told(call, item, "start", progress);
}

function pause(call: Call, item: Item, progress: number): Answer {
  stopWatching(call);
  call.world.pause(me(call).username, item, progress);
  return told(call, item, "pause", progress);
}

function stop(call: Call, item: Item, progress: number): Answer {
  if (progress < startedPercent) return empty(422);
  if (progress < watchedPercent) return pause(call, item, progress);
  const { username } = me(call);
  const last = lastScrobble(call, item);
  if (last !== undefined && call.nowMs < last.watchedAt + againMs) {
    return json({ watched_at: isoOf(last.watchedAt), expires_at: isoOf(last.watchedAt + againMs) }, 409);
  }
  stopWatching(call);
  const [id = 0] = call.world.watch(username, item, { action: "scrobble" });
  return told(call, item, "scrobble", progress, id);
}

/** A check-in that is under way goes on: what players do is nothing to it. */
function stopWatching(call: Call): void {
  const person = me(call);
  if (person.watching !== null && checkinOf(person, call.nowMs) === null) call.world.stopWatching(person.username);
}

function lastScrobble(call: Call, item: Item): Play | undefined {
  return me(call).plays.findLast(
    (play) => play.action === "scrobble" && `${play.movie ? "movie" : "episode"}:${play.trakt}` === keyOf(item),
  );
}

/** Only a play has an id. */
function told(call: Call, item: Item, action: string, progress: number, id = 0): Answer {
  return written({ id, action, progress, sharing, ...playedBody(call, keyOf(item)) }, 1);
}
