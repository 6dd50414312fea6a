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

/**
 * The body as JSON: null where 204 says that there is none, undefined when it is not JSON. Trakt's errors are often
 * HTML, or nothing; a success with nothing but its status (something between answered) is no receipt of anything.
 */
export function jsonOf(reply: HttpReply): unknown {
  if (reply.status === 204) return null;
  if (headerOf(reply, "content-type")?.includes("json") !== true) return undefined;
  try {
    return JSON.parse(reply.body);
  } catch {
    return undefined;
  }
}

/** A number in a header, if it is a whole one. */
export function countOf(reply: HttpReply, name: string): number | null {
  const text = headerOf(reply, name);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
}
