import type { Endpoint } from "./contract/endpoint.ts";
import type { Schema } from "./docs-schema.ts";

/** Bodies that say more than what their schema alone would make of them. */
const bodies: Readonly<Record<string, unknown>> = {
  "rules.save": { source: { name: "Later", when: { event: "show.started" }, then: [{ do: "watchlist.add" }] } },
  "settings.save": { time_zone: "Europe/Berlin", quiet_hours: "22:00-07:00" },
  "keys.add": { name: "my program", scopes: ["read"] },
};

/** How an endpoint is asked from a shell. */
export function exampleOf(endpoint: Endpoint, body: Schema | undefined): string {
  const path = endpoint.path.replace(":account", "me").replaceAll(/:(\w+)/g, (_, name: string) => name.toUpperCase());
  const lines = [`curl "$SHOWRUNNER/api/v1${path}"`];
  if (endpoint.method !== "get") lines.push(`  -X ${endpoint.method.toUpperCase()}`);
  if (endpoint.access === "operator") lines.push('  -u "operator:$PASSWORD"');
  else if (endpoint.access !== "open") lines.push('  -H "Authorization: Bearer $KEY"');
  if (body !== undefined) {
    const example = JSON.stringify(bodies[endpoint.id] ?? sampleOf(body) ?? {}).replaceAll("'", String.raw`'\''`);
    lines.push('  -H "Content-Type: application/json"', `  -d '${example}'`);
  }
  return lines.join(" \\\n");
}

/** The least that a schema takes; undefined for a field that may be left out. */
function sampleOf(schema: Schema): unknown {
  const { type, properties, required = [], anyOf, oneOf, items } = schema;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  const [first] = anyOf ?? oneOf ?? [];
  if (first !== undefined) return sampleOf(first);
  switch (Array.isArray(type) ? type[0] : type) {
    case "string":
      return schema.format === "date" ? "2026-11-20" : "…";
    case "integer":
    case "number":
      return Math.max(1, schema.minimum ?? 1);
    case "boolean":
      return true;
    case "array":
      return typeof items === "object" ? [sampleOf(items)] : [];
    case "object":
      return Object.fromEntries(
        Object.entries(properties ?? {})
          .filter(([name]) => required.includes(name))
          .map(([name, field]) => [name, sampleOf(field)]),
      );
    default:
      return undefined;
  }
}
