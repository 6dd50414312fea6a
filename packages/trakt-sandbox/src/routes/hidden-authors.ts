import * as z from "zod";
import { isoOf, me, type Call } from "../http/call.ts";
import { unheardOf } from "../http/media.ts";
import { page } from "../http/pages.ts";
import type { Answer } from "../http/answer.ts";
import { userOf } from "./likers.ts";

const Users = z.looseObject({
  users: z
    .array(
      z.looseObject({
        ids: z.looseObject({ slug: z.string().optional(), trakt: z.int().optional() }).optional(),
        hidden_at: z.iso.datetime().optional().catch(undefined),
      }),
    )
    .default([]),
});

export interface NamedAuthors {
  /** Who is hidden, by user name, and since when if that was said. */
  found: { username: string; hidden_at: string | undefined }[];
  notFound: unknown[];
}

/** The people whom a write to `/users/hidden/comments` names, by their slugs or numbers. */
export function namedAuthors(call: Call): NamedAuthors {
  const { people, usernamesBySlug } = call.state;
  const named: NamedAuthors = { found: [], notFound: [] };
  for (const { ids, hidden_at } of Users.safeParse(call.body).data?.users ?? []) {
    const bySlug = people.get(usernamesBySlug.get(ids?.slug ?? "") ?? "");
    const person = bySlug ?? people.values().find(({ trakt }) => trakt === ids?.trakt);
    if (person === undefined) named.notFound.push({ ids });
    else named.found.push({ username: person.username, hidden_at });
  }
  return named;
}

/** `/users/hidden/comments`: whose comments are hidden, the newest first. */
export function readHiddenAuthors(call: Call): Answer {
  const type = call.query.get("type");
  const authors = type === null || type === "user" ? [...me(call).social.hiddenAuthors] : [];
  const newestFirst = authors.toSorted(([, a], [, b]) => b - a);
  return page(call, newestFirst, { defaultLimit: 10 }, ([username, at]) =>
    unheardOf(call, { hidden_at: isoOf(at), type: "user", ...userOf(call, username) }),
  );
}

/** Hides or shows again; returns how many people that changed anything for. */
export function setHidden(call: Call, { found }: NamedAuthors, hidden: boolean): number {
  const person = me(call);
  const changed = found.filter(({ username }) => person.social.hiddenAuthors.has(username) !== hidden);
  for (const { username, hidden_at } of changed) {
    if (hidden) call.world.hideAuthor(person.username, username, { hidden_at });
    else call.world.unhideAuthor(person.username, username);
  }
  return changed.length;
}
