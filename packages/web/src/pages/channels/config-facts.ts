import type { Fact } from "../../ui/table.tsx";
import { wordsOf } from "./kind-words.ts";

/** A channel's settings as names and values, as a person calls them. */
export function factsOf({ kind, config }: { kind: string; config: Readonly<Record<string, unknown>> }): Fact[] {
  const { fields } = wordsOf(kind);
  return Object.entries(config).map(([name, value]) => {
    const label = Object.hasOwn(fields, name) ? fields[name]?.label : undefined;
    return { label: label ?? name.replaceAll("_", " "), value: textOf(value) };
  });
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value.replace(/^mailto:/, "");
  if (value === true) return "Yes";
  if (value === false) return "No";
  return JSON.stringify(value) ?? "";
}
