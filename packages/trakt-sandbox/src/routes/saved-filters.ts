import * as z from "zod";
import { empty, notFoundPage, written, type Answer } from "../http/answer.ts";
import { isoOf, me, type Call, type Route } from "../http/call.ts";
import { unheardOf } from "../http/media.ts";
import { page } from "../http/pages.ts";
import { vipOnly } from "../http/refusals.ts";
import { filterSections } from "../world/notes.ts";
import type { SavedFilter } from "../world/social.ts";

const path = "/users/saved_filters";

export const savedFilterRoutes: readonly Route[] = [
  ...[path, `${path}/:section`].map((one): Route => ({
    method: "GET",
    path: one,
    auth: "required",
    dialect: "rails",
    handle: forVips(readFilters),
  })),
  { method: "POST", path, auth: "required", dialect: "workers", handle: forVips(saveFilters) },
  { method: "DELETE", path: `${path}/:id`, auth: "required", dialect: "workers", handle: forVips(removeFilter) },
];

const NewFilters = z.array(z.looseObject({ name: z.string().min(1), url: z.string() }));

function forVips(handle: (call: Call) => Answer): (call: Call) => Answer {
  return (call) => (me(call).vip ? handle(call) : vipOnly());
}

function readFilters(call: Call): Answer {
  const { section } = call.params;
  if (section !== undefined && !filterSections.includes(section)) return notFoundPage();
  const filters = [...me(call).social.savedFilters.values()].filter(
    (filter) => section === undefined || filter.section === section,
  );
  return page(call, filters, { defaultLimit: 10 }, (filter) => filterBody(call, filter));
}

/** What is no address below one of the sections is skipped. */
function saveFilters(call: Call): Answer {
  const parsed = NewFilters.safeParse(call.body);
  if (!parsed.success) return empty(422);
  const person = me(call);
  const added: number[] = [];
  const skipped: { name: string; url: string }[] = [];
  for (const { name, url } of parsed.data) {
    const section = /^\/?([a-z]+)(?:[/?]|$)/.exec(url)?.[1] ?? "";
    if (filterSections.includes(section)) added.push(call.world.saveFilter(person.username, { section, name, url }));
    else skipped.push({ name, url });
  }
  const bodies = added.flatMap((id) => person.social.savedFilters.get(id) ?? []).map((one) => filterBody(call, one));
  return written({ added: bodies, skipped }, added.length);
}

function removeFilter(call: Call): Answer {
  const person = me(call);
  const id = Number(call.params.id);
  if (!person.social.savedFilters.has(id)) return notFoundPage();
  call.world.removeFilter(person.username, id);
  return { ...empty(204), changed: 1 };
}

function filterBody(call: Call, filter: SavedFilter): Record<string, unknown> {
  const { id, section, name, url, updatedAt } = filter;
  const [pathname = "", query = ""] = url.split("?");
  const rank = [...me(call).social.savedFilters.keys()].indexOf(id) + 1;
  const where = { path: pathname.startsWith("/") ? pathname : `/${pathname}`, query };
  return unheardOf(call, { rank, id, section, name, ...where, updated_at: isoOf(updatedAt) });
}
