import type { Answer } from "../http/answer.ts";
import { isoOf, type Call } from "../http/call.ts";
import { unheardOf, userBody } from "../http/media.ts";
import { page } from "../http/pages.ts";

/** Who likes something, the newest first. */
export function likersAnswer(call: Call, likes: ReadonlyMap<string, number>): Answer {
  const newestFirst = [...likes].toSorted(([, a], [, b]) => b - a);
  return page(call, newestFirst, { defaultLimit: 10 }, ([username, at]) =>
    unheardOf(call, { liked_at: isoOf(at), ...userOf(call, username) }),
  );
}

/** `{user}`, for who is there. */
export function userOf(call: Call, username: string): Record<string, unknown> {
  const person = call.state.people.get(username);
  return person === undefined ? {} : { user: userBody(call, person) };
}
