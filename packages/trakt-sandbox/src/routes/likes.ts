import { notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { unheardOf } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { listById, mayRead, type OwnedList } from "../world/lists.ts";
import type { Comment } from "../world/social.ts";
import type { Person } from "../world/state.ts";
import { attachedBody, typeOfKey } from "./attached.ts";
import { commentBody } from "./comment-bodies.ts";
import { listBody } from "./list-bodies.ts";
import { isPerson, visiblePerson } from "./users.ts";

/** `/users/likes/…`, which is older, is of whose token it is. */
export const likeRoutes: readonly Route[] = ["/users/likes", "/users/:id/likes"].flatMap((path) =>
  [path, `${path}/:type`].map((one): Route => ({
    method: "GET",
    path: one,
    auth: path.includes(":id") ? "optional" : "required",
    dialect: "rails",
    handle: (call) => {
      const person = path.includes(":id") ? visiblePerson(call) : me(call);
      return isPerson(person) ? likesOf(call, person) : person;
    },
  })),
);

type Liked = { at: number } & ({ comment: Comment } | { list: OwnedList });

function likesOf(call: Call, { username }: Person): Answer {
  const { type } = call.params;
  if (type !== undefined && type !== "comments" && type !== "lists") return notFoundPage();
  const liked: Liked[] = [];
  if (type !== "lists") {
    for (const comment of call.state.comments.values()) {
      const at = comment.likes.get(username);
      if (at !== undefined) liked.push({ at, comment });
    }
  }
  if (type !== "comments") {
    for (const id of call.state.listOwners.keys()) {
      const list = listById(call.state, id);
      const at = list?.list.likes.get(username);
      if (list !== undefined && at !== undefined && mayRead(list, call.viewer)) liked.push({ at, list });
    }
  }
  const newestFirst = liked.toSorted((a, b) => b.at - a.at);
  return page(call, newestFirst, { defaultLimit: 10 }, (one) => likeBody(call, one));
}

function likeBody(call: Call, liked: Liked): Record<string, unknown> {
  const liked_at = isoOf(liked.at);
  if ("list" in liked) return unheardOf(call, { liked_at, type: "list", list: listBody(call, liked.list) });
  const { on } = liked.comment;
  const { type: _type, ...item } = attachedBody(call, on) ?? {};
  const comment = commentBody(call, liked.comment);
  return unheardOf(call, { liked_at, type: "comment", comment_type: typeOfKey(on), comment, ...item });
}
