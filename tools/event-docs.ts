import { catalogue } from "@showrunner/core/events/catalogue.ts";
import type { EventDefinition, EventFamily } from "@showrunner/core/events/define.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { accountIdOf, deriveId } from "@showrunner/core/ids.ts";
import { Episode, Ids, Movie, Progress, Season, Show } from "@showrunner/core/media.ts";
import { ListedItem, listedItemKey } from "@showrunner/detect/item.ts";
import * as z from "zod";
import { anchorOf } from "./references.ts";

/** The things that many events carry: described once, and linked to. */
const shapes = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({ Show, Movie, Season, Episode, Progress, Ids })) shapes.add(schema, { id });

type Schema = z.core.JSONSchema.BaseSchema;
const jsonSchemaOf = (schema: z.ZodType): Schema => z.toJSONSchema(schema, { metadata: shapes });

const families: Record<EventFamily, string> = {
  watching: "Watching",
  lists: "Lists, ratings and hidden items",
  calendar: "Calendar",
  "life cycle": "Life cycle of a show",
  people: "People",
  time: "Time",
  outside: "Outside",
  health: "Health",
};

/** docs/events.md: every event type of the catalogue, its data and an example. */
export function eventDocs(definitions: readonly EventDefinition[] = catalogue): string {
  const used = Object.entries(families).filter(([family]) => definitions.some((one) => one.family === family));
  return [
    "# Events",
    "",
    "Every change that Showrunner finds becomes one event: a [CloudEvents 1.0](https://github.com/cloudevents/spec) envelope around the `data` below.",
    "`time` is when it happened at Trakt, `recordedtime` when Showrunner recorded it; `id` is derived from what happened, so the same change always has the same id.",
    "When one of your own rules caused the change, `origin` names the action and the rules that led to it. When a rule was applied to what is there",
    "now, `appliedrule` is that rule's id: no other rule hears of the event.",
    "",
    "This page is generated from `packages/core/src/events/catalogue.ts` by `npm run docs`.",
    "",
    "| event | when |",
    "| --- | --- |",
    ...definitions.map(({ type, description }) => `| [\`${type}\`](#${anchorOf(type)}) | ${cell(description)} |`),
    "",
    ...used.flatMap(([family, title]) => [
      `## ${title}`,
      "",
      ...definitions.filter((one) => one.family === family).flatMap(eventSection),
    ]),
    "## Shapes",
    "",
    "Ids and names are Trakt's own; only `trakt` is always among the ids.",
    "",
    ...shapeSections(definitions),
  ].join("\n");
}

function eventSection(definition: EventDefinition): string[] {
  const { type, title, description, data } = definition;
  return [
    `### ${type}`,
    "",
    `**${title}.** ${description}`,
    "",
    ...fieldTable(jsonSchemaOf(data)),
    "",
    "```json",
    JSON.stringify(exampleEvent(definition), null, 2),
    "```",
    "",
  ];
}

function shapeSections(definitions: readonly EventDefinition[]): string[] {
  const found = new Map<string, Schema>();
  for (const { data } of definitions) {
    for (const [name, schema] of Object.entries(jsonSchemaOf(data).$defs ?? {})) found.set(name, schema);
  }
  return [...found]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .flatMap(([name, schema]) => [`### ${name}`, "", ...fieldTable(schema), ""]);
}

function fieldTable(schema: Schema): string[] {
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const presence = schema.required?.includes(name) === true ? "always" : "may be missing";
    return `| \`${name}\` | ${cell(typeText(field))} | ${presence} |`;
  });
  return ["| field | type | present |", "| --- | --- | --- |", ...fields];
}

/** A type as a person reads it: `integer, 1 to 10 or null`. */
function typeText(schema: Schema | boolean): string {
  if (typeof schema === "boolean") return "any";
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
    return `[${name}](#${anchorOf(name)})`;
  }
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(" or ");
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(" or ");
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.items !== undefined) return `list of ${[schema.items].flat().map(typeText).join(" or ")}`;
  if (schema.properties !== undefined) {
    const fields = Object.entries(schema.properties).map(([name, field]) => `\`${name}\` ${typeText(field)}`);
    return `{ ${fields.join(", ")} }`;
  }
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : (schema.type ?? "any");
  const { minimum, maximum } = schema;
  // The bounds of safe integers are on every integer and tell nobody anything.
  const bounded = minimum !== undefined && maximum !== undefined && Number.MAX_SAFE_INTEGER > maximum;
  return bounded ? `${type}, ${minimum} to ${maximum}` : type;
}

/** The catalogue's example in the envelope that webhooks and the API carry. */
export function exampleEvent(definition: EventDefinition): ChangeEvent {
  const { type, example } = definition;
  const accountid = accountIdOf("00000000-0000-0000-0000-000000000000");
  const time = timeOf(definition);
  return ChangeEvent.parse({
    specversion: "1.0",
    id: deriveId("evt", [accountid, type]),
    source: "https://api.trakt.tv",
    type,
    subject: subjectOf(definition),
    time,
    recordedtime: new Date(Date.parse(time) + 45_000).toISOString(),
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    accountid,
    data: example,
  });
}

/** What others tell of is about the address that they called. */
const Hooked = z.object({ hook: z.object({ id: z.string() }) });

function subjectOf({ about, example }: EventDefinition): string {
  if (about === "account") return "account";
  const hook = Hooked.safeParse(example).data?.hook;
  if (hook !== undefined) return `hook:${hook.id}`;
  return listedItemKey(ListedItem.parse(about === "item" ? example : { ...example, item_type: about }));
}

const timeFields = ["watched_at", "listed_at", "collected_at", "rated_at", "hidden_at", "airs_at", "released", "since"];
/** These keep the time of what they undo, or of what is to come, and happen at another. */
const happensAtAnotherTime = /(removed|unhidden|undropped|scheduled)$/;

function timeOf({ type, example }: EventDefinition): string {
  const field = timeFields.find((name) => example[name] !== undefined);
  const value = field === undefined || happensAtAnotherTime.test(type) ? undefined : example[field];
  return new Date(typeof value === "string" ? value : "2026-11-21T08:30:00.000Z").toISOString();
}

const cell = (text: string): string => text.replaceAll("|", "\\|");
