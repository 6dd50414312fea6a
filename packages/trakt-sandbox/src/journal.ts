import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { Op } from "./world/ops.ts";

/** Ops kept as JSON lines: what `append` returned from outlives the process. */
export interface Journal {
  append(op: Op): void;
  /** These ops and no others from now on: a crash leaves all of the old ones or all of these. */
  restart(ops: readonly Op[]): void;
  /** Its lines as they are. */
  text(): string;
  close(): void;
}

/**
 * Opens the journal, making it if needed, and gives its ops to `replay` in order. A last line without its end is
 * what a killed process had not acknowledged: it is cut off. Throws Problem `sandbox.journal_unreadable` for any
 * other line that is no op.
 */
export function openJournal(path: string, replay: (op: Op) => void): Journal {
  const bytes = existsSync(path) ? bytesOf(path) : Buffer.alloc(0);
  const end = bytes.lastIndexOf(0x0a) + 1;
  let line = 0;
  for (let from = 0; from < end;) {
    line++;
    const to = bytes.indexOf(0x0a, from);
    replay(parseLine(path, line, bytes.toString("utf8", from, to)));
    from = to + 1;
  }
  let file = openFile(path);
  let isOpen = true;
  if (end < bytes.length) ftruncateSync(file, end);
  return {
    // The page cache survives the process: a write that returned is not lost by kill -9.
    append: (op) => void writeSync(file, `${JSON.stringify(op)}\n`),
    restart: (ops) => {
      const draft = `${path}.new`;
      const next = openSync(draft, "w", 0o600);
      writeFileSync(next, ops.map((op) => `${JSON.stringify(op)}\n`).join(""));
      fsyncSync(next);
      renameSync(draft, path);
      closeSync(file);
      // It is the same file under its new name, and what is appended goes after what was just written.
      file = next;
    },
    text: () => readFileSync(path, "utf8"),
    close: () => {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

function openFile(path: string): number {
  try {
    return openSync(path, "a", 0o600);
  } catch (cause) {
    throw new Problem({
      code: "sandbox.journal_unwritable",
      message: `the journal ${path} cannot be written to: ${messageOf(cause)}`,
      hint: "Name a file in a folder that is there, and that you may write to.",
      cause,
    });
  }
}

/** The ops of a file of JSON lines, as the journal and the export have them. Throws as `openJournal` does. */
export function readOps(path: string): Op[] {
  const ops: Op[] = [];
  for (const [index, line] of bytesOf(path).toString("utf8").split("\n").entries()) {
    if (line.trim() !== "") ops.push(parseLine(path, index + 1, line));
  }
  return ops;
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Problem({
      code: "sandbox.journal_unreadable",
      message: `the file ${path} cannot be read: ${messageOf(cause)}`,
      hint: "It should be a file of the sandbox's own: its journal, or what its export printed.",
      cause,
    });
  }
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
