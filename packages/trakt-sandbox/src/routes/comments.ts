import * as z from "zod";
import { empty, json, notFoundPage, written, type Answer } from "../http/answer.ts";
import { me, type Call, type Route } from "../http/call.ts";
import { page } from "../http/pages.ts";
import { repliesTo, wordsIn } from "../world/comments.ts";
import { listById } from "../world/lists.ts";
import type { Comment } from "../world/social.ts";
import { attachedBody, attachedKey, maySeeAttached, typeOfKey } from "./attached.ts";
import { commentBody, seenBy } from "./comment-bodies.ts";

const one = "/comments/:id";
const rails = { dialect: "rails" } as const;

export const commentRoutes: readonly Route[] = [
  { method: "POST", path: "/comments", auth: "required", ...rails, handle: post },
  { method: "GET", path: one, auth: "optional", ...rails, handle: onComment(read) },
  { method: "PUT", path: one, auth: "required", ...rails, handle: onComment(edit) },
  { method: "DELETE", path: one, auth: "required", ...rails, handle: onComment(remove) },
  { method: "GET", path: `${one}/replies`, auth: "optional", ...rails, handle: onComment(readReplies) },
  { method: "POST", path: `${one}/replies`, auth: "required", ...rails, handle: onComment(reply) },
  // The official contract has the bare thing here, as the workers give it.
  { method: "GET", path: `${one}/item`, auth: "optional", dialect: "workers", handle: onComment(readItem) },
];

/** Finds the comment that `:id` names; 404 where there is none, or where it is about a list that is not for the caller. */
export function onComment(handle: (call: Call, comment: Comment) => Answer): (call: Call) => Answer {
  return (call) => {
    const comment = call.state.comments.get(Number(call.params.id));
    const seen = comment !== undefined && maySeeAttached(call, comment.on);
    return seen ? handle(call, comment) : notFoundPage();
  };
}

const Text = z.looseObject({ comment: z.string().default(""), spoiler: z.boolean().optional() });
const Attached = z.record(z.string(), z.unknown());

/** A comment with an old reply cannot be taken back. Trakt: comments. */
const deletableMs = 14 * 86_400_000;

function post(call: Call): Answer {
  const named = Attached.safeParse(call.body);
  const key = named.success ? attachedKey(call, named.data) : undefined;
  if (key === undefined || !allowsComments(call, key)) return notFoundPage();
  return whenSound(call, ({ comment, spoiler }) => {
    const id = call.world.say(me(call).username, key, comment, { spoiler });
    return told(call, id, 201);
  });
}

function read(call: Call, comment: Comment): Answer {
  return json(commentBody(call, comment));
}

function edit(call: Call, comment: Comment): Answer {
  if (comment.author !== me(call).username) return empty(401);
  return whenSound(call, ({ comment: text, spoiler }) => {
    call.world.editComment(comment.id, text, { spoiler });
    return told(call, comment.id, 200);
  });
}

function remove(call: Call, comment: Comment): Answer {
  if (comment.author !== me(call).username) return empty(401);
  const old = call.nowMs - comment.createdAt >= deletableMs;
  if (old && repliesTo(call.state, comment).length > 0) return empty(409);
  call.world.removeComment(comment.id);
  return { ...empty(204), changed: 1 };
}

function readReplies(call: Call, comment: Comment): Answer {
  const replies = seenBy(call, repliesTo(call.state, comment));
  return page(call, replies, { defaultLimit: 10 }, (answer) => commentBody(call, answer));
}

/** Replies have no replies of their own. */
function reply(call: Call, comment: Comment): Answer {
  if (comment.parent !== null || !allowsComments(call, comment.on)) return notFoundPage();
  return whenSound(call, ({ comment: text, spoiler }) => {
    const id = call.world.reply(me(call).username, comment.id, text, { spoiler });
    return told(call, id, 201);
  });
}

function readItem(call: Call, comment: Comment): Answer {
  const body = attachedBody(call, comment.on);
  if (body === undefined) return notFoundPage();
  return json(call.dialect === "workers" ? body[typeOfKey(comment.on)] : body);
}

/** Trakt's rules: at least 5 words, and in English, which here means in its letters. */
function whenSound(call: Call, act: (text: { comment: string; spoiler?: boolean | undefined }) => Answer): Answer {
  const text = Text.safeParse(call.body);
  if (!text.success) return empty(422);
  const { comment } = text.data;
  const errors = [
    ...(wordsIn(comment) < 5 ? ["must be at least 5 words"] : []),
    ...(isInLatinLetters(comment) ? [] : ["must be written in English"]),
  ];
  return errors.length === 0 ? act(text.data) : json({ errors: { comment: errors } }, 422);
}

function isInLatinLetters(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return latin * 2 >= letters;
}

function allowsComments(call: Call, key: string): boolean {
  if (typeOfKey(key) === "person") return false;
  return (
    typeOfKey(key) !== "list" || listById(call.state, Number(key.slice("list:".length)))?.list.allowComments === true
  );
}

function told(call: Call, id: number, status: number): Answer {
  const comment = call.state.comments.get(id);
  return comment === undefined ? notFoundPage() : written(commentBody(call, comment), 1, status);
}
