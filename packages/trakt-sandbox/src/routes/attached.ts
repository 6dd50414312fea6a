import * as z from "zod";
import { artistBody } from "../http/credits.ts";
import type { Call } from "../http/call.ts";
import { itemBody } from "../http/media.ts";
import { Entry, findItem, findPerson, PersonEntry } from "../http/named.ts";
import { findArtist } from "../world/cast.ts";
import { itemTypes, keyOf } from "../world/items.ts";
import { listById, mayRead } from "../world/lists.ts";
import { listBody } from "./list-bodies.ts";

const List = z.looseObject({ ids: z.looseObject({ trakt: z.int().nullish() }) });

/** The key of what `{movie: {ids}}`, `{list: {ids}}` … names; undefined for what is not there, or not to be seen. */
export function attachedKey(call: Call, named: Readonly<Record<string, unknown>>): string | undefined {
  for (const type of itemTypes) {
    const entry = Entry.safeParse(named[type]);
    const item = entry.success ? findItem(call.state.library, type, entry.data) : undefined;
    if (item !== undefined) return keyOf(item);
  }
  const list = List.safeParse(named.list).data;
  const found = list === undefined ? undefined : listById(call.state, list.ids.trakt ?? 0);
  if (found !== undefined) return mayRead(found, call.viewer) ? `list:${found.list.id}` : undefined;
  const person = PersonEntry.safeParse(named.person).data;
  const artist = person && findPerson(person);
  return artist && `person:${artist.ids.trakt}`;
}

/** `{type, movie}` … for things of the catalogue, `{type, list}` and `{type, person}`; undefined when it is gone. */
export function attachedBody(call: Call, key: string): Record<string, unknown> | undefined {
  const id = key.slice(key.indexOf(":") + 1);
  if (key.startsWith("list:")) {
    const found = listById(call.state, Number(id));
    return found && mayRead(found, call.viewer) ? { type: "list", list: listBody(call, found) } : undefined;
  }
  if (key.startsWith("person:")) {
    const artist = findArtist(id);
    return artist && { type: "person", person: artistBody(call, artist) };
  }
  return itemBody(call, key);
}

/** Whether the caller may see what the key names: a list may be for others. */
export function maySeeAttached(call: Call, key: string): boolean {
  if (!key.startsWith("list:")) return true;
  const found = listById(call.state, Number(key.slice("list:".length)));
  return found !== undefined && mayRead(found, call.viewer);
}

/** `movie`, `list` …: the type that a key begins with. */
export function typeOfKey(key: string): string {
  return key.slice(0, key.indexOf(":"));
}
