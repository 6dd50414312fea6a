import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { systemClock } from "@showrunner/core/clock.ts";
import type { Account } from "@showrunner/core/records.ts";
import { dataFolder, prepareFolder } from "@showrunner/local/data-folder.ts";
import { continueDemo, saveDemo } from "@showrunner/local/demo-clock.ts";
import { latestEvents, latestRuns } from "@showrunner/services/events/explain.ts";
import { listRules, nameOf, saveRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { failForGood, toldRule, watch } from "./eventful.ts";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { commandFile, endAll, spawnShowrunner } from "./spawned.ts";
import { type Said, type } from "./typed.ts";

let machine: Machine;
let ann: Account;

const cli = (...words: string[]): Promise<Said> => type(words, machine.env).done;

beforeEach(async () => {
  machine = await prepareMachine();
  ann = await machine.connect("ann");
  await machine.work();
});

afterEach(async () => {
  await endAll();
  await machine.close();
});

it(
  "--json, before or after the command, gives the same parseable data, for every command",
  { timeout: 60_000 },
  async () => {
    await watch(machine, ann, ["Heat"]);
    await failForGood(machine, ann, 2);
    const [run] = await latestRuns(machine.ctx, ann.id, 1);
    const rule = machine.file("rule.yaml", toldRule);
    const commands = [
      ["accounts"],
      ["rules"],
      ["rules", "list"],
      ["rules", "add", rule],
      ["rules", "test", rule],
      ["rules", "disable", "Movies are told"],
      ["rules", "enable", "Movies are told"],
      ["channels"],
      ["channels", "test", "inbox"],
      ["events"],
      ["runs"],
      ["explain", run?.id ?? ""],
      ["dead"],
      ["dead", "retry", "act_made_up_0"],
      ["dead", "retry", "--all"],
      ["poll", "ann"],
      ["rules", "rm", "Movies are told"],
      ["accounts", "delete", "ann", "--yes"],
    ];
    for (const words of commands) {
      const after = await cli(...words, "--json");
      expect({ words, code: after.code, stderr: after.stderr }).toEqual({ words, code: 0, stderr: "" });
      expect(JSON.parse(after.stdout)).toBeTypeOf("object");
      const before = await cli("--json", ...words);
      if (before.code === 0) expect(JSON.parse(before.stdout)).toBeTypeOf("object");
      // What was done already cannot be done again; that is told as JSON, too.
      else
        expect(JSON.parse(before.stderr)).toMatchObject({ error: { code: expect.stringMatching(/unknown|not_dead/) } });
    }
  },
);

it("errors with --json are JSON on standard error, each with its code, and nothing is on standard output", async () => {
  const errors: [words: string[], code: number, named: string][] = [
    [["rules", "add", "missing.yaml"], 1, "rule.file_unreadable"],
    [["rules", "add"], 2, "command.not_understood"],
    [["nonsense"], 2, "command.not_understood"],
    [["events", "--limit", "0"], 2, "command.not_understood"],
    [["explain", "run_none"], 3, "run.unknown"],
    [["poll", "zoe"], 3, "account.unknown"],
    [["dead", "retry", "act_none"], 3, "action.not_dead"],
  ];
  for (const [words, code, named] of errors) {
    const said = await cli(...words, "--json");
    expect({ words, ...said }).toMatchObject({ words, code, stdout: "" });
    expect(JSON.parse(said.stderr)).toMatchObject({ error: { code: named, message: expect.any(String) } });
  }
});

it("titles and names cannot steer the terminal, nor make up lines of output, in words and in JSON", async () => {
  const evil = "Evil \u001b[31mRed\u0007\u009b2J \u202etxt\u2028\r\nFORGED line";
  await watch(machine, ann, [evil]);
  const rule = toldRule.replace("Movies are told", '"Named \\e[31m\\a\\u009b2J"');
  await cli("rules", "add", machine.file("rule.yaml", rule));
  await failForGood(machine, ann, 1);
  const runs = await latestRuns(machine.ctx, ann.id, 10);
  const [event] = await latestEvents(machine.ctx, ann.id, 1);
  const commands = [
    ["events"],
    ["runs"],
    ["rules"],
    ["rules", "test", `${machine.folder}/rule.yaml`, "-e", event?.id ?? ""],
    ["rules", "disable", "Named \u001b[31m\u0007\u009b2J"],
    ["rules", "rm", "nothing \u001b[31m of that name"],
    ["dead"],
    ...runs.map((run) => ["explain", run.id]),
  ];
  for (const words of commands)
    for (const more of [[], ["--json"]]) {
      const { stdout, stderr } = await cli(...words, ...more);
      expect(stdout + stderr).not.toBe("");
      for (const line of (stdout + stderr).split("\n")) {
        expect(line).not.toMatch(/[\p{Cc}\u2028\u202a-\u202e]/u);
        expect(line).not.toMatch(/^\s*FORGED/);
      }
    }
});

it("in the demo, commands say when there is nothing yet, and those that need its Trakt that it must run", async () => {
  const demo = { SHOWRUNNER_DATA: `${machine.folder}/trial` };
  expect(await type(["accounts"], demo).done).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/there is nothing in \S+ yet\n {2}Start the demo with `npm start`/),
  });
  const files = dataFolder(demo.SHOWRUNNER_DATA, true);
  prepareFolder(files);
  saveDemo(files, continueDemo(files, 60, systemClock.now()));
  machine.file("trial/demo/showrunner.db", "");
  expect(await type(["accounts"], demo).done).toMatchObject({ code: 0, stderr: "" });
  expect(await type(["poll", "velvet-otter"], demo).done).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/the demo's Trakt is not running[^]*Start it with `npm start`/),
  });
});

describe("as processes of their own", () => {
  it("commands do the same on the same folder, with the same exit codes", async () => {
    await watch(machine, ann, ["Heat"]);
    const { env } = machine;
    const listed = await spawnShowrunner(["runs", "--json"], { env }).ended;
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(listed.stdout)).toHaveLength(2);
    const nobody = await spawnShowrunner(["events", "--account", "zoe"], { env }).ended;
    expect(nobody).toMatchObject({ code: 3, stdout: "", stderr: expect.stringContaining("Known accounts: ann.") });
  });

  it("start says who is connected, and with --json tells what it does as one object a line", async () => {
    const { env } = machine;
    const inWords = spawnShowrunner(["start", "--port", "0"], { env });
    await inWords.line(/^Connected: ann\.$/, 20_000);
    expect(await inWords.stop()).toMatchObject({ code: 0, stderr: "" });

    await saveRule(machine.ctx, ann.id, toldRule, { enabled: true });
    const inJson = spawnShowrunner(["start", "--port", "0", "--json"], { env });
    await inJson.line(/"kind":"polled"/, 20_000);
    expect(await inJson.stop()).toMatchObject({ code: 0, stderr: "" });
    const told = inJson.lines().map((line): unknown => JSON.parse(line));
    expect(told[0]).toMatchObject({ kind: "started", mode: "trakt", people: ["ann"] });
    expect(told.at(-1)).toEqual({ kind: "stopped" });
    expect(told).toContainEqual(expect.objectContaining({ kind: "polled", who: "ann", seeded: ["history"] }));
  });

  it("a rule is read from standard input", async () => {
    const { env } = machine;
    const tried = await spawnShowrunner(["rules", "test", "-"], { env, input: toldRule }).ended;
    expect(tried).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("Nothing was done.") });
    const added = await spawnShowrunner(["rules", "add", "-"], { env, input: toldRule }).ended;
    expect(added).toMatchObject({ code: 0, stderr: "" });
    expect((await listRules(machine.ctx, ann.id)).map(nameOf)).toEqual(["Movies are told"]);
  });

  it("whoever stops reading the output early, as `head` does, gets no error", async () => {
    await failForGood(machine, ann, 100);
    const env = { PATH: process.env["PATH"] ?? "", ...machine.env };
    const pipe = `"${process.execPath}" "${commandFile}" dead --json | head -1`;
    const { stdout, stderr } = await promisify(execFile)("sh", ["-c", pipe], { env });
    expect({ stdout, stderr }).toEqual({ stdout: "[\n", stderr: "" });
  });
});
