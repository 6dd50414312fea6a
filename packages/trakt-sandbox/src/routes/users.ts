import * as z from "zod";
import { empty, json, notFoundPage, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { itemBody, profileBody, unheardOf, userBody } from "../http/media.ts";
import { maySee } from "../world/follows.ts";
import { notesLimit } from "../world/notes.ts";
import type { Person } from "../world/state.ts";
import { untouchedBrowsing } from "./browsing.ts";
import { limitsOf } from "./watchlist.ts";

export const userRoutes: readonly Route[] = [
  { method: "GET", path: "/users/settings", auth: "required", dialect: "rails", handle: settings },
  { method: "PUT", path: "/users/settings", auth: "required", dialect: "workers", handle: changeSettings },
  { method: "GET", path: "/users/:id", auth: "optional", dialect: "rails", handle: profile },
  { method: "GET", path: "/users/:id/watching", auth: "optional", dialect: "rails", handle: watching },
];

/** The person whom `:id` names, if the caller may see them: else 404, or 401 where they are private. */
export function visiblePerson(call: Call): Person | Answer {
  const { id = "" } = call.params;
  if (id === "me") return call.viewer ?? empty(401);
  const { people, usernamesBySlug } = call.state;
  const person = people.get(id) ?? people.get(usernamesBySlug.get(id) ?? "");
  if (person === undefined) return notFoundPage();
  if (maySee(person, call.viewer)) return person;
  return empty(401, { "x-private-user": "true" });
}

export function isPerson(found: Person | Answer): found is Person {
  return "username" in found;
}

function profile(call: Call): Answer {
  const found = visiblePerson(call);
  return isPerson(found) ? json(userBody(call, found)) : found;
}

function watching(call: Call): Answer {
  const found = visiblePerson(call);
  if (!isPerson(found)) return found;
  const now = found.watching;
  if (now === null || now.expiresAt <= call.nowMs) return empty(204);
  const { item, startedAt, expiresAt, action } = now;
  const facts = { expires_at: isoOf(expiresAt), started_at: isoOf(startedAt), action };
  return json(unheardOf(call, { ...facts, ...itemBody(call, item) }));
}

const Settings = z.looseObject({
  user: z
    .looseObject({
      name: z.string().nullish(),
      about: z.string().nullish(),
      location: z.string().nullish(),
      private: z.boolean().nullish(),
    })
    .optional(),
});

/** What the person tells of themselves; the rest of what Trakt lets one set has no effect here. */
function changeSettings(call: Call): Answer {
  const parsed = Settings.safeParse(call.body);
  if (!parsed.success) return empty(422);
  const { user = {} } = parsed.data;
  const { name, about, location } = user;
  call.world.setProfile(me(call).username, { name, about, location, private: user.private ?? undefined });
  return { ...empty(201), changed: 1 };
}

function settings(call: Call): Answer {
  const viewer = me(call);
  const person = call.live.people.get(viewer.username) ?? viewer;
  const limits = limitsOf(call);
  const { username, name, vip, slug, uuid, trakt, timezone } = person;
  const connections = { facebook: false, twitter: false, mastodon: false, google: false, tumblr: false };
  return json(
    unheardOf(call, {
      user: {
        username,
        private: person.private,
        deleted: false,
        name,
        vip,
        vip_ep: false,
        director: false,
        ids: { slug, uuid, trakt },
        joined_at: isoOf(person.joinedAt),
        ...profileBody(person),
        vip_og: false,
        vip_years: vip ? 1 : 0,
        vip_cover_image: null,
      },
      permissions: { commenting: true, liking: true, following: true },
      account: {
        timezone,
        date_format: "mdy",
        time_24hr: false,
        cover_image: null,
        display_ads: !vip,
      },
      ...(call.extended.has("browsing") ? { browsing: untouchedBrowsing } : {}),
      connections: { ...connections, medium: false, slack: false, apple: false, dropbox: false, microsoft: false },
      sharing_text: { watching: "I'm watching [item]", watched: "I just watched [item]", rated: "[item] [stars]" },
      limits: {
        list: { count: limits.lists, item_count: limits.listItems },
        watchlist: { item_count: limits.watchlist },
        favorites: { item_count: limits.favorites },
        ...(call.behaviour.missingNewerKeys
          ? {}
          : {
              search: { recent_count: 5 },
              collection: { item_count: limits.collection },
              notes: { item_count: notesLimit },
            }),
      },
    }),
  );
}
