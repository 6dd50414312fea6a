/** "Ann Lee" → "AL", "sean" → "S": what stands for a face. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [words[0], last]
    .map((word) => firstOf(word ?? ""))
    .join("")
    .toUpperCase();
}

/** What a person sees as one letter may be several code points. */
const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const firstOf = (word: string): string => letters.segment(word)[Symbol.iterator]().next().value?.segment ?? "";
