import { plainJson } from "@showrunner/local/plain.ts";

export interface Progress {
  /** `total` is null while nobody knows it. */
  at(phase: string, done: number, total: number | null): void;
  /** Clears the bar, so that what comes next begins on a line of its own. */
  end(): void;
}

const barCells = 30;
/** Without a terminal a line is told for each so many rows. */
const rowsALine = 10_000;

/** Tells on standard error how far something has got: a bar on a terminal, else lines now and then, with --json as JSON. */
export function progressOf(
  json: boolean,
  stream: { isTTY?: boolean; write(text: string): unknown } = process.stderr,
): Progress {
  let shown = "";
  let toldPhase = "";
  let toldAt = 0;
  const isBar = stream.isTTY === true && !json;
  return {
    at: (phase, done, total) => {
      if (isBar) {
        const bar = barOf(phase, done, total);
        // Drawn anew only where something of it changed: a terminal is slower than a database.
        if (bar === shown) return;
        shown = bar;
        stream.write(`\r\u001B[K${bar}`);
        return;
      }
      if (phase === toldPhase && done - toldAt < rowsALine && done !== total) return;
      if (phase === toldPhase && done === toldAt) return;
      toldPhase = phase;
      toldAt = done;
      stream.write(`${json ? plainJson({ phase, done, total }) : `${phase}: ${rowsOf(done, total)}`}\n`);
    },
    end: () => {
      if (shown !== "") stream.write("\r\u001B[K");
      shown = "";
    },
  };
}

function barOf(phase: string, done: number, total: number | null): string {
  if (total === null || total === 0) return `${phase}: ${rowsOf(done - (done % 100), total)}`;
  const share = Math.min(1, done / total);
  const full = Math.floor(share * barCells);
  return `${phase} [${"#".repeat(full)}${".".repeat(barCells - full)}] ${Math.floor(share * 100)} %`;
}

function rowsOf(done: number, total: number | null): string {
  return total === null ? `${done} rows` : `${done} of ${total} rows`;
}
