import type { Account } from "@showrunner/core/records.ts";
import { listDead } from "@showrunner/services/act/dead.ts";
import { latestEvents, latestRuns } from "@showrunner/services/events/explain.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { listRules } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { failForGood, pickyRule, toldRule, watch, watchMovie } from "./eventful.ts";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { type Said, type } from "./typed.ts";

let machine: Machine;
let ann: Account;

const cli = (...words: string[]): Promise<Said> => type(words, machine.env).done;

/** What a command prints on standard output with --json, as data. */
async function json<T>(schema: z.ZodType<T>, ...words: string[]): Promise<T> {
  const said = await cli(...words, "--json");
  expect(said).toMatchObject({ code: 0, stderr: "" });
  return schema.parse(JSON.parse(said.stdout));
}

beforeEach(async () => {
  machine = await prepareMachine();
  ann = await machine.connect("ann");
  await machine.work();
});

afterEach(() => machine.close());

/** What there is of everything that an action leaves behind. */
async function traces(): Promise<unknown> {
  const { ctx, sandbox } = machine;
  const [rules, events, runs, inbox] = await Promise.all([
    listRules(ctx, ann.id),
    latestEvents(ctx, ann.id, 100),
    latestRuns(ctx, ann.id, 100),
    readInbox(ctx, ann.id, 100),
  ]);
  return { rules, events, runs, inbox, writes: sandbox.world.writes(), watchlist: sandbox.world.watchlist("ann") };
}

describe("accounts", () => {
  it("are listed with their connection, their pace and their rules", async () => {
    await watch(machine, ann, []);
    expect((await cli("accounts")).stdout).toMatch(
      /^ACCOUNT +CONNECTION +POLLED EVERY +RULES +ID\nann +active +1 min +2 of 2 on +acc_\S+\n$/,
    );
  });

  it("are deleted when that is confirmed, with what is theirs, and others stay", async () => {
    const bob = await machine.connect("bob");
    await cli("rules", "add", machine.file("rule.yaml", toldRule), "--account", "ann");
    const asked = await cli("accounts", "delete", "ann");
    expect(asked).toMatchObject({ code: 2, stdout: "" });
    expect(asked.stderr).toMatch(/^error: this deletes ann for good: rules \(1\), channels \(\d\)[^]*--yes/);
    expect((await cli("accounts")).stdout).toContain("ann");
    expect(await cli("accounts", "delete", "ann", "--yes")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Deleted ann: the tokens are revoked/),
    });
    expect((await cli("accounts")).stdout).not.toContain("ann");
    expect((await cli("accounts")).stdout).toContain(bob.id);
    expect(await listRules(machine.ctx, ann.id)).toEqual([]);
    expect(await cli("accounts", "delete", "ann", "--yes")).toMatchObject({ code: 3 });
  });

  it("that are none: what to do is said, and with --json there is an empty list", async () => {
    const elsewhere = ["--data", `${machine.folder}/elsewhere`];
    expect(await cli("accounts", ...elsewhere)).toMatchObject({
      code: 0,
      stdout: "No account is connected yet: run `showrunner login`.\n",
    });
    expect(await json(z.array(z.unknown()), "accounts", ...elsewhere)).toEqual([]);
  });

  it("of an unknown name: exit code 3, and the names that there are", async () => {
    await machine.connect("bob");
    for (const words of [["events"], ["runs"], ["rules", "list"], ["channels", "list"], ["dead", "list"]]) {
      const said = await cli(...words, "--account", "zoe");
      expect(said).toMatchObject({ code: 3, stdout: "" });
      expect(said.stderr).toBe('error: there is no account "zoe"\n  Known accounts: ann, bob.\n');
    }
  });

  it("of which none is named though there are several: exit code 2, and how to name one", async () => {
    await machine.connect("bob");
    const said = await cli("rules", "add", machine.file("rule.yaml", toldRule));
    expect(said).toMatchObject({ code: 2, stdout: "" });
    expect(said.stderr).toContain("Name one with --account: ann, bob.");
    expect((await cli("rules", "add", `${machine.folder}/rule.yaml`, "-a", "bob")).stdout).toMatch(
      / for bob, version 1/,
    );
  });
});

it("what people were told is listed, newest first", async () => {
  expect((await cli("inbox")).stdout).toBe("Nobody was told anything yet.\n");
  await watch(machine, ann, ["Heat", "Alien"]);
  expect((await cli("inbox")).stdout).toMatch(/^AT +ACCOUNT +TOLD +MORE\n(?:\S+ \S+ +ann +(?:Heat|Alien) +seen\n){2}$/);
  expect(await json(z.array(z.object({ title: z.string() })), "inbox", "-n", "1")).toHaveLength(1);
});

describe("rules", () => {
  const Rule = z.object({ name: z.string(), enabled: z.boolean(), version: z.int(), events: z.array(z.string()) });

  it("are saved, listed, switched off and on, given a new version, and removed", async () => {
    const file = machine.file("rule.yaml", toldRule);
    expect((await cli("rules")).stdout).toBe(
      "There are no rules yet: add one with `showrunner rules add FILE.yaml`.\n",
    );
    expect((await cli("rules", "add", file, "--off")).stdout).toBe(
      'Saved "Movies are told" for ann, version 1. It is off.\n',
    );
    expect((await cli("rules", "enable", "Movies are told")).stdout).toBe('"Movies are told" of ann is on.\n');
    expect((await cli("rules")).stdout).toMatch(
      /^ACCOUNT +RULE +WHEN +STATE +VERSION +ID\nann +Movies are told +movie\.watched +on +1 +rul_\S+\n$/,
    );
    expect((await cli("rules", "disable", "Movies are told")).stdout).toBe('"Movies are told" of ann is off.\n');
    expect(await json(Rule, "rules", "add", file)).toMatchObject({ version: 2, enabled: true });
    expect((await cli("rules", "rm", "Movies are told")).stdout).toBe(
      'Removed "Movies are told" of ann. What it did stays as it is.\n',
    );
    expect(await json(z.array(Rule), "rules", "list")).toEqual([]);
  });

  it("that are broken are not saved: each place is shown, by line and column", async () => {
    const broken = machine.file("broken.yaml", "name: Broken\nwhen: { event: movie.watchd }\nthen:\n  - { do: fly }\n");
    const said = await cli("rules", "add", broken);
    expect(said).toMatchObject({ code: 1, stdout: "" });
    expect(said.stderr).toMatch(/when\.event, line 2, column \d+: .*did you mean movie\.watched\?/);
    expect(said.stderr).toMatch(/then\[0\]\.do, line 4, column \d+: there is no action fly/);
    const Places = z.object({ error: z.object({ places: z.array(z.object({ line: z.int(), path: z.string() })) }) });
    const asJson = Places.parse(JSON.parse((await cli("rules", "add", broken, "--json")).stderr));
    expect(asJson.error.places.map((place) => place.line)).toEqual([2, 4]);
    expect(await json(z.array(Rule), "rules")).toEqual([]);
  });

  it("of no YAML at all, of an unknown channel or of no file: what is wrong is said", async () => {
    const cases: [content: string, says: RegExp][] = [
      ["name: [unclosed", /line 1/],
      [
        toldRule.replace("channel: inbox", "channel: pager"),
        /there is no channel "pager"[^]*This account's channels: inbox/,
      ],
      [toldRule.replace("movie.title", "movie.titel"), /movie\.titel/],
      [pickyRule.replace("movie.year", "movie.yaer"), /did you mean movie\.year\?/],
    ];
    for (const [content, says] of cases) {
      const said = await cli("rules", "add", machine.file("rule.yaml", content));
      expect(said.stdout).toBe("");
      expect(said.code).not.toBe(0);
      expect(said.stderr).toMatch(says);
    }
    expect((await cli("rules", "add", "missing.yaml")).stderr).toMatch(
      /the file missing\.yaml cannot be read\n {2}Name/,
    );
    expect(await json(z.array(Rule), "rules")).toEqual([]);
  });

  it("of an unknown name: exit code 3, and the names that there are", async () => {
    await watch(machine, ann, []);
    for (const verb of ["enable", "disable", "rm", "test"]) {
      const said = await cli("rules", verb, "Moovies");
      expect(said).toMatchObject({ code: 3, stdout: "" });
      expect(said.stderr).toContain("Rules: Movies are told, Only the good.");
    }
  });

  it("are tried on the example and on an event that happened, and nothing comes of it", async () => {
    await watch(machine, ann, ["Heat"]);
    const [event] = await latestEvents(machine.ctx, ann.id, 1);
    const before = await traces();
    const onExample = await cli("rules", "test", "Movies are told");
    expect(onExample.stdout).toMatch(
      /\(movie\.watched, the type's example\)\n {2}would act: It has no conditions\n {2}would send “.+” to inbox\nNothing was done\.\n$/,
    );
    const onEvent = await cli("rules", "test", "Movies are told", "--event", event?.id ?? "");
    expect(onEvent.stdout).toMatch(
      /^Heat watched {2}\(movie\.watched, evt_\S+\)\n {2}would act: .+\n {2}would send “Heat” to inbox\n/,
    );
    const held = await cli("rules", "test", machine.file("picky.yaml", pickyRule), "--event", event?.id ?? "");
    expect(held.stdout).toMatch(
      / {2}if movie\.year < 1900 {2}did not hold {2}\(movie\.year = 2020\)\n {2}would not act: /,
    );
    await machine.work();
    expect(await traces()).toEqual(before);
    expect(await cli("rules", "test", "Movies are told", "-e", "evt_none")).toMatchObject({ code: 3, stdout: "" });
  });
});

describe("what happened", () => {
  const Ids = z.array(z.object({ id: z.string() }));

  it("is listed newest first, as many as are wanted: events and runs", async () => {
    await watch(machine, ann, ["Heat", "Ronin"]);
    const events = await json(
      z.array(z.object({ type: z.string(), data: z.looseObject({ title: z.string().optional() }) })),
      "events",
    );
    expect(events.map((event) => event.type)).toEqual(["movie.watched", "movie.watched"]);
    expect(await json(Ids, "events", "-n", "1")).toHaveLength(1);
    expect((await cli("events")).stdout).toMatch(
      /^RECORDED +ACCOUNT +EVENT +WHAT +ID\n(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}ann +movie\.watched +(?:Heat|Ronin) watched +evt_\S+\n){2}$/,
    );
    const runs = (await cli("runs")).stdout;
    expect(runs).toMatch(/Movies are told +Heat watched +acted +run_/);
    expect(runs).toMatch(/Only the good +Heat watched +did not act +run_/);
    expect(await json(Ids, "runs", "--limit", "3")).toHaveLength(3);
  });

  it("is explained: why a run acted or not, and what came of its actions", async () => {
    await watch(machine, ann, ["Heat"]);
    const runs = await latestRuns(machine.ctx, ann.id, 10);
    const explained: string[] = [];
    for (const run of runs) explained.push((await cli("explain", run.id)).stdout);
    expect(
      explained.filter((one) =>
        one.includes("acted: It has no conditions\nIt asked for:\n  send “Heat” to inbox: done, in the inbox  [act_"),
      ),
    ).toHaveLength(1);
    expect(
      explained.filter((one) =>
        one.includes("did not act: movie.year < 1900 did not hold: movie.year is 2020\nIt asked for nothing."),
      ),
    ).toHaveLength(1);
    expect(await cli("explain", "run_none")).toMatchObject({
      code: 3,
      stdout: "",
      stderr: "error: there is no run run_none\n  List the latest with `showrunner runs`.\n",
    });
  });

  it("is nothing yet: that is said, and with --json there is an empty list", async () => {
    expect((await cli("events")).stdout).toBe("Nothing has happened yet.\n");
    expect((await cli("runs")).stdout).toBe("No rule has run yet.\n");
    expect((await cli("dead")).stdout).toBe("No action has failed for good.\n");
    for (const command of ["events", "runs", "dead"]) expect(await json(z.array(z.unknown()), command)).toEqual([]);
  });
});

describe("dead", () => {
  it("lists what failed for good and why, and does it again when told to, under the same ids", async () => {
    await failForGood(machine, ann, 2);
    const listed = (await cli("dead")).stdout;
    expect(listed).toMatch(
      /ann +Wishes +add Lost 0 to the watchlist +Trakt does not know Lost 0 \(movie:999000000\) +act_made_up_0\n/,
    );
    expect((await cli("dead", "retry", "act_made_up_0")).stdout).toMatch(/^1 action is tried again, at once if/);
    expect(await listDead(machine.ctx, ann.id)).toHaveLength(1);
    await machine.work();
    expect((await listDead(machine.ctx, ann.id)).map((one) => one.id).toSorted()).toEqual([
      "act_made_up_0",
      "act_made_up_1",
    ]);
  });

  it("retries all, and says how far it is when they are many", async () => {
    await failForGood(machine, ann, 75);
    const said = await cli("dead", "retry", "--all");
    expect(said).toMatchObject({ code: 0, stdout: expect.stringMatching(/^75 actions are tried again/) });
    expect(said.stderr).toBe("50 of 75 …\n");
    expect(await listDead(machine.ctx, ann.id)).toEqual([]);
  });

  it("does nothing when one of the ids is wrong: exit code 3; without any id: exit code 2", async () => {
    await failForGood(machine, ann, 1);
    expect(await cli("dead", "retry", "act_made_up_0", "act_none")).toMatchObject({ code: 3, stdout: "" });
    expect(await listDead(machine.ctx, ann.id)).toHaveLength(1);
    expect(await cli("dead", "retry")).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("poll", () => {
  it("says what changed, or that nothing did", async () => {
    await watch(machine, ann, []);
    watchMovie(machine, ann, "Heat");
    expect((await cli("poll", "ann")).stdout).toMatch(
      /^ann: 1 change \(\d+ Trakt calls\)\n {2}Heat watched {2}\(movie\.watched, evt_\S+\)\n$/,
    );
    expect((await cli("poll", "ANN")).stdout).toMatch(/^ann: nothing new \(\d+ Trakt calls?\)\n$/);
  });

  it("that fails says why: exit code 1 when Trakt does not answer, 4 when it must be connected again, 3 for nobody", async () => {
    machine.sandbox.faults.inject({ name: "500" });
    const failed = await cli("poll", "ann");
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/^ann: the poll failed \(\d+ Trakt calls?\)\n {2}failed: poll: .+\n$/);
    machine.sandbox.faults.clear();
    machine.sandbox.world.disconnectApp("ann");
    const refused = await cli("poll", "ann");
    expect(refused).toMatchObject({
      code: 4,
      stdout: expect.stringContaining("Trakt must be connected again for ann"),
    });
    expect(await cli("poll", "zoe")).toMatchObject({ code: 3, stdout: "" });
  });
});
