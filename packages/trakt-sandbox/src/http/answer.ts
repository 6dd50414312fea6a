/** What a route answers with, before it is put on the wire. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** JSON when it is not text. */
  body?: unknown;
  text?: string;
  /** How many things a write changed. */
  changed?: number;
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return { status, headers, body };
}

/** A write's answer, and how many things it changed. */
export function written(body: unknown, changed: number, status = 201): Answer {
  return { status, headers: {}, body, changed };
}

export function empty(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers };
}

/** Trakt's errors are as often empty or HTML as JSON. */
export function html(status: number, text: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { "content-type": "text/html; charset=UTF-8", ...headers }, text };
}

export const notFoundPage = (): Answer => html(404, "");

export function cloudflarePage(status: number, title: string, headers: Record<string, string> = {}): Answer {
  const text = `<!DOCTYPE html>\n<html lang="en-US">\n<head><title>${title} | api.trakt.tv | Cloudflare</title></head>\n<body><h1>${title}</h1></body>\n</html>\n`;
  return html(status, text, { server: "cloudflare", "cf-ray": "8f0000000000abcd-FRA", ...headers });
}
