import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { type Said, type } from "./typed.ts";

let machine: Machine;
let folder: string;
const cli = (...words: string[]): Promise<Said> => type(words, machine.env).done;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "showrunner-archive-"));
  machine = await prepareMachine();
  await machine.connect("ann");
});
afterEach(async () => {
  await machine.close();
  rmSync(folder, { recursive: true });
});

it("writes all that is one person's into a file that only they may read, and overwrites none", async () => {
  const file = join(folder, "ann.json");
  expect(await cli("archive", "-o", file)).toMatchObject({ code: 0, stderr: "" });
  const text = readFileSync(file, "utf8");
  expect(JSON.parse(text)).toMatchObject({ showrunner: "account", profile: { username: "ann" }, unreadable: [] });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const again = await cli("archive", "--account", "ann", "-o", file);
  expect(again.code).not.toBe(0);
  expect(again.stderr).toContain("there is a file");
  expect(readFileSync(file, "utf8")).toBe(text);
}, 60_000);

it("that cannot be written says so and what to do, and leaves nothing half", async () => {
  const said = await cli("archive", "-o", join(folder, "nowhere", "ann.json"));
  expect(said.code).not.toBe(0);
  expect(said.stderr).toMatch(/ann\.json cannot be written: .*\n {2}Name a file in a folder that you may write to/);
  expect(readdirSync(folder)).toEqual([]);
}, 60_000);
