import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Account } from "@showrunner/core/records.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import type { KeyScope } from "@showrunner/services/accounts/new-api-key.ts";
import { latestEvents, latestRuns } from "@showrunner/services/events/explain.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { listRules, saveRule } from "@showrunner/services/rules/rules.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { endAll, spawnShowrunner, untilNothingIsMissing } from "./spawned.ts";
import { type Said, type } from "./typed.ts";

const rule = "name: Later\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n";
const fileOf = (condition: string) =>
  `rules:\n  - name: Drop what ended\n    when: { event: show.ended }\n${condition}    then: [{ do: drop }]\n`;

let machine: Machine;
let ann: Account;
let bob: Account;
let server = "";
const keys = { write: "", read: "", bob: "" };

/** The command line of another machine, which has no data and no Trakt app: it knows an address and a key. */
const cli = (...words: string[]): Promise<Said> => withKey(keys.write, ...words);
const withKey = (key: string, ...words: string[]): Promise<Said> =>
  type(words, { SHOWRUNNER_SERVER: server, SHOWRUNNER_KEY: key }).done;
/** The same on the machine itself. */
const there = (...words: string[]): Promise<Said> => type(words, machine.env).done;

beforeAll(async () => {
  machine = await prepareMachine();
  [ann, bob] = [await machine.connect("ann"), await machine.connect("bob")];
  await machine.work();
  const { ctx, sandbox } = machine;
  for (const [account, title] of [
    [ann, "A Movie"],
    [bob, "Bob's Secret"],
  ] as const) {
    await saveRule(ctx, account.id, rule, { enabled: true });
    await machine.work();
    const trakt = sandbox.world.addMovie({ title, year: 2020 });
    sandbox.world.favorite(account.username, { type: "movie", trakt });
    await pollAccount(ctx, account.id);
    await machine.work();
  }
  const keyOf = async (account: Account, scope: KeyScope) =>
    (await addKey(ctx, account.id, { name: `${scope} elsewhere`, scopes: [scope] })).token.reveal();
  keys.write = await keyOf(ann, "write");
  keys.read = await keyOf(ann, "read");
  keys.bob = await keyOf(bob, "write");
  const spawned = spawnShowrunner(["start", "--port", "0", "--json"], { env: machine.env });
  const started = await spawned.line(/"kind":"started"/, 120_000);
  server = z.object({ url: z.string() }).parse(JSON.parse(started)).url;
});
afterAll(async () => {
  await endAll();
  await machine.close();
});

describe("the command line against a Showrunner elsewhere", () => {
  it("prints the same as on the machine itself, for what a key opens", async () => {
    const [event] = await latestEvents(machine.ctx, ann.id, 1);
    const [run] = await latestRuns(machine.ctx, ann.id, 1);
    for (const words of [
      ["rules"],
      ["rules", "list", "--json"],
      ["rules", "export"],
      ["rules", "versions", "Later"],
      ["rules", "backtest", "Later"],
      ["rules", "share", "Later"],
      ["rules", "test", "Later", "--json", "-e", event?.id ?? ""],
      ["rules", "now", "Later"],
      ["events"],
      ["events", "--json"],
      ["inbox"],
      ["audit"],
      ["runs"],
      ["runs", "--json", "-n", "1"],
      ["explain", run?.id ?? ""],
      ["explain", run?.id ?? "", "--json"],
      ["explain", event?.id ?? ""],
      ["explain", "Later"],
      ["why-not", "A Movie", "--kind", "movie"],
      ["undo", run?.id ?? ""],
      ["channels"],
      ["deliveries", "inbox"],
      ["hooks"],
      ["feeds"],
      ["keys"],
      ["approvals"],
      ["dead"],
      ["household"],
      ["settings"],
      ["watched"],
      ["friends"],
      ["recipes"],
    ]) {
      const [elsewhere, here] = [await cli(...words, ...asAnn(words)), await there(...words, ...asAnn(words))];
      expect([words, elsewhere]).toEqual([words, here]);
    }
  });

  it("plans and applies a file, restores a version, switches and removes", async () => {
    const path = machine.file("rules.yaml", fileOf(""));
    expect((await cli("rules", "plan", path)).stdout).toContain("+ Drop what ended");
    expect(await cli("rules", "apply", path, "--yes")).toEqual({
      code: 0,
      stdout: "1 change made for ann.\n",
      stderr: "added: Drop what ended\n",
    });
    machine.file("rules.yaml", fileOf("    if: show.rating >= 7\n"));
    await cli("rules", "apply", path, "--yes");
    expect((await cli("rules", "restore", "Drop what ended", "1")).stdout).toContain("version 3 now");
    expect((await cli("rules", "disable", "Drop what ended")).stdout).toBe('"Drop what ended" of ann is off.\n');
    expect((await cli("rules", "rm", "Drop what ended")).code).toBe(0);
    expect(await listRules(machine.ctx, ann.id)).toHaveLength(1);
  });

  it("tells what is wrong with a rule by line and column, as it does on the machine itself", async () => {
    const path = machine.file("broken.yaml", "name: Broken\nwhen: { event: movie.watchd }\nthen:\n  - { do: fly }\n");
    for (const words of [
      ["rules", "add", path],
      ["rules", "add", path, "--json"],
      ["rules", "backtest", path],
    ]) {
      const said = await cli(...words);
      expect(said).toEqual(await there(...words, "-a", "ann"));
      expect(said.code).toBe(1);
      expect(said.stderr).toMatch(/line 2|"line":2/);
    }
  });

  it("plans a file of any size on the machine itself, and elsewhere one of 256 KiB", async () => {
    const many = Array.from({ length: 400 }, (_, at) => {
      const condition = Array.from({ length: 40 }, () => "show.rating >= 7.0").join(" && ");
      return `  - { name: Rule ${at}, when: { event: show.ended }, if: "${condition}", then: [{ do: drop }] }\n`;
    });
    const path = machine.file("many.yaml", `rules:\n${many.join("")}`);
    expect((await there("rules", "plan", path, "-a", "ann")).stdout).toContain("400 changes for ann");
    expect((await cli("rules", "plan", path)).stderr).toMatch(/^error: the body is larger than 256 KiB\n {2}Send less/);
  });

  it("takes back what a rule did", async () => {
    expect(machine.sandbox.world.watchlist("ann")).toHaveLength(1);
    expect(await cli("undo", "--rule", "Later", "--yes")).toMatchObject({ code: 0, stderr: "" });
    await untilNothingIsMissing(60_000, () =>
      Promise.resolve(machine.sandbox.world.watchlist("ann").map(() => "the watchlist is not empty yet")),
    );
  });

  it("has the account polled there, and says which address a hook and a feed have", async () => {
    expect(await cli("poll", "ann")).toMatchObject({ code: 0, stdout: expect.stringContaining("in a moment") });
    expect((await cli("hooks", "add", "plex", "tv")).stdout).toContain(`below ${server}: /hooks/`);
    expect((await cli("feeds", "add", "Later")).stdout).toContain(`  ${server}/feeds/`);
  });
});

/** On the machine itself two people are connected, and one must be named. */
const asAnn = ([command]: string[]): string[] => (command === "recipes" ? [] : ["-a", "ann"]);

describe("a key", () => {
  it("that may only read is refused for a change, with what to do; nothing is changed", async () => {
    expect((await withKey(keys.read, "rules")).code).toBe(0);
    const said = await withKey(keys.read, "rules", "rm", "Later");
    expect(said).toMatchObject({ code: 1, stdout: "" });
    expect(said.stderr).toBe(
      "error: this key may read, and this needs write\n  Make a key with the scope write: `showrunner keys add NAME --scope write`.\n",
    );
    expect(await listRules(machine.ctx, ann.id)).toHaveLength(1);
  });

  it("that opens nothing is refused, and is not repeated", async () => {
    const wrong = `srk_${"made-up".repeat(6)}`;
    const said = await withKey(wrong, "rules");
    expect(said).toMatchObject({ code: 1, stdout: "" });
    expect(said.stderr).toMatch(/^error: .*key/);
    expect(said.stderr).not.toContain(wrong);
  });

  it("that is none is not repeated either", async () => {
    for (const wrong of ["two secret words", "secret\nline", "sécret", " "]) {
      const said = await withKey(wrong, "rules");
      expect([wrong, said.code, said.stdout]).toEqual([wrong, 2, ""]);
      expect(said.stderr).toMatch(/^error: what was given as the key is none/);
      expect(said.stderr).not.toMatch(/s[eé]cret/);
    }
  });

  it("finds nothing of another account, not even that it is there", async () => {
    const [run] = await latestRuns(machine.ctx, bob.id, 1);
    const [event] = await latestEvents(machine.ctx, bob.id, 1);
    for (const words of [
      ["rules", "--account", "bob"],
      ["rules", "--account", bob.id],
      ["events", "-a", "bob"],
      ["explain", run?.id ?? ""],
      ["explain", event?.id ?? ""],
      ["undo", run?.id ?? ""],
      ["disconnect", "bob"],
      ["accounts", "delete", "bob", "--yes"],
    ]) {
      const said = await cli(...words);
      expect([words, said.code, said.stdout]).toEqual([words, 3, ""]);
      expect(said.stderr).not.toContain("Secret");
    }
    expect((await cli("accounts")).stdout).not.toContain("bob");
    expect((await withKey(keys.bob, "events")).stdout).toContain("Bob's Secret");
  });

  it("is taken from --key-file, or --key, before the environment's", async () => {
    const file = machine.file("key", `${keys.bob}\n`);
    expect((await cli("events", "--key-file", file)).stdout).toContain("Bob's Secret");
    expect((await cli("events", "--key", keys.bob)).stdout).toContain("Bob's Secret");
    expect(await cli("events", "--key-file", `${file}.none`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("cannot be read"),
    });
    expect(await type(["events", "--server", server], {}).done).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: there is no key for .*\n {2}Make one there/),
    });
  });
});

describe("a server", () => {
  it("that is down is told: nothing listens there", async () => {
    const said = await cli("rules", "--server", "http://127.0.0.1:9");
    expect(said).toMatchObject({ code: 1, stdout: "" });
    expect(said.stderr).toMatch(/^error: http:\/\/127\.0\.0\.1:9 cannot be reached.*\n {2}Check the address/);
  });

  it("that is something else is told, whatever it answers", async () => {
    const answers = ["<html>A router</html>", '{"message":"Not Found"}', '"hello"', "[]"];
    let at = 0;
    const other = createServer((_request, response) => {
      response.writeHead(at === 1 ? 404 : 200, { "content-type": "text/html" }).end(answers[at]);
    });
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port }: AddressInfo = z.custom<AddressInfo>().parse(other.address());
    try {
      for (at = 0; at < 3; at++) {
        const said = await cli("rules", "--server", `http://127.0.0.1:${port}`);
        expect(said).toMatchObject({ code: 1, stdout: "" });
        expect(said.stderr).toMatch(/^error: .*\n {2}Check the address: it is Showrunner's own/);
      }
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it("is not for what only this machine can do", async () => {
    for (const words of [
      ["start"],
      ["login"],
      ["doctor"],
      ["export", machine.file("house", "")],
      ["import", machine.file("house", "")],
    ]) {
      const said = await cli(...words, "--json");
      expect([words, said.code, said.stdout]).toEqual([words, 2, ""]);
      expect(JSON.parse(said.stderr)).toMatchObject({ error: { code: "cli.local_only" } });
    }
    expect(await cli("sandbox", "state", "--server", server)).toMatchObject({ code: 2, stdout: "" });
  });

  it("and a data folder at once are refused; a folder that is typed comes before the environment's server", async () => {
    expect(await cli("rules", "--server", server, "--data", machine.folder)).toMatchObject({ code: 2 });
    const here = await type(["accounts", "--data", machine.folder], { ...machine.env, SHOWRUNNER_SERVER: server }).done;
    expect(here.stdout).toContain("bob");
  });

  it("that is no address is refused", async () => {
    const withPassword = await cli("rules", "--server", "https://ann:hunter2@shows.example.com");
    expect(withPassword).toMatchObject({ code: 2, stderr: expect.stringContaining("password in it") });
    expect(withPassword.stderr).not.toContain("hunter2");
    expect(await type(["rules"], { SHOWRUNNER_SERVER: "shows.example.com" }).done).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("the variable SHOWRUNNER_SERVER cannot be used"),
    });
    expect(await cli("rules", "--server", "shows.example.com")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Write it in full"),
    });
  });
});
