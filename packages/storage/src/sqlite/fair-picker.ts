import type { DatabaseSync } from "node:sqlite";
import type { QueueName } from "@showrunner/core/ports/queue.ts";
import { numberOf, textOf } from "./columns.ts";
import { afterAllText, justAfter, type Bound } from "./key-range.ts";

interface Wanted {
  max: number;
  /** Groups that are left out. */
  without?: ReadonlySet<string> | undefined;
  mostOfGroup?: number | undefined;
}

interface GroupPick {
  name: string;
  seqs: number[];
}

/**
 * Chooses up to `max` ready messages so that no group waits for another: one of each group in turn, going on
 * after the group where the receive before stopped; what is left over is shared out evenly. Each group costs
 * one index search, however deep the queue is. Returns the `seq`s, within a group oldest first.
 */
export function fairPicker(db: DatabaseSync): (queue: QueueName, wanted: Wanted) => number[] {
  const firstOfNextGroup = db.prepare(
    `SELECT grp, seq FROM messages WHERE queue = ? AND state = 'ready' AND grp >= ? AND grp < ?
     ORDER BY grp, seq LIMIT 1`,
  );
  const moreOfGroup = db.prepare(
    "SELECT seq FROM messages WHERE queue = ? AND state = 'ready' AND grp = ? AND seq > ? ORDER BY seq LIMIT ?",
  );
  /** Where the next receive begins; forgotten with the process, which costs a moment's fairness at most. */
  const begins = new Map<QueueName, string>();

  /** The oldest message of each group from `from` up to, and without, `to`. */
  const walk = (queue: QueueName, from: string, to: Bound, { max, without }: Wanted): GroupPick[] => {
    const picks: GroupPick[] = [];
    let at = from;
    while (picks.length < max) {
      const row = firstOfNextGroup.get(queue, at, to);
      if (row === undefined) break;
      const name = textOf(row, "grp");
      if (without?.has(name) !== true) picks.push({ name, seqs: [numberOf(row, "seq")] });
      at = justAfter(name);
    }
    return picks;
  };

  return (queue, { max, without, mostOfGroup = max }) => {
    const begin = begins.get(queue) ?? "";
    const picks = walk(queue, begin, afterAllText, { max, without });
    picks.push(...walk(queue, "", begin, { max: max - picks.length, without }));
    const last = picks.at(-1);
    if (last !== undefined) begins.set(queue, justAfter(last.name));

    let left = max - picks.length;
    let open = picks;
    while (left > 0 && open.length > 0) {
      const share = Math.ceil(left / open.length);
      const stillOpen: GroupPick[] = [];
      for (const pick of open) {
        const wanted = Math.min(share, left, mostOfGroup - pick.seqs.length);
        const rows = wanted <= 0 ? [] : moreOfGroup.all(queue, pick.name, pick.seqs.at(-1) ?? 0, wanted);
        pick.seqs.push(...rows.map((row) => numberOf(row, "seq")));
        left -= rows.length;
        if (rows.length === share) stillOpen.push(pick);
      }
      open = stillOpen;
    }
    return interleave(picks);
  };
}

/** The first of each group, then the second of each, and so on: no group's work stands behind another's. */
function interleave(picks: readonly GroupPick[]): number[] {
  const turns: number[][] = [];
  for (const { seqs } of picks) {
    for (const [turn, seq] of seqs.entries()) (turns[turn] ??= []).push(seq);
  }
  return turns.flat();
}
