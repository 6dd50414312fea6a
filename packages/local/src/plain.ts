/** What a terminal obeys: control characters, breaks of lines, and turns of the direction of reading. */
const obeyed = /[\p{Cc}\u{2028}\u{2029}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu;

/** Text from outside on one line, with nothing in it that a terminal would obey: titles and names come from anybody. */
export function plain(text: string): string {
  return text.replace(obeyed, " ");
}

/** JSON with nothing in it that a terminal would obey: JSON itself escapes only the first 32 characters. */
export function plainJson(data: unknown, indent = 0): string {
  return JSON.stringify(data, null, indent).replace(obeyed, (character) =>
    character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
