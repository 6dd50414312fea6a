const mostItems = 6;
const mostLetters = 160;

/** What a name stood for, short enough for a line or two: `drama, crime, +3 more`. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "string") return value === "" ? "an empty text" : cut(value);
  if (typeof value === "boolean") return value ? "yes" : "no";
  // A year is no amount: only what is longer is grouped.
  if (typeof value === "number") return Math.abs(value) < 10_000 ? String(value) : value.toLocaleString();
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    if (items.length === 0) return "none";
    const shown = items.slice(0, mostItems).map(valueText).join(", ");
    return items.length > mostItems ? `${shown}, +${items.length - mostItems} more` : cut(shown);
  }
  return cut(JSON.stringify(value) ?? "something");
}

function cut(text: string): string {
  return text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text;
}
