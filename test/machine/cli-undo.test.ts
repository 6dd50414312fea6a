import type { Account } from "@showrunner/core/records.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { sweep } from "@showrunner/services/schedule/sweep.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { type Said, type } from "./typed.ts";

let machine: Machine;
let ann: Account;

const cli = (...words: string[]): Promise<Said> => type(words, machine.env).done;

beforeEach(async () => {
  machine = await prepareMachine();
  ann = await machine.connect("ann");
  await machine.work();
});
afterEach(() => machine.close());

/** A rule, and a movie that becomes a favorite while it is on. */
async function happen(rule: string): Promise<void> {
  const { ctx, sandbox } = machine;
  await saveRule(ctx, ann.id, rule, { enabled: true });
  await machine.work();
  const trakt = sandbox.world.addMovie({ title: "A Movie", year: 2020 });
  sandbox.world.favorite("ann", { type: "movie", trakt });
  await pollAccount(ctx, ann.id);
  await machine.work();
}

/** What the sweeper sends, and then is done. */
async function settle(): Promise<void> {
  await machine.work();
  await sweep(machine.ctx);
  await machine.work();
}

const later = "name: Later\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n";
const watchlist = (): number => machine.sandbox.world.watchlist("ann").length;

describe("undo", () => {
  it("says what it would take back and does nothing, and with --yes takes it back", async () => {
    await happen(later);
    expect(watchlist()).toBe(1);
    const preview = await cli("undo", "--rule", "Later");
    expect(preview).toMatchObject({ code: 0, stderr: "" });
    expect(preview.stdout).toMatch(/^To take back:\n {2}A Movie is on the watchlist {2}\(Later, .*\)\n/);
    expect(preview.stdout).toContain("say --yes");
    await settle();
    expect(watchlist()).toBe(1);

    expect(await cli("undo", "--rule", "Later", "--yes")).toMatchObject({ code: 0, stderr: "" });
    await settle();
    expect(watchlist()).toBe(0);
    expect((await cli("undo", "--rule", "Later")).stdout).toContain("it was taken back before");
  });

  it("refuses a run that is none, a day that is none, and two things at once", async () => {
    expect(await cli("undo", "run_nobody")).toMatchObject({ code: 3, stderr: expect.stringContaining("no run") });
    expect(await cli("undo", "--day", "2026-02-30")).toMatchObject({ code: 2 });
    expect(await cli("undo")).toMatchObject({ code: 2 });
    expect(await cli("undo", "run_AbC", "--rule", "Later")).toMatchObject({ code: 2 });
  });

  it("of a rule that is switched off with it", async () => {
    await happen(later);
    const said = await cli("rules", "disable", "Later", "--revert");
    expect(said).toMatchObject({ code: 0, stdout: expect.stringContaining('"Later" of ann is off') });
    await settle();
    expect(watchlist()).toBe(0);
    expect((await cli("rules")).stdout).toContain("off");
  });
});

describe("approvals", () => {
  it("are listed, and answered once", async () => {
    await happen(
      "name: Hide\nwhen: { event: favorites.item_added }\nthen: [{ do: hide, section: calendar }]\noptions: { limit: { hides: 0 } }\n",
    );
    const hidden = (): number => machine.sandbox.world.hidden("ann", "calendar").length;
    expect(hidden()).toBe(0);
    const listed = await cli("approvals");
    expect(listed.stdout).toMatch(/^ASKED +ACCOUNT +RULE .*\n.*ann +Hide .*waiting .*apr_\S+\n$/);
    expect(await cli("approvals", "yes")).toMatchObject({ code: 2 });
    expect(await cli("approvals", "yes", "apr_nobody")).toMatchObject({ code: 3 });
    expect((await cli("approvals", "yes", "--rule", "Hide")).stdout).toContain("1 run may go on");
    await settle();
    expect(hidden()).toBe(1);
    expect((await cli("approvals")).stdout).toBe("Nothing waits for your yes.\n");
    expect((await cli("approvals", "list", "--all")).stdout).toContain("done");
  });
});
