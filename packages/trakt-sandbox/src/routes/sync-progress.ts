import { empty, type Answer } from "../http/answer.ts";
import { me, type Call, type Route } from "../http/call.ts";
import { listed, showBody } from "../http/media.ts";
import { page } from "../http/pages.ts";
import type { Show } from "../world/library.ts";
import { playsByShow, progressOf, type ShowProgress } from "../world/progress.ts";
import type { Person, Play } from "../world/state.ts";
import { progressOptions, watchedProgressBody } from "./progress.ts";
import { compare } from "./shelf-sorts.ts";

export const syncProgressRoutes: readonly Route[] = [
  route("/sync/progress/watched", "required", (call) => readWatchedProgress(call, me(call))),
  route("/sync/progress/up_next", "required", (call) => readUpNext(call, me(call))),
  // Trakt ignores whom it asks about, and tells of whose token it is.
  route("/users/:id/progress/up_next", "optional", (call) =>
    call.viewer === undefined ? empty(401) : readUpNext(call, call.viewer),
  ),
];

function route(path: string, auth: Route["auth"], handle: Route["handle"]): Route {
  return { method: "GET", path, auth, dialect: "workers", handle };
}

interface InProgress {
  show: Show;
  progress: ShowProgress;
}

function readWatchedProgress(call: Call, person: Person): Answer {
  const terms = call.query.get("terms")?.toLowerCase() ?? "";
  const all = [...playsByShow(call.state, person)].flatMap(([trakt, plays]) =>
    asked(call, "hidden") || !isHidden(person, trakt) ? inProgress(call, person, trakt, plays) : [],
  );
  const wanted = all.filter(({ show, progress }) => {
    const done = progress.completed >= progress.aired;
    const ended = show.facts.status === "ended" || show.facts.status === "canceled";
    const rewatching = progress.resetAt !== null;
    if (asked(call, done ? "hide_completed" : "hide_not_completed")) return false;
    if (asked(call, ended ? "hide_ended" : "hide_airing")) return false;
    if (rewatching ? asked(call, "hide_rewatching") : asked(call, "only_rewatching")) return false;
    return show.facts.title.toLowerCase().includes(terms);
  });
  return told(call, person, wanted);
}

/** What to go on with, unless `intent` asks for what to begin, or for what is through. */
function readUpNext(call: Call, person: Person): Answer {
  const intent = call.query.get("intent") ?? "continue";
  const begun = playsByShow(call.state, person);
  const listedShows = [...(person.shelves.get("watchlist")?.entries.keys() ?? [])]
    .filter((key) => key.startsWith("show:"))
    .map((key) => Number(key.slice("show:".length)))
    .filter((trakt) => !begun.has(trakt));
  const all = [...begun.keys(), ...listedShows].flatMap((trakt) =>
    isHidden(person, trakt) ? [] : inProgress(call, person, trakt, begun.get(trakt) ?? []),
  );
  const wanted = all.filter(({ show, progress }) => {
    const mine = begun.has(show.facts.ids.trakt) ? (progress.next === null ? "completed" : "continue") : "start";
    return intent === "all" || intent === mine;
  });
  return told(call, person, wanted);
}

function inProgress(call: Call, person: Person, trakt: number, plays: readonly Play[]): InProgress[] {
  const show = call.state.library.shows.get(trakt);
  if (show === undefined) return [];
  const options = { ...progressOptions(call, "watched"), plays };
  const progress = progressOf(call.state, person, trakt, call.nowMs, options);
  return [{ show, progress }];
}

/** Hidden from the progress, or dropped altogether. */
function isHidden(person: Person, trakt: number): boolean {
  return ["hidden:progress_watched", "hidden:dropped"].some(
    (shelf) => person.shelves.get(shelf)?.entries.has(`show:${trakt}`) === true,
  );
}

type SortKey = (one: InProgress, person: Person) => number | string;

const byActivity: SortKey = ({ progress }) => progress.lastWatchedAt ?? 0;
const sortKeys: Readonly<Record<string, SortKey>> = {
  activity: byActivity,
  added: ({ show }, person) =>
    person.shelves.get("watchlist")?.entries.get(`show:${show.facts.ids.trakt}`)?.listedAt ?? 0,
  aired: ({ progress }) => progress.next?.firstAired ?? 0,
  completed: ({ progress }) => (progress.aired === 0 ? 0 : progress.completed / progress.aired),
  popularity: ({ show }) => show.facts.votes ?? 0,
  released: ({ show }) => show.firstAired ?? 0,
  remaining: ({ progress }) => progress.aired - progress.completed,
  runtime: ({ show }) => show.facts.runtime ?? 0,
  title: ({ show }) => show.facts.title.toLowerCase(),
};

/** What was watched last comes first unless it is asked otherwise. */
function told(call: Call, person: Person, all: readonly InProgress[]): Answer {
  const asks = call.query.get("sort_by") ?? "";
  const by = Object.hasOwn(sortKeys, asks) ? asks : "activity";
  const how = call.query.get("sort_how") ?? (by === "title" ? "asc" : "desc");
  const sortKey = sortKeys[by] ?? byActivity;
  const ascending = all
    .map((one) => ({ one, by: sortKey(one, person) }))
    .toSorted((a, b) => compare(a.by, b.by) || a.one.show.facts.ids.trakt - b.one.show.facts.ids.trakt)
    .map(({ one }) => one);
  const headers = { "x-applied-sort-by": by, "x-applied-sort-how": how };
  const ordered = how === "desc" ? ascending.toReversed() : ascending;
  return page(call, ordered, { defaultLimit: 10, headers }, ({ show, progress }) =>
    listed(call, { progress: progressBody(call, progress) }, { show: showBody(call, show) }),
  );
}

/** As of one show, but with its seasons only where they are asked for. */
function progressBody(call: Call, progress: ShowProgress): unknown {
  const { seasons, hidden_seasons, ...body } = watchedProgressBody(call, progress, true);
  return {
    ...body,
    ...(asked(call, "include_seasons") ? { seasons } : {}),
    ...(asked(call, "include_hidden_seasons") ? { hidden_seasons } : {}),
  };
}

function asked(call: Call, name: string): boolean {
  return call.query.get(name) === "true";
}
