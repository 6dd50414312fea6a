import { isRecord, type RuleValue, textAt, valueAt, withAt } from "./rule-value.ts";
import type { EventReference } from "./words.ts";

/** What an action's field is filled in with. */
export type FieldKind = "choice" | "list" | "person" | "channel" | "line" | "text" | "address" | "rating" | "duration";

export interface ActionField {
  key: string;
  label: string;
  kind: FieldKind;
  hint?: string;
  isRequired?: boolean;
  choices?: readonly { value: string; label: string }[];
}

export interface ActionKind {
  do: string;
  /** As a person says it. */
  title: string;
  group: "Tell somebody" | "Change something at Trakt" | "Others";
  fields: readonly ActionField[];
  /** Which things it can be about; none: it is about none. */
  takes: readonly string[];
}

const all = ["movie", "show", "season", "episode"];
const group = "Change something at Trakt";

const list: ActionField = { key: "list", label: "List", kind: "list", isRequired: true };
const channel: ActionField = { key: "channel", label: "Channel", kind: "channel", isRequired: true };
const url: ActionField = {
  key: "url",
  label: "Link",
  kind: "address",
  hint: "Where the message leads. May be left out.",
};
const whose: ActionField = {
  key: "whose",
  label: "Whose",
  kind: "choice",
  choices: [{ value: "rules", label: "Only what a rule did" }],
};

function section(...sections: string[]): ActionField {
  const titles: Readonly<Record<string, string>> = {
    progress_watched: "My progress",
    progress_collected: "The progress of my collection",
    calendar: "Calendars",
    recommendations: "Recommendations",
  };
  const choices = sections.map((value) => ({ value, label: titles[value] ?? value }));
  return { key: "section", label: "From", kind: "choice", isRequired: true, choices };
}
const sections = section("progress_watched", "progress_collected", "calendar", "recommendations");

function at(verb: string, title: string, takes: readonly string[] = all, ...fields: ActionField[]): ActionKind {
  return { do: verb, title, group, fields, takes };
}

/** Everything that a rule can do, in the order of the menu. */
export const actionKinds: readonly ActionKind[] = [
  {
    do: "notify",
    title: "Tell me",
    group: "Tell somebody",
    takes: [],
    fields: [
      channel,
      { key: "title", label: "Title", kind: "line", isRequired: true },
      { key: "body", label: "Message", kind: "text", isRequired: true },
      url,
    ],
  },
  {
    do: "hold",
    title: "Keep it for a digest",
    group: "Tell somebody",
    takes: [],
    fields: [
      channel,
      { key: "title", label: "Its line in the digest", kind: "line", isRequired: true },
      { key: "body", label: "A few words more", kind: "text" },
      url,
    ],
  },
  { do: "webhook", title: "Post it to my server", group: "Tell somebody", takes: [], fields: [channel] },
  at("watchlist.add", "Add to the watchlist"),
  at("watchlist.remove", "Take off the watchlist"),
  at("list.add", "Add to a list", all, { ...list, hint: "Made, private, when there is none of that name." }),
  at("list.remove", "Take off a list", all, list),
  at("favorites.add", "Make it a favorite", ["movie", "show"]),
  at("favorites.remove", "Take out of the favorites", ["movie", "show"]),
  at("collection.add", "Add to the collection"),
  at("collection.remove", "Take out of the collection"),
  at("hide", "Hide", ["show", "season", "movie"], sections),
  at("unhide", "Show again", ["show", "season", "movie"], sections, whose),
  at("drop", "Drop the show", ["show"]),
  at("undrop", "Take the show up again", ["show"], whose),
  at("history.add", "Mark as watched", all, {
    key: "watched_at",
    label: "Watched",
    kind: "choice",
    choices: [
      { value: "now", label: "Now" },
      { value: "released", label: "When it came out" },
      { value: "unknown", label: "At a time unknown" },
    ],
  }),
  at("history.remove", "Take out of the history", all, {
    key: "plays",
    label: "Plays",
    kind: "choice",
    choices: [
      { value: "event", label: "The play that this is about" },
      { value: "all", label: "Every play of it" },
    ],
  }),
  at("rate", "Rate", all, { key: "rating", label: "Rating", kind: "rating", isRequired: true }),
  at("unrate", "Take the rating away"),
  at("checkin", "Check in", ["movie", "episode"]),
  {
    do: "household.share",
    title: "Share with my household",
    group: "Others",
    takes: [],
    fields: [
      {
        key: "with",
        label: "With",
        kind: "person",
        isRequired: true,
        hint: "Their user name; both have agreed before.",
      },
    ],
  },
];

export function actionKind(verb: string): ActionKind | undefined {
  return actionKinds.find((one) => one.do === verb);
}

/** What the first entry of a choice that may be left out says. */
export function unsaid(verb: string, key: string): string {
  if (key === "watched_at") return "When it happened";
  if (key === "plays") return "As it fits";
  if (key === "whose") return "Whoever did it";
  return verb === "" ? "Choose" : "As usual";
}

/** An action to begin with: one that could be saved, as far as that can be guessed. */
export function newAction(verb: string, events: readonly EventReference[], channels: readonly string[]): object {
  const kind = actionKind(verb);
  const first = channels[0] ?? "inbox";
  const values = (kind?.fields ?? []).flatMap(({ key, isRequired, choices }): [string, unknown][] => {
    if (isRequired !== true) return [];
    if (key === "channel") return [[key, first]];
    if (key === "title") return [[key, titleFor(events)]];
    if (key === "body") return [[key, bodyFor(events)]];
    if (key === "rating") return [[key, 8]];
    if (key === "list") return [[key, "To watch"]];
    if (key === "section") return [[key, events.every(hasSeasons) ? "progress_watched" : "calendar"]];
    return [[key, choices?.[0]?.value ?? ""]];
  });
  const item = itemFor(kind, events);
  return { do: verb, ...(item === undefined ? {} : { item }), ...Object.fromEntries(values) };
}

const hasSeasons = ({ items }: EventReference): boolean => items.includes("show");

/** The thing to name where the event's own subject is nothing that the action takes. */
function itemFor(kind: ActionKind | undefined, events: readonly EventReference[]): string | undefined {
  if (kind === undefined || kind.takes.length === 0) return undefined;
  const fits = events.every(({ subjects }) => subjects.some((subject) => kind.takes.includes(subject)));
  return fits ? undefined : kind.takes.find((one) => events.every(({ items }) => items.includes(one)));
}

/**
 * The action for other events: words that nobody has written but this form, and a thing that the events do not have, are
 * exchanged for those that fit. The same object where nothing is.
 */
export function refitted(
  action: RuleValue,
  former: readonly EventReference[],
  events: readonly EventReference[],
): RuleValue {
  const verb = textAt(action, ["do"]);
  const kind = actionKind(verb);
  if (kind === undefined || events.length === 0) return action;
  const [was, fits] = [former, events].map((some) => newAction(verb, some, [textAt(action, ["channel"])]));
  const own = ["title", "body", "section", "item"].filter(
    (key) => textAt(action, [key]) === textAt(was, [key]) && textAt(was, [key]) !== textAt(fits, [key]),
  );
  return own.reduce<RuleValue>((changed, key) => {
    const next = withAt(changed, [key], valueAt(fits, [key]));
    return isRecord(next) ? next : changed;
  }, action);
}

function has(events: readonly EventReference[], key: string): boolean {
  return events.length > 0 && events.every(({ keys }) => keys.includes(key));
}

function titleFor(events: readonly EventReference[]): string {
  if (has(events, "show")) return "{{ show.title }}";
  if (has(events, "movie")) return "{{ movie.title }}";
  return events[0]?.title ?? "News";
}

function bodyFor(events: readonly EventReference[]): string {
  const what = events[0]?.title ?? "Something happened";
  if (has(events, "episode"))
    return `${what}: season {{ episode.season }}, episode {{ episode.number }}{% if episode.title %}, {{ episode.title }}{% endif %}.`;
  return `${what}.`;
}
