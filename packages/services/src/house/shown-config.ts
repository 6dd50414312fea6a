import type { Json, JsonObject } from "@showrunner/core/json.ts";
import { JsonObject as JsonObjectSchema } from "@showrunner/core/json.ts";

/** A channel's settings as they may be shown: an address that a person pasted may carry a token, in its user part or its query. */
export function shownConfig(config: unknown): JsonObject {
  const shown: JsonObject = {};
  for (const [key, value] of Object.entries(JsonObjectSchema.parse(config))) shown[key] = withoutCredentials(value);
  return shown;
}

function withoutCredentials(value: Json): Json {
  const url = typeof value === "string" ? URL.parse(value) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return value;
  const isBare = url.username + url.password + url.search + url.hash === "";
  return isBare ? value : `${url.origin}${url.pathname}?…`;
}
