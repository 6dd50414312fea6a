import type { Account } from "@showrunner/core/records.ts";
import { latestEvents } from "@showrunner/services/events/explain.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { type Said, type } from "./typed.ts";

let machine: Machine;
let ann: Account;

const cli = (...words: string[]): Promise<Said> => type(words, machine.env).done;

const keep = "name: Keep\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n";

/** A movie that is a favorite before the rule is on, and one that becomes one. */
beforeEach(async () => {
  machine = await prepareMachine();
  const { ctx, sandbox } = machine;
  ann = await machine.connect("ann");
  await machine.work();
  sandbox.world.favorite("ann", { type: "movie", trakt: sandbox.world.addMovie({ title: "Old One", year: 2020 }) });
  await saveRule(ctx, ann.id, keep, { enabled: true });
  await machine.work();
  sandbox.world.favorite("ann", { type: "movie", trakt: sandbox.world.addMovie({ title: "New One", year: 2021 }) });
  await pollAccount(ctx, ann.id);
  await machine.work();
});
afterEach(() => machine.close());

const listed = (): number => machine.sandbox.world.watchlist("ann").length;

describe("a rule tried before", () => {
  it("rules backtest says how often it would have acted, with a bar for each day", async () => {
    const path = machine.file(
      "told.yaml",
      'name: Told\nwhen: { event: favorites.item_added }\nthen: [{ do: notify, channel: inbox, title: New, body: "{{ movie.title }}" }]\noptions: { digest: weekly }\n',
    );
    const said = await cli("rules", "backtest", path, "--days", "7");
    expect(said).toMatchObject({ code: 0, stderr: "" });
    expect(said.stdout).toContain('In the last 7 days "Told" would have acted once.');
    expect(said.stdout).toMatch(/\|\s*█\|/);
    expect(said.stdout).toContain(
      "New One added to the favorites: would send “New” to inbox, held for your weekly digest",
    );
    expect(said.stdout).toContain("Nothing was done.");
    const asData: unknown = JSON.parse((await cli("rules", "backtest", "Keep", "--json")).stdout);
    expect(asData).toMatchObject({ matched: 1, days: 90 });
    expect(await cli("rules", "backtest", "Keep", "--days", "400")).toMatchObject({ code: 2 });
  });

  it("rules test says what becomes of an action in time", async () => {
    const path = machine.file(
      "wait.yaml",
      "name: Waits\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add, wait: 2 days, if: '!on_watchlist' }]\n",
    );
    const said = await cli("rules", "test", path);
    expect(said).toMatchObject({ code: 0, stderr: "" });
    expect(said.stdout).toContain("to the watchlist, only after 2 days, if then !on_watchlist");
  });

  it("rules apply-now shows what it would do, does it with --yes, and each thing once", async () => {
    const asked = await cli("rules", "apply-now", "Keep");
    expect(asked).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('"Keep" finds 2 things that are there now'),
    });
    expect(asked.stderr).toContain("Old One added to the favorites: would add Old One to the watchlist");
    expect(asked.stderr).toContain("--yes");
    expect(listed()).toBe(1);
    const done = await cli("rules", "apply-now", "Keep", "--yes");
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining("was applied to 1 thing") });
    await machine.work();
    expect(listed()).toBe(2);
    expect((await cli("rules", "apply-now", "Keep", "--yes")).stdout).toContain("There is nothing to do.");
  });
});

describe("a rule explained after", () => {
  it("explain takes a run, an event or a rule", async () => {
    const [event] = await latestEvents(machine.ctx, ann.id, 10);
    if (event === undefined) throw new Error("nothing happened");
    const ofRule = await cli("explain", "Keep");
    expect(ofRule).toMatchObject({ code: 0, stderr: "" });
    expect(ofRule.stdout).toContain('Rule "Keep" (version 1) waits for favorites.item_added.');
    expect(ofRule.stdout).toContain("it acted once");
    const favorite = (await latestEvents(machine.ctx, ann.id, 10)).find((one) => one.type === "favorites.item_added");
    const ofEvent = await cli("explain", favorite?.id ?? "");
    expect(ofEvent.stdout).toContain('"New One added to the favorites" (favorites.item_added) was seen');
    expect(ofEvent.stdout).toContain("watchlist.add of New One was done");
    expect(await cli("explain", "evt_none")).toMatchObject({ code: 3 });
    expect(await cli("explain", "run_none")).toMatchObject({ code: 3 });
    expect(await cli("explain", "No such rule")).toMatchObject({ code: 3 });
  });

  it("why-not says what was seen of a title, and of one that was not seen why", async () => {
    const seen = await cli("why-not", "new one");
    expect(seen).toMatchObject({ code: 0, stderr: "" });
    expect(seen.stdout).toContain('Rule "Keep" (version 1) matched');
    const unseen = await cli("why-not", "Old One", "--kind", "movie");
    expect(unseen).toMatchObject({ code: 0, stdout: expect.stringContaining("Nothing about Old One was seen") });
    expect(await cli("why-not", "qqqq zzzz")).toMatchObject({ code: 3 });
    expect(await cli("why-not", "Old One", "--season", "x")).toMatchObject({ code: 2 });
  });
});
