/**
 * Text from outside as a terminal may show it: titles and names come from anybody, and nothing in them may move the
 * cursor, begin a line of its own, or turn the direction of reading around.
 */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\u{2028}\u{2029}\u{202a}-\u{202e}\u{2066}-\u{2069}]+/gu, " ");
}
