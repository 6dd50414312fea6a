import { DatabaseSync } from "node:sqlite";
import { messageOf, Problem, type ProblemOptions } from "@showrunner/core/errors.ts";

/** https://sqlite.org/rescode.html#busy */
const sqliteBusy = 5;

/**
 * Takes the file for this process alone until it ends, however it ends: the lock is SQLite's own, and the system frees it.
 * Returns what gives it back. Throws `inUse` as a Problem while another process has it, else `data.lock_unusable`.
 */
export function lockFile(path: string, inUse: ProblemOptions): () => void {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(path);
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    return () => lock?.close();
  } catch (cause) {
    lock?.close();
    if (cause instanceof Error && "errcode" in cause && cause.errcode === sqliteBusy)
      throw new Problem({ ...inUse, cause });
    throw new Problem({
      code: "data.lock_unusable",
      message: `the lock file ${path} cannot be used: ${messageOf(cause)}`,
      hint: "It holds nothing: remove it and start again.",
      cause,
    });
  }
}
