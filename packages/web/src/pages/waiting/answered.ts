/** What an approval is in its life. */
interface Asked {
  state: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** Parts what still waits from what was answered or ran out; nothing of it is done any more once its time is over. */
export function answeredOf<One extends Asked>(all: readonly One[], nowMs: number): { waiting: One[]; answered: One[] } {
  const isWaiting = ({ state, expiresAt }: One): boolean => state === "waiting" && Date.parse(expiresAt) > nowMs;
  return { waiting: all.filter(isWaiting), answered: all.filter((one) => !isWaiting(one)) };
}

const words: Readonly<Record<string, string>> = {
  approved: "You said yes",
  done: "Done after your yes",
  refused: "You said no",
  expired: "Ran out",
  // Its time is over, and that is about to be noted.
  waiting: "Ran out",
};

export const stateWords = (state: string): string => words[state] ?? state;
