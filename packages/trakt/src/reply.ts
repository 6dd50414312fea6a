import { parseExactly } from "./exact-json.ts";

/** Some servers begin UTF-8 with it; JSON.parse refuses it. */
const byteOrderMark = "\uFEFF";

/** What came back: header names are lower case, the body is decoded text. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export function headerOf(reply: HttpReply, name: string): string | undefined {
  const value = reply.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Types that are surely no JSON, whatever the first letter of the body. */
const otherTypes = /html|xml|javascript|css|image|multipart/;

/**
 * The body as JSON: null where 204 says that there is none, undefined when it is not JSON. Trakt's errors are often
 * HTML, or nothing; a success with nothing but its status (something between answered) is no receipt of anything.
 * JSON is read under other names of types too, and as UTF-8 whatever charset is named: RFC 8259 knows no other.
 */
export function jsonOf(reply: HttpReply): unknown {
  if (reply.status === 204) return null;
  const text = reply.body.startsWith(byteOrderMark) ? reply.body.slice(1) : reply.body;
  const type = headerOf(reply, "content-type")?.toLowerCase();
  if (type?.includes("json") !== true && (!/^\s*[[{]/.test(text) || otherTypes.test(type ?? ""))) return undefined;
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

/** A number in a header, if it is a whole one. */
export function countOf(reply: HttpReply, name: string): number | null {
  const text = headerOf(reply, name);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
