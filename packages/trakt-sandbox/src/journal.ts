import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { Op } from "./world/ops.ts";

/** Ops kept as JSON lines: what `append` returned from outlives the process. */
export interface Journal {
  append(op: Op): void;
  close(): void;
}

/**
 * Opens the journal, making it if needed, and gives its ops to `replay` in order. A last line without its end is
 * what a killed process had not acknowledged: it is cut off. Throws Problem `sandbox.journal_unreadable` for any
 * other line that is no op.
 */
export function openJournal(path: string, replay: (op: Op) => void): Journal {
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const end = bytes.lastIndexOf(0x0a) + 1;
  let line = 0;
  for (let from = 0; from < end;) {
    line++;
    const to = bytes.indexOf(0x0a, from);
    replay(parseLine(path, line, bytes.toString("utf8", from, to)));
    from = to + 1;
  }
  const file = openSync(path, "a", 0o600);
  if (end < bytes.length) ftruncateSync(file, end);
  return {
    // The page cache survives the process: a write that returned is not lost by kill -9.
    append: (op) => void writeSync(file, `${JSON.stringify(op)}\n`),
    close: () => closeSync(file),
  };
}

function parseLine(path: string, line: number, text: string): Op {
  try {
    return Op.parse(JSON.parse(text));
  } catch (error) {
    throw new Problem({
      code: "sandbox.journal_unreadable",
      message: `line ${line} of ${path} is no op of the sandbox: ${messageOf(error)}`,
      hint: "The file was changed, or is from another version: move it away to start a new world.",
      cause: error,
    });
  }
}
