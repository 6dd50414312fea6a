const ellipsis = "…";

/** How a receiver counts the length of a text. */
export type Measure = "code_points" | "utf16" | "utf8";

/**
 * The text, cut to `limit` and ended by an ellipsis when it is longer. Cuts between code points only, so that
 * no half of a surrogate pair is left.
 */
export function truncate(text: string, limit: number, measure: Measure = "code_points"): string {
  // No measure counts more than 3 for one UTF-16 unit.
  if (text.length * 3 <= limit || lengthOf(text, measure) <= limit) return text;
  const room = limit - lengthOf(ellipsis, measure);
  let used = 0;
  let end = 0;
  for (const point of text) {
    used += lengthOf(point, measure);
    if (used > room) break;
    end += point.length;
  }
  return text.slice(0, end).trimEnd() + ellipsis;
}

const surrogatePair = /[\ud800-\udbff][\udc00-\udfff]/g;

/** The length of a text in the receiver's measure. */
export function lengthOf(text: string, measure: Measure): number {
  switch (measure) {
    case "utf16":
      return text.length;
    case "utf8":
      return Buffer.byteLength(text);
    case "code_points":
      return text.length - (text.match(surrogatePair)?.length ?? 0);
  }
}

/** Marks that turn the direction of the text after them: a title could dress up what follows it. */
const directionMarks = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/gu;

/** For titles, subjects and header fields: one line, no control characters, no broken surrogates. */
export function singleLine(text: string): string {
  return text
    .toWellFormed()
    .replace(directionMarks, "")
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, " ")
    .trim();
}

/** For bodies: lines end in \n, no other control characters, no broken surrogates. */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(directionMarks, "")
    .replace(/[^\P{Cc}\n\t]/gu, "")
    .trim();
}

/** The URL when it is one that may be shown as a link: http or https, nothing else. */
export function safeLink(url: string | undefined): string | undefined {
  const parsed = url === undefined ? null : URL.parse(url);
  return parsed !== null && (parsed.protocol === "https:" || parsed.protocol === "http:") ? parsed.href : undefined;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text that reads as itself inside HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Said with a message that may have arrived before: its first sending broke off before its end was known. */
export const repeatNotice = "Sent again: it is not known whether this arrived before.";
