interface Line {
  why: string | null;
}

/** What an undo comes to, or came to, line by line. */
export interface Became<One> {
  /** It was. */
  taken: One[];
  /** It is being, or is still to be. */
  going: One[];
  left: One[];
}

/** Parts what an undo's scope has now: what was taken back already is no longer to be, and is not left as it is. */
export function becameOf<One extends Line>({ takesBack, leaves }: Record<"takesBack" | "leaves", One[]>): Became<One> {
  const says = ({ why }: One, words: string): boolean => why?.startsWith(words) === true;
  const taken = leaves.filter((line) => says(line, "it was taken back"));
  const going = leaves.filter((line) => says(line, "it is being taken back"));
  const left = leaves.filter((line) => !taken.includes(line) && !going.includes(line));
  return { taken, going: [...going, ...takesBack], left };
}
