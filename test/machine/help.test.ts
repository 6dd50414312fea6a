import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createProgram } from "@showrunner/cli/program.ts";
import { describe, expect, it } from "vitest";
import { spawnShowrunner } from "./spawned.ts";
import { type } from "./typed.ts";

type Command = ReturnType<typeof createProgram>;

/** A command and all below it, each with the words that lead to it. */
function tree(command: Command, path: readonly string[] = []): { path: readonly string[]; command: Command }[] {
  return [{ path, command }, ...command.commands.flatMap((below) => tree(below, [...path, below.name()]))];
}

const all = tree(createProgram());
const paths = all.map(({ path }) => [path.join(" "), path] as const);

/** `rules rm 'Finished shows'` as a shell would hand it on. */
function wordsOf(example: string): string[] {
  const [command = ""] = example.split(" < ");
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
}

function examplesIn(help: string): string[] {
  return [...help.matchAll(/^ {2}\$ showrunner (.+)$/gm)].map((match) => match[1] ?? "");
}

describe("help", () => {
  it("there is for every command, more than a few", () => {
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.map(([name]) => name)).toEqual(
      expect.arrayContaining(["start", "rules add", "dead retry", "channels rm"]),
    );
  });

  it.each(paths)("of `%s` says what it and each of its options are, and shows an example of it", async (name, path) => {
    const said = await type([...path, "--help"], {}).done;
    expect(said).toMatchObject({ code: 0, stderr: "" });
    const examples = examplesIn(said.stdout);
    expect(examples.filter((example) => example.startsWith(name))).not.toEqual([]);
    const command = all.find((one) => one.path === path)?.command;
    expect(command?.description()).toMatch(/\S{2}/);
    for (const option of command?.options ?? []) expect(`${option.flags}: ${option.description}`).toMatch(/: .{5}/);
    for (const argument of command?.registeredArguments ?? []) expect(argument.description).toMatch(/.{5}/);
  });

  it("has only examples that are understood, each as the command that it stands under", async () => {
    let checked = 0;
    for (const [name, path] of paths) {
      const { stdout } = await type([...path, "--help"], {}).done;
      for (const example of examplesIn(stdout)) {
        const program = createProgram();
        const ran: string[] = [];
        for (const { path: at, command } of tree(program))
          if (at.length > 0) command.action(() => void ran.push(at.join(" ")));
        await program.parseAsync(wordsOf(example), { from: "user" });
        expect(ran).toHaveLength(1);
        expect(`${ran[0]} `).toMatch(new RegExp(`^${name}`));
        checked += 1;
      }
    }
    expect(checked).toBeGreaterThan(30);
  });

  it("lists the exit codes", async () => {
    const { stdout } = await type(["--help"], {}).done;
    expect(stdout).toContain("Exit codes: 0 done, 1 failed, 2 not understood, 3 nothing of that name, 4 not connected");
  });
});

it("without a command there is help, on standard error, and the exit code is that of an error of usage", async () => {
  const ended = await spawnShowrunner([]).ended;
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toMatch(/^Usage: showrunner/);
});

it("a mistyped command is answered with the one that was meant", async () => {
  const said = await type(["acounts"], {}).done;
  expect(said).toMatchObject({ code: 2, stdout: "" });
  expect(said.stderr).toMatch(/unknown command 'acounts'\n\(Did you mean accounts\?\)/);
});

const bins = fileURLToPath(new URL("../../node_modules/.bin", import.meta.url));

it.skipIf(!existsSync(`${bins}/showrunner`))(
  "`npx showrunner` runs it from the root of a clone, where `npm ci` links it",
  async () => {
    // As npx does it: what is installed comes first in the path, Node included.
    const env = { ...process.env, PATH: `${bins}${delimiter}${process.env["PATH"] ?? ""}` };
    const { stdout } = await promisify(execFile)(`${bins}/showrunner`, ["--version"], { env });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  },
);
