/**
 * The text with everything in quotes and brackets blanked out, as long as it was, so that what stands at its top is found
 * by looking; undefined where there is a comment, which belongs to the text as a whole.
 */
export function outline(text: string): string | undefined {
  let outlined = "";
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (text.startsWith("//", at)) return undefined;
    if (character === '"' || character === "'") {
      const end = endOfQuoted(text, at);
      outlined += "·".repeat(end - at);
      at = end - 1;
      continue;
    }
    if (")]}".includes(character)) depth--;
    outlined += depth === 0 ? character : "·";
    if ("([{".includes(character)) depth++;
  }
  return outlined;
}

/** Just behind the last quote of the text that begins at this quote; CEL has single and triple quotes. */
function endOfQuoted(text: string, start: number): number {
  const one = text.charAt(start);
  const quote = text.startsWith(one.repeat(3), start) ? one.repeat(3) : one;
  for (let at = start + quote.length; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text.startsWith(quote, at)) return at + quote.length;
  }
  return text.length;
}

/** The parts of a text that `||` or `&&` joins at its top; the whole of it where nothing does. */
export function parted(text: string, sign: "||" | "&&"): string[] {
  const outlined = outline(text);
  if (outlined === undefined || outlined.includes("?")) return [text.trim()];
  // `&&` binds tighter: at the top it joins only where there is no `||`.
  if (sign === "&&" && outlined.includes("||")) return [text.trim()];
  const parts: string[] = [];
  let start = 0;
  for (const part of outlined.split(sign)) {
    parts.push(text.slice(start, start + part.length).trim());
    start += part.length + sign.length;
  }
  return parts;
}

/** What is in the brackets that are around the whole text; undefined where there are none. */
export function unwrapped(text: string): string | undefined {
  const outlined = outline(text);
  const isWrapped = outlined?.startsWith("(") === true && outlined.indexOf(")") === outlined.length - 1;
  return isWrapped ? text.slice(1, -1).trim() : undefined;
}

/** Whether the text must stand in brackets to be a part of a larger one. */
export function isLoose(text: string): boolean {
  const outlined = outline(text);
  return outlined === undefined || /\?|\|\||&&/.test(outlined);
}
