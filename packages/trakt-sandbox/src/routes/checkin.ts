import * as z from "zod";
import { empty, json, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { isItem, playedBody, playedItem, sharing } from "../http/played.ts";
import { keyOf } from "../world/items.ts";
import { checkinOf } from "../world/playing.ts";

const minuteMs = 60_000;

/** What is sent goes before the person's own settings; nothing is posted anywhere. */
const Sharing = z.looseObject({
  sharing: z.object({ twitter: z.boolean(), mastodon: z.boolean(), tumblr: z.boolean() }).partial().optional(),
});

export const checkinRoutes: readonly Route[] = [
  { method: "POST", path: "/checkin", auth: "required", dialect: "rails", handle: checkIn },
  { method: "DELETE", path: "/checkin", auth: "required", dialect: "rails", handle: cancel },
];

function checkIn(call: Call): Answer {
  const item = playedItem(call);
  if (!isItem(item)) return item;
  const person = me(call);
  const under = checkinOf(person, call.nowMs);
  if (under !== null) return json({ expires_at: isoOf(under.expiresAt) }, 409);
  const sent = Sharing.safeParse(call.body);
  const id = call.world.checkIn(person.username, item);
  const watchedAt = Math.floor(call.nowMs / minuteMs) * minuteMs;
  return written(
    {
      id,
      watched_at: isoOf(watchedAt),
      sharing: { ...sharing, ...sent.data?.sharing },
      ...playedBody(call, keyOf(item)),
    },
    1,
  );
}

/** What is watched otherwise goes on. */
function cancel(call: Call): Answer {
  const person = me(call);
  const under = checkinOf(person, call.nowMs) !== null;
  if (under) call.world.stopWatching(person.username);
  return { ...empty(204), changed: under ? 1 : 0 };
}
