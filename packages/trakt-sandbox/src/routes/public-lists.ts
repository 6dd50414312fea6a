import { empty, json, notFoundPage, type Answer } from "../http/answer.ts";
import type { Call, Route } from "../http/call.ts";
import { unheardOf } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { listById, publicLists, type OwnedList } from "../world/lists.ts";
import { commentsAnswer } from "./comment-bodies.ts";
import { likersAnswer } from "./likers.ts";
import { listBody } from "./list-bodies.ts";
import { readListItems } from "./list-items.ts";
import { likeList } from "./lists.ts";

const one = "/lists/:id";
const items = `${one}/items`;

/** Everybody's public lists, by their numbers alone. */
export const publicListRoutes: readonly Route[] = (
  [
    ["GET", "/lists/trending", chart(7 * 86_400_000)],
    ["GET", "/lists/trending/:type", chart(7 * 86_400_000)],
    ["GET", "/lists/popular", chart(Number.POSITIVE_INFINITY)],
    ["GET", "/lists/popular/:type", chart(Number.POSITIVE_INFINITY)],
    ["GET", one, summary],
    ["GET", items, onList(readListItems)],
    ["GET", `${items}/:type`, onList(readListItems)],
    ["GET", `${items}/:type/:sort_by`, onList(readListItems)],
    ["GET", `${items}/:type/:sort_by/:sort_how`, onList(readListItems)],
    ["GET", `${one}/comments`, onList(readComments)],
    ["GET", `${one}/comments/:sort`, onList(readComments)],
    ["GET", `${one}/likes`, onList((call, { list }) => likersAnswer(call, list.likes))],
    ["POST", `${one}/like`, onList(likeList(true))],
    ["DELETE", `${one}/like`, onList(likeList(false))],
  ] as const
).map(([method, path, handle]) => ({
  method,
  path,
  auth: method === "GET" ? "optional" : "required",
  dialect: "workers",
  handle,
}));

/** The lists with the most likes and comments within the time; the newest of equals first. Official ones are none. */
function chart(periodMs: number): (call: Call) => Answer {
  return (call) => {
    const { type } = call.params;
    if (type !== undefined && type !== "personal" && type !== "official") return notFoundPage();
    const lists = type === "official" ? [] : publicLists(call.state);
    const counted = lists
      .map((found) => ({ found, ...countsOf(call, found, call.nowMs - periodMs) }))
      .filter(({ like_count, comment_count }) => like_count + comment_count > 0)
      .toSorted((a, b) => scoreOf(b) - scoreOf(a) || b.found.list.id - a.found.list.id);
    return page(call, counted, { defaultLimit: 10 }, ({ found, like_count, comment_count }) =>
      unheardOf(call, { like_count, comment_count, list: listBody(call, found) }),
    );
  };
}

interface Counts {
  like_count: number;
  comment_count: number;
}

function countsOf(call: Call, { list }: OwnedList, fromMs: number): Counts {
  const comments = [...(call.state.commentsByItem.get(`list:${list.id}`) ?? [])];
  return {
    like_count: [...list.likes.values()].filter((at) => at > fromMs).length,
    comment_count: comments.filter((id) => (call.state.comments.get(id)?.createdAt ?? 0) > fromMs).length,
  };
}

function scoreOf({ like_count, comment_count }: Counts): number {
  return like_count + comment_count;
}

/** The workers have nothing to say of a list that is not there or not public. */
function summary(call: Call): Answer {
  const found = publicList(call);
  if (found !== undefined) return json(listBody(call, found));
  return call.dialect === "workers" ? empty(204) : notFoundPage();
}

function readComments(call: Call, { list }: OwnedList): Answer {
  return commentsAnswer(call, `list:${list.id}`);
}

function onList(handle: (call: Call, found: OwnedList) => Answer): (call: Call) => Answer {
  return (call) => {
    const found = publicList(call);
    return found === undefined ? notFoundPage() : handle(call, found);
  };
}

function publicList(call: Call): OwnedList | undefined {
  const found = listById(call.state, Number(call.params.id));
  return found?.list.privacy === "public" && !found.owner.private ? found : undefined;
}
