const end = "<!-- Until here. -->";

/** A document with the part of it that code writes as it should be. Throws when it has no place for one. */
export function withSection(text: string, source: string, written: string): string {
  const begin = `<!-- Written by npm run docs, from ${source}. -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the document has no "${begin}" with "${end}" after it`);
  return `${text.slice(0, from)}${begin}\n\n${written}\n\n${text.slice(to)}`;
}

/** Markdown in columns of one width each, as the formatter writes tables. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const whole = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const [head = [], ...body] = whole;
  const widths = head.map((_, column) => Math.max(3, ...whole.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}
