import { Problem } from "@showrunner/core/errors.ts";
import { type Json, JsonObject } from "@showrunner/core/json.ts";

/** Deeper JSON is nobody's message. */
const deepest = 32;
const mostFields = 50;
const longestField = 300;

/** What somebody sent, and how. */
export interface Sent {
  contentType: string;
  body: Uint8Array;
}

/** How long a body, and the JSON in it, may be, in bytes. */
export interface PayloadLimits {
  bodyBytes: number;
  /** Of forms: Plex sends a picture along. */
  formBytes: number;
}

/** The JSON of a body, or of the part of a form in which senders put it. Throws Problem `hook.invalid` or `body.too_large`. */
export async function payloadOf(sent: Sent, limits: PayloadLimits): Promise<{ text: string; payload: JsonObject }> {
  const isForm = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/i.test(sent.contentType);
  if (sent.body.byteLength > (isForm ? limits.formBytes : limits.bodyBytes)) throw tooLarge();
  const text = isForm ? await fromForm(sent) : Buffer.from(sent.body).toString("utf8");
  if (Buffer.byteLength(text) > limits.bodyBytes) throw tooLarge();
  return { text, payload: parsed(text) };
}

async function fromForm({ contentType, body }: Sent): Promise<string> {
  let form: FormData;
  try {
    form = await new Response(Buffer.from(body), { headers: { "content-type": contentType } }).formData();
  } catch (error) {
    throw new Problem({ code: "hook.invalid", message: "the form could not be read", cause: error });
  }
  for (const name of ["payload", "data"]) {
    const part = form.get(name);
    if (typeof part === "string") return part;
    if (part !== null) return await part.text();
  }
  throw new Problem({ code: "hook.invalid", message: "the form has no part `payload` with JSON in it" });
}

function parsed(text: string): JsonObject {
  if (depthOf(text) > deepest)
    throw new Problem({ code: "hook.invalid", message: `the JSON is more than ${deepest} levels deep` });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem({ code: "hook.invalid", message: "the body is not JSON", cause: error });
  }
  const payload = JsonObject.safeParse(value);
  if (payload.success) return payload.data;
  throw new Problem({ code: "hook.invalid", message: "the JSON is no object" });
}

/** Counted before it is parsed: a parser may go as deep as the text does. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (quoted) {
      if (char === "\\") at += 1;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === "{" || char === "[") most = Math.max(most, (depth += 1));
    else if (char === "}" || char === "]") depth -= 1;
  }
  return most;
}

/** A payload's texts, numbers and truths as lines that conditions can look for: `sensor.door=open`, the first fifty. */
export function fieldsOf(payload: JsonObject): string[] {
  const fields: string[] = [];
  const walk = (value: Json, path: string): void => {
    if (fields.length >= mostFields || value === null) return;
    if (typeof value === "object")
      for (const [key, inner] of Object.entries(value)) walk(inner, path === "" ? key : `${path}.${key}`);
    else fields.push(`${path}=${value}`.slice(0, longestField));
  };
  walk(payload, "");
  return fields;
}

function tooLarge(): Problem {
  return new Problem({ code: "body.too_large", message: "the body is longer than a hook takes" });
}
