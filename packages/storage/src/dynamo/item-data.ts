import type { JsonObject } from "@showrunner/core/json.ts";

/**
 * An item's data as an attribute: its JSON text. A map of DynamoDB's own would lose the order of names (rules are shown
 * as they were written), numbers beyond 38 digits or 1e126, empty names, depth beyond 32 and halves of surrogate pairs.
 */
export function attributeOf(data: Record<string, unknown>): string {
  return JSON.stringify(data);
}

/** The data that `attributeOf` made the attribute of; undefined for what it did not make. */
export function dataOf(attribute: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(attribute);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** JSON.parse makes nothing but JSON, whatever its type says. */
function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
