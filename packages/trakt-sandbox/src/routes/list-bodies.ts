import { isoOf, type Call } from "../http/call.ts";
import type { Answer } from "../http/answer.ts";
import { unheardOf, userBody } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { commentCount } from "../world/comments.ts";
import { listsContaining, type OwnedList } from "../world/lists.ts";

/** A personal list with its owner. */
export function listBody(call: Call, { owner, list }: OwnedList): Record<string, unknown> {
  const shelf = owner.shelves.get(`list:${list.id}`);
  return unheardOf(call, {
    name: list.name,
    description: list.description,
    privacy: list.privacy,
    ...(call.behaviour.missingNewerKeys ? {} : { share_link: `https://trakt.tv/lists/${list.id}`, type: "personal" }),
    display_numbers: list.displayNumbers,
    allow_comments: list.allowComments,
    sort_by: list.sortBy,
    sort_how: list.sortHow,
    created_at: isoOf(list.createdAt),
    updated_at: isoOf(Math.max(shelf?.updatedAt ?? 0, list.updatedAt)),
    item_count: shelf?.entries.size ?? 0,
    comment_count: commentCount(call.state, `list:${list.id}`),
    likes: list.likes.size,
    ids: { trakt: list.id, slug: list.slug },
    user: userBody(call, owner),
  });
}

type Score = (call: Call, one: OwnedList) => number;

const commentsOf: Score = (call, { list }) => commentCount(call.state, `list:${list.id}`);

/** The highest first; of equals the newest list. */
const scores: Readonly<Record<string, Score>> = {
  popular: (call, one) => one.list.likes.size + commentsOf(call, one),
  likes: (_call, { list }) => list.likes.size,
  comments: commentsOf,
  items: (_call, { owner, list }) => owner.shelves.get(`list:${list.id}`)?.entries.size ?? 0,
  added: (_call, { list }) => list.createdAt,
  updated: (_call, { owner, list }) => Math.max(owner.shelves.get(`list:${list.id}`)?.updatedAt ?? 0, list.updatedAt),
};

export function sortedLists(call: Call, lists: readonly OwnedList[], sort: string): OwnedList[] {
  const score = scores[sort] ?? (() => 0);
  return lists
    .map((one) => ({ one, at: score(call, one) }))
    .toSorted((a, b) => b.at - a.at || b.one.list.id - a.one.list.id)
    .map(({ one }) => one);
}

/** The lists that contain an item (`movie:28` …), of `:type`, sorted as `:sort` asks: every `…/lists/:type/:sort`. */
export function listsAnswer(call: Call, itemKey: string): Answer {
  const { type = "personal", sort = "popular" } = call.params;
  const lists = listsContaining(call.state, itemKey, type);
  return page(call, sortedLists(call, lists, sort), { defaultLimit: 10 }, (one) => listBody(call, one));
}
