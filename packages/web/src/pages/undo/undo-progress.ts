interface Line {
  why: string | null;
}

/** How far an undo has come, by what still would be taken back and what was. */
export function progressOf({ takesBack, leaves }: { takesBack: readonly Line[]; leaves: readonly Line[] }): {
  done: number;
  all: number;
} {
  const done = leaves.filter(({ why }) => why?.startsWith("it was taken back") === true).length;
  const going = leaves.filter(({ why }) => why?.startsWith("it is being taken back") === true).length;
  return { done, all: takesBack.length + going + done };
}
