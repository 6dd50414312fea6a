import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { readPassphrase } from "@showrunner/local/env.ts";

/**
 * The passphrase of an archive: from the file that was named (`-` is standard input), else from SHOWRUNNER_PASSPHRASE, else typed at the
 * terminal, where it is not shown; `twice` for one that is new. Never an argument: those are seen by everybody on a machine.
 */
export async function askPassphrase(file: string | undefined, twice: boolean): Promise<Secret<string>> {
  if (file !== undefined) return await fromFile(file);
  const set = readPassphrase();
  if (set !== undefined) return set;
  if (!process.stdin.isTTY)
    throw new Problem({
      code: "archive.no_passphrase",
      message: "the archive's secrets need a passphrase, and there is no terminal to type it at",
      hint: "Name a file that holds it with --passphrase-file, or set SHOWRUNNER_PASSPHRASE.",
    });
  const typed = await typedAt("Passphrase of the archive: ");
  if (twice && (await typedAt("Once more: ")) !== typed)
    throw new Problem({ code: "archive.passphrases_differ", message: "the two passphrases are not the same" });
  return new Secret(typed);
}

async function fromFile(file: string): Promise<Secret<string>> {
  let content: string;
  try {
    content = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
  } catch (cause) {
    throw new Problem({
      code: "archive.no_passphrase",
      message: `the file with the passphrase cannot be read: ${messageOf(cause)}`,
      hint: "Name a file that you may read.",
      cause,
    });
  }
  // Editors end files with a line feed that nobody typed.
  return new Secret(content.replace(/\r?\n$/, ""));
}

async function typedAt(prompt: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(prompt);
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question("");
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
