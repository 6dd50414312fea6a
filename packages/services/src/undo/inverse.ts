import { isTraktRequest, itemKey, type TraktRequest } from "@showrunner/core/actions.ts";
import type { Deed, Part, Standing } from "@showrunner/core/deeds.ts";
import { unreachable } from "@showrunner/core/errors.ts";

/** What is to become of some deeds about one thing. */
export type Inverse =
  | { kind: "take_back"; requests: TraktRequest[] }
  /** It is as it was before already. */
  | { kind: "nothing"; why: string }
  | { kind: "cannot"; why: string };

/** The deeds of one thing in one place, in the order they were done. */
export interface Done {
  deeds: readonly [Deed, ...Deed[]];
  /** When the last of them was done, epoch ms. */
  doneAt: number;
  /** So long ago that Trakt's reads show it. */
  settled: boolean;
}

/** Trakt's clocks and ours may differ, and a write takes its time. */
const skewMs = 120_000;

/** Deeds with the same key are about the same thing in the same place: together they lead from one state to another. */
export function thingKey(deed: Deed): string {
  const { request } = deed;
  if (!isTraktRequest(request)) return deed.actionId;
  // Each play is by itself.
  if (request.do.startsWith("history.") || request.do === "checkin") return deed.actionId;
  return `${placeKey(request)} ${itemKey(request.item)}`;
}

/** The place at Trakt that a request is about: requests of one place are read together. */
export function placeKey(request: TraktRequest): string {
  switch (request.do) {
    case "hide":
    case "unhide":
      return `hidden ${request.section}`;
    case "drop":
    case "undrop":
      return "dropped";
    case "list.add":
    case "list.remove":
      return `list ${request.list.toLowerCase()}`;
    case "rate":
    case "unrate":
      return "ratings";
    case "checkin":
      return "history";
    default:
      return request.do.replace(/\..*$/, "");
  }
}

/** What is asked of Trakt to see how the thing of a deed stands now. */
export function probeOf(deed: Deed): TraktRequest | undefined {
  const { request } = deed;
  if (!isTraktRequest(request)) return undefined;
  const all = { do: "history.remove", item: request.item, plays: "all" } as const;
  return request.do === "checkin" || request.do === "history.remove" ? all : request;
}

/** How what was done to one thing is taken back, as the thing stands now. What the person changed since is left alone. */
export function inverseOf(done: Done, now: Standing): Inverse {
  const [first] = done.deeds;
  const last = done.deeds.at(-1) ?? first;
  const { request } = last;
  if (!isTraktRequest(request)) return cannot("what was told cannot be untold");
  if (now.there === null) return cannot("it could not be read how it stands now");
  if (first.before.there === null && request.do !== "checkin") return cannot("it is not known how it stood before");
  switch (request.do) {
    case "history.add":
      return playsAdded(last, now);
    case "checkin":
      return checkedIn(last, now);
    case "history.remove":
      return playsRemoved(last, now);
    case "collection.add":
    case "collection.remove":
      return collected(done, now);
    case "rate":
    case "unrate":
      return rated(done, now);
    default:
      return listed(done, now, request);
  }
}

type Listing = Exclude<
  TraktRequest,
  { do: "history.add" | "history.remove" | "checkin" | "collection.add" | "collection.remove" | "rate" | "unrate" }
>;

function listed({ deeds: [first], doneAt, settled }: Done, now: Standing, last: Listing): Inverse {
  const { title } = last.item;
  const opposite = oppositeOf(last, first.before.at ?? undefined);
  const wasThere = first.before.there === true;
  const left = isAdding(last);
  if (now.there === wasThere && settled)
    return nothing(now.there ? `${title} is there again already` : `${title} is gone since: it stays away`);
  if (wasThere === left) return nothing(`${title} was so before`);
  if (left && now.there === true && isLater(now.at, doneAt))
    return cannot(`${title} was put there anew since, and not by a rule`);
  return { kind: "take_back", requests: [opposite] };
}

function isAdding({ do: verb }: Listing): boolean {
  return verb.endsWith(".add") || verb === "hide" || verb === "drop";
}

function oppositeOf(request: Listing, since: string | undefined): TraktRequest {
  const { item } = request;
  const hidden_at = since === undefined || since === "" ? {} : { hidden_at: since };
  switch (request.do) {
    case "watchlist.add":
      return { do: "watchlist.remove", item };
    case "watchlist.remove":
      return { do: "watchlist.add", item };
    case "favorites.add":
      return { do: "favorites.remove", item };
    case "favorites.remove":
      return { do: "favorites.add", item };
    case "list.add":
      return { do: "list.remove", item, list: request.list };
    case "list.remove":
      return { do: "list.add", item, list: request.list };
    case "hide":
      return { do: "unhide", item, section: request.section };
    case "unhide":
      return { do: "hide", item, section: request.section, ...hidden_at };
    case "drop":
      return { do: "undrop", item };
    case "undrop":
      return { do: "drop", item, ...hidden_at };
    default:
      return unreachable(request);
  }
}

function rated({ deeds, settled }: Done, now: Standing): Inverse {
  const [{ before }] = deeds;
  const { request } = deeds.at(-1) ?? deeds[0];
  if (request.do !== "rate" && request.do !== "unrate") return cannot("it is no rating");
  const { item } = request;
  const given = request.do === "rate" ? request.rating : null;
  const rating = now.rating ?? null;
  const former = before.rating ?? null;
  if (rating === former && (settled || given === former)) return nothing(`${item.title} is rated as it was before`);
  if (rating !== given && (settled || rating !== former))
    return rating === null
      ? nothing(`${item.title} has no rating any more`)
      : cannot(`${item.title} was rated ${rating} since`);
  if (former === null) return { kind: "take_back", requests: [{ do: "unrate", item }] };
  const rated_at = before.at == null ? {} : { rated_at: before.at };
  return { kind: "take_back", requests: [{ do: "rate", item, rating: former, ...rated_at }] };
}

function playsAdded(deed: Deed, now: Standing): Inverse {
  const { request, before } = deed;
  if (request.do !== "history.add") return cannot("it is no play");
  const { title } = request.item;
  if (before.parts == null || now.parts == null)
    return cannot(`it is not certain which plays of ${title} are the rule's`);
  const former = new Set(before.parts.map((part) => part.play));
  const told = deed.plays == null ? undefined : new Set(deed.plays);
  const made = now.parts.filter(({ play }) => play != null && !former.has(play) && told?.has(play) !== false);
  if (made.length === 0) return nothing(`the play of ${title} is gone since`);
  if (new Set(made.map((part) => itemKey(part.item))).size < made.length)
    return cannot(`another play of ${title} came to the same minute since: it is not certain which is the rule's`);
  const plays = made.map((part) => part.play).filter((play) => play != null);
  return { kind: "take_back", requests: [{ do: "history.remove", item: request.item, plays }] };
}

function checkedIn(deed: Deed, now: Standing): Inverse {
  const { request } = deed;
  if (request.do !== "checkin") return cannot("it is no check-in");
  const plays = (now.parts ?? []).map((part) => part.play).filter((play) => play != null && deed.plays?.includes(play));
  const found = plays.filter((play) => play != null);
  if (found.length === 0) return cannot(`the check-in to ${request.item.title} is no play that could be removed`);
  return { kind: "take_back", requests: [{ do: "history.remove", item: request.item, plays: found }] };
}

function playsRemoved({ before, request }: Deed, now: Standing): Inverse {
  if (request.do !== "history.remove") return cannot("it is no play");
  if (before.parts == null) return cannot(`it is not known which plays of ${request.item.title} there were`);
  const there = new Set((now.parts ?? []).map(minuteKey));
  const missing = before.parts.filter((part) => !there.has(minuteKey(part)));
  if (missing.length === 0) return nothing(`the plays of ${request.item.title} are there again already`);
  return { kind: "take_back", requests: missing.map(({ item, at }) => ({ do: "history.add", item, watched_at: at })) };
}

const minuteKey = ({ item, at }: Part): string => `${itemKey(item)}@${at.slice(0, 16)}`;

function collected({ deeds, doneAt }: Done, now: Standing): Inverse {
  const [{ before, request }] = deeds;
  if (!isTraktRequest(request)) return cannot("it is no copy");
  if (before.parts == null || now.parts == null)
    return cannot(`it is not known what of ${request.item.title} was there`);
  const former = new Set(before.parts.map((part) => itemKey(part.item)));
  const there = new Set(now.parts.map((part) => itemKey(part.item)));
  const added = deeds.some((deed) => deed.request.do === "collection.add")
    ? now.parts.filter((part) => !former.has(itemKey(part.item)) && !isLater(part.at, doneAt))
    : [];
  const removed = deeds.some((deed) => deed.request.do === "collection.remove")
    ? before.parts.filter((part) => !there.has(itemKey(part.item)))
    : [];
  if (added.length + removed.length === 0) return nothing(`the collection has ${request.item.title} as it was before`);
  return {
    kind: "take_back",
    requests: [
      ...added.map(({ item }) => ({ do: "collection.remove", item }) as const),
      ...removed.map(
        ({ item, at }) => ({ do: "collection.add", item, ...(at === "" ? {} : { collected_at: at }) }) as const,
      ),
    ],
  };
}

function isLater(at: string | null | undefined, thanMs: number): boolean {
  return at != null && Date.parse(at) > thanMs + skewMs;
}

const nothing = (why: string): Inverse => ({ kind: "nothing", why });
const cannot = (why: string): Inverse => ({ kind: "cannot", why });
