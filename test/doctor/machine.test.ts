import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { type Clock, systemClock } from "@showrunner/core/clock.ts";
import { actionKey, connectionKey, index, sharedKey } from "@showrunner/core/keys.ts";
import { type Account, type ActionRecord, Connection, untouched } from "@showrunner/core/records.ts";
import { dataFolder, lockFolder } from "@showrunner/local/data-folder.ts";
import { checkKeyFile, checkNode, checkSpace } from "@showrunner/local/doctor/check-machine.ts";
import { examine } from "@showrunner/local/doctor/examine.ts";
import { type Env, readEnv } from "@showrunner/local/env.ts";
import { leave } from "@showrunner/services/house/leave.ts";
import { setMark } from "@showrunner/services/house/mark.ts";
import { pauseAll } from "@showrunner/services/schedule/pause.ts";
import { schedule } from "@showrunner/services/schedule/schedule.ts";
import { setTimer } from "@showrunner/services/schedule/timer-rows.ts";
import { leaveWheel } from "@showrunner/services/schedule/wheel.ts";
import { load } from "@showrunner/services/stored.ts";
import type { Finding } from "@showrunner/services/doctor/finding.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Machine, prepareMachine } from "../machine/prepared-machine.ts";
import { type } from "../machine/typed.ts";

let machine: Machine;
let ann: Account;
let env: Env;
/** Set by what needs to be undone before the folder goes. */
let undo: (() => unknown)[];
beforeEach(async () => {
  undo = [];
  machine = await prepareMachine();
  machine.sandbox.behaviour.apps = { "cli-test-app": "cli-test-app-secret" };
  ann = await machine.connect("ann");
  await schedule(machine.ctx);
  await machine.work();
  env = { ...readEnv(machine.env), port: 0 };
});
afterEach(async () => {
  for (const one of undo.toReversed()) await one();
  await machine.close();
});

const folder = () => dataFolder(machine.folder, false);
/** A Showrunner that runs on the folder, as far as the doctor can see. */
function running(): void {
  undo.push(lockFolder(folder()));
}
async function connection(change: Partial<Connection>): Promise<void> {
  const known = await load(machine.ctx.store, Connection, connectionKey(ann.id));
  if (known === undefined) throw new Error("nobody is connected");
  const data = { ...known.value, ...change };
  await machine.ctx.store.put({ ...connectionKey(ann.id), v: known.v + 1, data });
}
const shifted = (byMs: number): Clock => ({ ...systemClock, now: () => systemClock.now() + byMs });
const lookedOver = (of = env, clock?: Clock): Promise<Finding[]> => examine(of, { kind: "here" }, clock);
const notOk = (found: readonly Finding[]): string[] =>
  found.filter(({ state }) => state !== "ok").map(({ check, state, message }) => `${state} ${check}: ${message}`);

describe("a healthy machine", () => {
  it("is found to be one", async () => {
    running();
    expect(notOk(await lookedOver())).toEqual([]);
  });

  it("is told as one by the command, with exit code 0, and nothing in it is a secret", async () => {
    const token = await machine.ctx.vault.open(
      { purpose: "tokens", accountId: ann.id, field: "accessToken" },
      (await load(machine.ctx.store, Connection, connectionKey(ann.id)))?.value.accessToken ?? "",
    );
    for (const words of [["doctor"], ["doctor", "--json"]]) {
      const said = await type(words, { ...machine.env, SHOWRUNNER_PORT: "0" }).done;
      expect(said).toMatchObject({ code: 0, stderr: "" });
      expect(said.stdout).toMatch(/no Showrunner runs on this folder/);
      for (const secret of [token.reveal(), machine.env["TRAKT_CLIENT_SECRET"] ?? ""])
        expect(said.stdout.includes(secret)).toBe(false);
    }
  });
});

/** What is wrong, how it is made so, and what is said of it. */
const troubles: [what: string, make: () => unknown, finding: RegExp][] = [
  [
    "the client id is another",
    () => (env = { ...env, trakt: env.trakt && { ...env.trakt, clientId: "unknown-app" } }),
    /^problem app: Trakt does not take the client id with this secret/,
  ],
  [
    "Trakt is not reached",
    async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      server.close();
      const port = typeof address === "object" ? address?.port : 0;
      env = { ...env, trakt: env.trakt && { ...env.trakt, apiUrl: `http://127.0.0.1:${port}` } };
    },
    /^problem reaching Trakt: 127\.0\.0\.1:\d+ does not answer/,
  ],
  [
    "Trakt has no address",
    () => (env = { ...env, trakt: env.trakt && { ...env.trakt, apiUrl: "http://trakt.invalid" } }),
    /^problem reaching Trakt: the name trakt\.invalid has no address/,
  ],
  ["nothing runs", () => undo.pop()?.(), /^warning running: no Showrunner runs on this folder/],
  [
    "another program has the port",
    async () => {
      undo.pop()?.();
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      undo.push(() => server.close());
      const address = server.address();
      env = { ...env, port: typeof address === "object" ? (address?.port ?? 0) : 0 };
    },
    /^problem port: \d+ on 127\.0\.0\.1 is in use by another program/,
  ],
  ["it runs on another port", () => (env = { ...env, port: 1 }), /^warning port: nothing listens on 1/],
  [
    "the key file can be read by others",
    () => chmodSync(folder().keyFile, 0o644),
    /^problem key file: .* can be read or written by others \(mode 0644\)/,
  ],
  ["the key file is gone", () => rmSync(folder().keyFile), /^problem key file: .* is not there/],
  [
    "the key file is another house's",
    async () => {
      const other = await prepareMachine();
      writeFileSync(folder().keyFile, execFileSync("cat", [dataFolder(other.folder, false).keyFile]));
      await other.close();
    },
    /^problem account ann: Trakt's tokens cannot be opened/,
  ],
  [
    "a person has to connect again",
    () => connection({ state: "needs_reconnect", reason: "Trakt refused the refresh token" }),
    /^problem account ann: Trakt must be connected again: Trakt refused the refresh token/,
  ],
  ["a person is disconnected", () => connection({ state: "disconnected" }), /^warning account ann: it is disconnected/],
  [
    "a connected person is not on the wheel",
    () => leaveWheel(machine.ctx, ann.id, 1),
    /^problem account ann: it is connected, and not on the wheel/,
  ],
  [
    "the schedule stands still",
    () => machine.ctx.store.put({ ...sharedKey("SCHEDULER"), v: 9, data: { lastMinute: nowMinutes() - 90 } }),
    /^problem schedule: the last tick was 2 hours ago/,
  ],
  [
    "an account was not polled within one and a half times its tier",
    () => machine.ctx.store.put({ ...sharedKey("SCHEDULER"), v: 9, data: { lastMinute: nowMinutes() - 3 } }),
    /^warning account ann: it is to be polled every minute, and nobody was for [345] minutes/,
  ],
  [
    "timers are late",
    () =>
      setTimer(machine.ctx, ann.id, {
        dueAt: new Date(systemClock.now() - 3_600_000).toISOString(),
        draft: {
          type: "connection.needs_reconnect",
          subject: "account",
          time: "",
          identity: "x",
          data: { reason: "", since: "" },
        },
      }),
    /^problem due: timers and actions are late, the oldest by 1 hour/,
  ],
  [
    "Trakt asked everybody to wait",
    () => pauseAll(machine.ctx, systemClock.now() + 600_000, "asked to"),
    /^warning pause: Trakt asked everybody to wait for another 10 minutes/,
  ],
  [
    "a person has left",
    () => leave(machine.ctx, ann, { alone: true, reason: "left" }),
    /^warning account ann: it has left/,
  ],
  [
    "a person is only half here",
    () => setMark(machine.ctx, ann.id, { archive: "a", stage: "arriving", mode: "mirror" }),
    /^problem account ann: it has not wholly arrived/,
  ],
  [
    "a channel's messages fail for good",
    async () => {
      const at = new Date(systemClock.now()).toISOString();
      const action = {
        id: "act_made-up",
        accountId: ann.id,
        username: "ann",
        runId: "",
        ruleId: "rul_made-up",
        ruleName: "Made up",
        eventId: "",
        chain: [],
        traceparent: "",
        request: { do: "webhook" as const, channel: "hook" },
        ...untouched,
        state: "DEAD" as const,
        createdAt: at,
        finishedAt: at,
        outcome: "example.com answered 410.",
      } satisfies ActionRecord;
      const place = { gsi1pk: index.dead(ann.id), gsi1sk: `${at}#${action.id}` };
      await machine.ctx.store.put({ ...actionKey(ann.id, action.id), v: 1, data: action, ...place });
    },
    /^warning account ann: channel hook: 1 failed for good within a week, the last because: example\.com answered 410/,
  ],
  [
    "messages are dead",
    async () => {
      await machine.ctx.queue.send("Deliveries", [{ body: "poison", group: "g" }]);
      await machine.work();
    },
    /^problem queue Deliveries: 1 dead messages/,
  ],
];

describe("a machine that is not well", () => {
  it.each(troubles)("because %s", async (_what, make, finding) => {
    running();
    await make();
    const found = await lookedOver();
    expect(notOk(found)).toContainEqual(expect.stringMatching(finding));
    for (const one of found) if (one.state !== "ok") expect(one.remedy).toMatch(/\S{3}/);
  });

  it.each([
    [90_000, /^problem clock: this machine's clock is (89|90|91) seconds ahead of Trakt's/],
    [-20_000, /^warning clock: this machine's clock is (19|20|21) seconds behind Trakt's/],
  ])("because its clock is off by %d ms", async (byMs, finding) => {
    expect(notOk(await lookedOver(env, shifted(byMs)))).toContainEqual(expect.stringMatching(finding));
  });

  it("because its database is damaged: it says so, and does not touch it", async () => {
    const broken = mkdtempSync(join(tmpdir(), "showrunner-broken-"));
    undo.push(() => rmSync(broken, { recursive: true }));
    const copy = dataFolder(broken, false);
    const whole = new DatabaseSync(folder().database);
    whole.exec(`VACUUM INTO '${copy.database}'`);
    whole.close();
    truncateSync(copy.database, statSync(copy.database).size - 8192);
    writeFileSync(copy.keyFile, execFileSync("cat", [folder().keyFile]), { mode: 0o600 });
    const found = notOk(await lookedOver({ ...env, dataFolder: broken }));
    expect(found).toContainEqual(expect.stringMatching(/^problem database: .* is not whole/));
    const said = await type(["doctor"], { ...machine.env, SHOWRUNNER_DATA: broken, SHOWRUNNER_PORT: "0" }).done;
    expect(said.code).toBe(1);
    expect(said.stdout).toMatch(/PROBLEM {2}database/);
  });

  it("because the app's secret is another", async () => {
    const { Secret } = await import("@showrunner/core/secret.ts");
    const wrong = { ...env, trakt: env.trakt && { ...env.trakt, clientSecret: new Secret("another-made-up-secret") } };
    const found = notOk(await lookedOver(wrong));
    expect(found).toContainEqual(
      expect.stringMatching(/^problem app: Trakt does not take the client id with this secret/),
    );
    expect(JSON.stringify(found)).not.toContain("another-made-up-secret");
  });

  it.each<[string, Finding, string]>([
    ["an old Node.js", checkNode("22.1.0"), "problem"],
    ["a key file of another user", checkKeyFile("/k", true, { mode: 0o100600, uid: 7 }, 8), "problem"],
    ["a full disk", checkSpace("/", 10_000_000), "problem"],
    ["a disk that is nearly full", checkSpace("/", 300_000_000), "warning"],
    ["a disk that tells nothing", checkSpace("/nowhere/at/all", undefined), "warning"],
  ])("%s", (_what, finding, state) => {
    expect(finding.state).toBe(state);
  });

  it("in an empty folder: it says that there is nothing yet, and makes nothing", async () => {
    const empty = mkdtempSync(join(tmpdir(), "showrunner-empty-"));
    undo.push(() => rmSync(empty, { recursive: true }));
    expect(notOk(await lookedOver({ ...env, dataFolder: empty }))).toContainEqual(
      expect.stringMatching(/^warning database: there is none/),
    );
    const { readdirSync } = await import("node:fs");
    expect(readdirSync(empty)).toEqual([]);
  });
});

const nowMinutes = (): number => Math.floor(systemClock.now() / 60_000);
