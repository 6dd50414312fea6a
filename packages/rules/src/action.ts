import type { ActionRequest, HiddenSection, ItemRef } from "@showrunner/core/actions.ts";
import { unreachable } from "@showrunner/core/errors.ts";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import * as z from "zod";
import { listed, oneOf } from "./listed.ts";
import type { RulePlace } from "./problem.ts";
import { type ActionDefinition, ItemChoice } from "./rule.ts";
import { itemOf, kindsOn, subjectKindsOn } from "./subject.ts";
import { type Moment, type Template, compileTemplate, truncated } from "./template.ts";
import { dataKeys, type EvaluateInput, type Value, type Word } from "./word.ts";

/** Lengths that channels take without cutting; what is longer is cut here, once for all of them. */
export const outputLimits = { titleLength: 250, bodyLength: 4_000, urlLength: 2_000 } as const;

/** What one evaluation gives an action to work with. */
export interface ActionScope {
  input: EvaluateInput;
  ruleName: string;
  moment: Moment;
  read: (word: Word) => Value;
}

/** Asked for, or left out because this event has nothing that it could be done to. */
export type ActionResult = { request: ActionRequest } | { leftOut: string };

/** An action of a rule, checked and ready. */
export interface CompiledAction {
  path: string;
  words: ReadonlySet<Word>;
  /** Throws when a template cannot be rendered. */
  request(scope: ActionScope): ActionResult;
}

/** What can be hidden where. Trakt: POST /users/hidden/:section. */
const hideable: Record<HiddenSection, readonly ItemChoice[]> = {
  calendar: ["movie", "show"],
  progress_watched: ["show", "season"],
  progress_collected: ["show", "season"],
  recommendations: ["movie", "show"],
};

/** Checks an action against every event type of its rule; mistakes come back as places. Each template may do so much work. */
export function compileAction(
  definition: ActionDefinition,
  path: string,
  types: readonly EventType[],
  workOfTemplate: number,
): { action: CompiledAction } | { places: RulePlace[] } {
  switch (definition.do) {
    case "notify":
    case "hold":
      return compileNotify(definition, path, types, workOfTemplate);
    case "webhook": {
      const request: ActionRequest = { do: "webhook", channel: definition.channel };
      return { action: { path, words: new Set(), request: () => ({ request }) } };
    }
    case "household.share":
      return compileShare(definition, path, types);
    default:
      return compileItemAction(definition, path, types);
  }
}

/** What is held is a notification of later. */
type NotifyDefinition = Extract<ActionDefinition, { do: "notify" | "hold" }>;
type ItemDefinition = Exclude<ActionDefinition, { do: "notify" | "hold" | "webhook" | "household.share" }>;

/** What tells of something watched: the only thing that is shared. */
const shareable: ReadonlySet<EventType> = new Set<EventType>(["episode.watched", "movie.watched"]);

function compileShare(
  definition: Extract<ActionDefinition, { do: "household.share" }>,
  path: string,
  types: readonly EventType[],
): { action: CompiledAction } | { places: RulePlace[] } {
  const others = types.filter((type) => !shareable.has(type));
  if (others.length > 0)
    return {
      places: [{ path, message: `household.share is for ${oneOf([...shareable])}, not for ${listed(others, "or")}` }],
    };
  const request: ActionRequest = { do: "household.share", with: definition.with };
  return { action: { path, words: new Set(), request: () => ({ request }) } };
}

function compileItemAction(
  definition: ItemDefinition,
  path: string,
  types: readonly EventType[],
): { action: CompiledAction } | { places: RulePlace[] } {
  const accepted = acceptedBy(definition);
  const places = types.flatMap(
    (type) => misfit(definition, accepted, path, type) ?? playMisfit(definition, path, type) ?? [],
  );
  if (places.length > 0) return { places };
  const request = ({ input }: ActionScope): ActionResult => {
    const item = itemOf(input.event, definition.item);
    if (item === undefined) {
      return { leftOut: `${definition.do} found no ${definition.item ?? "thing"} here that has an id of Trakt's` };
    }
    if (accepted.includes(item.type)) return { request: requestOf(definition, item, input) };
    return { leftOut: `${nameOf(definition)} is for ${oneOf(accepted)}, and this is ${oneOf([item.type])}` };
  };
  return { action: { path, words: new Set(), request } };
}

function acceptedBy(definition: ItemDefinition): readonly ItemChoice[] {
  switch (definition.do) {
    case "hide":
    case "unhide":
      return hideable[definition.section];
    case "drop":
    case "undrop":
      return ["show"];
    case "favorites.add":
    case "favorites.remove":
      return ["movie", "show"];
    case "checkin":
      return ["movie", "episode"];
    default:
      return ItemChoice.options;
  }
}

/** Why the action can never be done on events of this type, if so. */
function misfit(
  definition: ItemDefinition,
  accepted: readonly ItemChoice[],
  path: string,
  type: EventType,
): RulePlace | undefined {
  const there = kindsOn(type);
  const wanted =
    definition.item === undefined ? subjectKindsOn(type) : [definition.item].filter((kind) => there.includes(kind));
  if (wanted.some((kind) => accepted.includes(kind))) return undefined;
  const possible = there.filter((kind) => accepted.includes(kind));
  const takes = `${nameOf(definition)} takes ${oneOf(accepted)}`;
  const [only] = possible;
  const suggestion = only === undefined ? {} : { suggestion: `item: ${only}` };
  if (there.length === 0) return { path, message: `${takes}, and ${type} is about none` };
  if (definition.item === undefined) {
    return { path, message: `${takes}, and ${type} is about ${oneOf(subjectKindsOn(type))}`, ...suggestion };
  }
  const item = `${path}.item`;
  if (!there.includes(definition.item)) {
    return { path: item, message: `${type} names no ${definition.item}, but ${listed(there)}`, ...suggestion };
  }
  return { path: item, message: takes, ...suggestion };
}

/** Why there is no one play to take out of the history on events of this type, if one was asked for. */
function playMisfit(definition: ItemDefinition, path: string, type: EventType): RulePlace | undefined {
  if (definition.do !== "history.remove" || definition.plays !== "event") return undefined;
  const place = { path: `${path}.plays`, suggestion: "all" };
  if (!dataKeys(type).has("play_id")) return { ...place, message: `${type} tells of no play` };
  const own = subjectKindsOn(type);
  if (definition.item === undefined || own.includes(definition.item)) return undefined;
  return { ...place, message: `the play that ${type} tells of is of ${oneOf(own)}, not of the ${definition.item}` };
}

/** The history id of the play that an event tells of, where the action is about what was played. */
function playOf(item: ItemRef, event: EvaluateInput["event"]): number | undefined {
  if (item.type !== "movie" && item.type !== "episode") return undefined;
  return z.int().safeParse(event.data["play_id"]).data;
}

function nameOf(definition: ItemDefinition): string {
  const isSectioned = definition.do === "hide" || definition.do === "unhide";
  return isSectioned ? `${definition.do} with section ${definition.section}` : definition.do;
}

function requestOf(definition: ItemDefinition, item: ItemRef, { event, now }: EvaluateInput): ActionRequest {
  switch (definition.do) {
    case "watchlist.add":
    case "watchlist.remove":
    case "favorites.add":
    case "favorites.remove":
    case "collection.add":
    case "collection.remove":
    case "drop":
    case "unrate":
    case "checkin":
      return { do: definition.do, item };
    case "hide":
      return { do: definition.do, item, section: definition.section };
    case "undrop":
      return { do: definition.do, item, ...whoseOf(definition) };
    case "unhide":
      return { do: definition.do, item, section: definition.section, ...whoseOf(definition) };
    case "history.remove": {
      const play = definition.plays === "all" ? undefined : playOf(item, event);
      return { do: definition.do, item, plays: play === undefined ? "all" : [play] };
    }
    case "list.add":
    case "list.remove":
      return { do: definition.do, item, list: definition.list };
    case "rate":
      return { do: definition.do, item, rating: definition.rating };
    case "history.add": {
      const { watched_at = "event" } = definition;
      const times = { event: event.time, now: new Date(now).toISOString(), released: "released", unknown: "unknown" };
      return { do: definition.do, item, watched_at: times[watched_at] };
    }
    default:
      return unreachable(definition);
  }
}

const whoseOf = ({ whose }: Pick<Extract<ItemDefinition, { do: "undrop" }>, "whose">) =>
  whose === undefined ? {} : { whose };

function compileNotify(
  definition: NotifyDefinition,
  path: string,
  types: readonly EventType[],
  work: number,
): { action: CompiledAction } | { places: RulePlace[] } {
  const title = compileTemplate(definition.title, `${path}.title`, types, work);
  const body = compileTemplate(definition.body ?? "", `${path}.body`, types, work);
  const url = definition.url === undefined ? undefined : compileTemplate(definition.url, `${path}.url`, types, work);
  if (
    title.template === undefined ||
    body.template === undefined ||
    (url !== undefined && url.template === undefined)
  ) {
    return { places: [title, body, url].flatMap((one) => one?.places ?? []) };
  }
  const [titleTemplate, bodyTemplate, urlTemplate] = [title.template, body.template, url?.template];
  const words = new Set([titleTemplate, bodyTemplate, urlTemplate].flatMap((one) => [...(one?.words ?? [])]));
  const request = ({ read, moment, ruleName }: ActionScope): ActionResult => {
    const address = urlTemplate === undefined ? undefined : addressOf(urlTemplate, read, moment, `${path}.url`);
    // A subject line is one line, and no channel takes an empty one.
    const line = titleTemplate.render(read, moment).replaceAll(/\s+/g, " ").trim();
    return {
      request: {
        do: "notify",
        channel: definition.channel,
        title: truncated(line === "" ? ruleName : line, outputLimits.titleLength),
        body: truncated(bodyTemplate.render(read, moment).trim(), outputLimits.bodyLength),
        ...(address === undefined ? {} : { url: address }),
      },
    };
  };
  return { action: { path, words, request } };
}

/** The address that a template gives; none when it gives nothing. Only http(s): a title must not become a script. */
function addressOf(template: Template, read: (word: Word) => Value, moment: Moment, path: string): string | undefined {
  const text = template.render(read, moment).trim();
  if (text === "") return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url !== undefined &&
    (url.protocol === "https:" || url.protocol === "http:") &&
    text.length <= outputLimits.urlLength
  ) {
    return url.href;
  }
  throw new Error(`${path} gave no http(s) address: ${truncated(text, 80)}`);
}
