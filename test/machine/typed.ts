import { run } from "@showrunner/cli/run.ts";

/** What came of a command line. */
export interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

/** A command line that is under way. */
export interface Typed {
  done: Promise<Said>;
  /** Resolves with the first match in what was printed so far, on either stream, as soon as there is one. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
}

/**
 * Runs `showrunner` with these words in this very process, which spares the start of one: what it prints and its exit
 * code are caught. One at a time, for both are the process's own.
 */
export function type(words: readonly string[], env: Readonly<Record<string, string>>): Typed {
  let stdout = "";
  let stderr = "";
  const waiting: (() => void)[] = [];
  const caught = (keep: (text: string) => void) => (text: string | Uint8Array) => {
    keep(String(text));
    for (const one of waiting.splice(0)) one();
    return true;
  };
  const own = {
    env: process.env,
    exitCode: process.exitCode,
    out: process.stdout.write.bind(process.stdout),
    err: process.stderr.write.bind(process.stderr),
  };
  process.env = { PATH: own.env["PATH"] ?? "", TZ: "UTC", ...env };
  process.exitCode = undefined;
  process.stdout.write = caught((text) => (stdout += text));
  process.stderr.write = caught((text) => (stderr += text));
  const work = async (): Promise<Said> => {
    try {
      await run(words);
      return { code: Number(process.exitCode ?? 0), stdout, stderr };
    } finally {
      process.env = own.env;
      process.exitCode = own.exitCode;
      process.stdout.write = own.out;
      process.stderr.write = own.err;
    }
  };
  const done = work();
  return {
    done,
    printed: async (pattern) => {
      const over = done.then(() => true);
      for (let isOver = false; ;) {
        const found = pattern.exec(stdout + stderr);
        if (found !== null) return found;
        if (isOver) throw new Error(`nothing printed matches ${pattern}:\n${stdout}${stderr}`);
        isOver = await Promise.race([over, new Promise<false>((resolve) => waiting.push(() => resolve(false)))]);
      }
    },
  };
}
