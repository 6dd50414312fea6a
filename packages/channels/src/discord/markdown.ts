import { truncate } from "../render.ts";

/** A web address, up to anything that markdown could make more of. */
const link = /(https?:\/\/[^\s<>[\]*`|\\]+)/g;

/**
 * What Discord's markdown or mentions would make something of; a backslash makes each read as itself. Parentheses
 * mean nothing without brackets before them, and a backslash would become part of a link that they stand around.
 */
const special = /[\\*_~`|<>[\]@#]/g;
/** Quotes and lists begin a line. */
const lineStart = /^(\s*)([-+]|\d+(?=\.))/gm;

/**
 * Text as Discord shows it unformatted, cut to `limit` UTF-16 units (Discord does not say how it counts; no way
 * of counting finds more of them). Web addresses stay as they are, so that they stay links.
 */
export function discordText(text: string, limit: number): string {
  const whole = escape(text);
  if (whole.length <= limit) return whole;
  // Escapes are longer than what they stand for: cut the text, not its escapes, until it fits.
  let low = 0;
  let high = Math.min(text.length, limit);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (escape(truncate(text, middle, "utf16")).length <= limit) low = middle;
    else high = middle - 1;
  }
  return escape(truncate(text, low, "utf16"));
}

function escape(text: string): string {
  return text
    .split(link)
    .map((part, index) => (index % 2 === 1 ? part : escapePlain(part)))
    .join("");
}

function escapePlain(text: string): string {
  return text.replace(special, "\\$&").replace(lineStart, "$1\\$2");
}
