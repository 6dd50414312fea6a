import { channelKinds } from "@showrunner/channels/registry.ts";
import * as z from "zod";
import { aligned, withSection } from "./sections.ts";

const Shape = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

/** `host`, `port` (may be left out) … */
function fields(schema: z.ZodType, isGiven: boolean): string {
  const { properties, required } = Shape.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  return Object.keys(properties)
    .map((name) => (isGiven && required.includes(name) ? `\`${name}\`` : `\`${name}\`?`))
    .join(" ");
}

/** docs/rules.md with its table of every kind of channel. */
export function withChannels(page: string): string {
  const rows = channelKinds.map(({ kind, config, secrets, newSecrets, limits }) => [
    `\`${kind}\``,
    fields(config, true),
    fields(secrets, newSecrets === undefined),
    `${limits.title === undefined ? "" : `${limits.title}, `}${limits.body}${limits.measure === "utf8" ? " bytes" : ""}`,
  ]);
  return withSection(
    page,
    "packages/channels/src/registry.ts",
    aligned([["kind", "settings", "secrets", "longest title, body"], ...rows]),
  );
}
