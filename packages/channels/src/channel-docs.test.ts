import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import { webhookRetrySeconds } from "../../../stacks/topology.ts";
import { channelKinds } from "./registry.ts";

const docs = (name: string): string => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");

const Shape = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

/** The names of an object's fields; those that may be left out end in `?`. */
function fieldsOf(schema: z.ZodType): string[] {
  const { properties, required } = Shape.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  return Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
}

const named = (cell = ""): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

test("docs/rules.md tells of every kind of channel, with its settings and secrets", () => {
  const rows = docs("rules.md")
    .split("\n## Channels\n")[1]
    ?.split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").slice(1, -1));
  const told = rows?.map(([kind, , settings, secrets]) => [named(kind)[0], named(settings), named(secrets)]);
  expect(told).toEqual(channelKinds.map((kind) => [kind.kind, fieldsOf(kind.config), fieldsOf(kind.secrets)]));
});

test("docs/webhooks.md tells the schedule as it is", () => {
  const [, words = ""] = /then after (.*?), each a fifth/.exec(docs("webhooks.md")) ?? [];
  const seconds = { s: 1, min: 60, h: 3600 };
  const told = [...words.matchAll(/(\d+) (s|min|h)\b/g)].map(([, count, unit]) => {
    const each = unit === "s" ? seconds.s : unit === "min" ? seconds.min : seconds.h;
    return Number(count) * each;
  });
  expect(told).toEqual([...webhookRetrySeconds]);
});
