import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRule, listRules } from "@showrunner/services/rules/rules.ts";
import type { Account } from "@showrunner/core/records.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { type Said, type } from "./typed.ts";

let machine: Machine;
let ann: Account;
let folder: string;

const cli = (...words: string[]): Promise<Said> => type(words, machine.env).done;

beforeEach(async () => {
  machine = await prepareMachine();
  ann = await machine.connect("ann");
  folder = await mkdtemp(join(tmpdir(), "rules-"));
});
afterEach(async () => {
  await machine.close();
  await rm(folder, { recursive: true });
});

async function file(text: string): Promise<string> {
  const path = join(folder, "rules.yaml");
  await writeFile(path, text);
  return path;
}

const rules = (condition: string): string => `rules:
  - name: Drop what ended
    when: { event: show.ended }
${condition}    then:
      - do: drop
`;

describe("rules as code", () => {
  it("are planned, applied, exported and restored; the export applies without a change", async () => {
    const path = await file(rules(""));
    const planned = await cli("rules", "plan", path);
    expect(planned.stdout).toContain("+ Drop what ended");
    expect(await listRules(machine.ctx, ann.id)).toEqual([]);

    // Nobody is there to be asked.
    expect(await cli("rules", "apply", path)).toMatchObject({ code: 1, stderr: expect.stringContaining("--yes") });
    expect(await listRules(machine.ctx, ann.id)).toEqual([]);
    expect((await cli("rules", "apply", path, "--yes")).code).toBe(0);

    await file(rules("    if: show.rating >= 7.0\n"));
    const changed = await cli("rules", "plan", path);
    expect(changed.stdout).toContain("~ Drop what ended");
    expect(changed.stdout).toContain("+if: show.rating >= 7.0");
    await cli("rules", "apply", path, "--yes");

    const exported = await cli("rules", "export");
    await file(exported.stdout);
    expect((await cli("rules", "apply", path)).stdout).toContain("as the file says already");

    expect((await cli("rules", "versions", "Drop what ended")).stdout).toMatch(/^VERSION +SAVED +NAME\n2 .*\n1 /);
    expect((await cli("rules", "restore", "Drop what ended", "1")).stdout).toContain("version 3 now");
    expect((await findRule(machine.ctx, ann.id, "Drop what ended")).source).not.toHaveProperty("if");
  });

  it("that do not hold up are refused with file lines, and nothing is changed", async () => {
    const path = await file(rules("    if: show.ratin >= 7.0\n"));
    const said = await cli("rules", "apply", path, "--yes");
    expect(said).toMatchObject({ code: 1, stderr: expect.stringContaining("did you mean show.rating?") });
    expect(await listRules(machine.ctx, ann.id)).toEqual([]);
  });
});

describe("recipes and shared rules", () => {
  it("become rules with what was filled in, and go from one account to another as a line", async () => {
    expect((await cli("recipes")).stdout).toContain("stalled-shows");
    expect((await cli("recipes", "show", "rated-high")).stdout).toMatch(/rating +9 +Rated at least/);
    expect(await cli("recipes", "show", "nonsense")).toMatchObject({ code: 3 });
    const added = await cli("recipes", "add", "rated-high", "--set", "rating=10", "--set", "list=Best", "--yes");
    expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining("is on") });
    expect((await findRule(machine.ctx, ann.id, "Rated 9 or 10")).source).toMatchObject({
      if: expect.stringContaining("rating >= 10"),
      then: [{ do: "list.add", list: "Best" }],
    });
    expect(await cli("recipes", "add", "rated-high", "--set", "rating=eleven", "--yes")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("rating"),
    });

    const bo = await machine.connect("bo");
    const line = (await cli("rules", "share", "Rated 9 or 10", "--account", "ann")).stdout.trim();
    const looked = await cli("rules", "import", line, "--account", "bo");
    expect(looked).toMatchObject({ code: 1, stderr: expect.stringContaining("list.add") });
    expect(await listRules(machine.ctx, bo.id)).toEqual([]);
    expect((await cli("rules", "import", line, "--account", "bo", "--yes", "--off")).code).toBe(0);
    expect(await findRule(machine.ctx, bo.id, "Rated 9 or 10")).toMatchObject({ enabled: false });
  });
});

describe("keys and feeds", () => {
  it("are shown once, listed without what they open, and taken back", async () => {
    await cli("rules", "apply", await file(rules("")), "--yes");
    const key = await cli("keys", "add", "home assistant", "--scope", "write");
    const [token = ""] = key.stdout.split("\n");
    expect(token).toMatch(/^srk_[\w-]{40}$/);
    const listed = await cli("keys");
    expect(listed.stdout).toContain("home assistant");
    expect(listed.stdout).not.toContain(token);
    expect((await cli("keys", "rm", "home assistant")).code).toBe(0);
    expect((await cli("keys")).stdout).toContain("no API keys");

    const feed = await cli("feeds", "add", "Drop what ended");
    expect(feed.stdout).toMatch(/http:\/\/127\.0\.0\.1:\d+\/feeds\/[\w-]{40}\/calendar\.ics/);
    const id = /feeds rm (fed_\S+)/.exec(feed.stdout)?.[1] ?? "";
    expect((await cli("feeds")).stdout).toContain(id);
    expect((await cli("feeds", "rm", id)).code).toBe(0);
    expect((await cli("feeds")).stdout).toContain("no feed addresses");
  });
});
