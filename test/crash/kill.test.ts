import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import { systemClock } from "@showrunner/core/clock.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { dataFolder } from "@showrunner/local/data-folder.ts";
import { type Opened, openServices } from "@showrunner/local/open.ts";
import { connectAccount } from "@showrunner/services/accounts/accounts.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { pingNow } from "@showrunner/services/act/send.ts";
import { loadPollCursor, requestPoll } from "@showrunner/services/poll/poll-cursor.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { createSandbox, type Sandbox } from "@showrunner/trakt-sandbox/sandbox.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tokensOf } from "../harness/test-world.ts";
import { busyPeople } from "./busy-people.ts";
import { auditKilled, leftToDo, rules, type Scene } from "./kill-audit.ts";
import { type ShowrunnerProcess, startShowrunner } from "./showrunner-process.ts";

/** How often it is killed, and where: `KILLS=500 KILL_SEED=7` for a longer run and another one. */
const { KILLS: killCount = "20", KILL_SEED: seed = "1" } = process.env;
const kills = Number(killCount);

const usernames = ["ann", "bob", "cat", "dan", "eve", "fay"];
const app = { clientId: "kill-test-app", clientSecret: "kill-test-app-secret" };
const signing = ["whsec_a2lsbC10ZXN0LXNpZ25pbmctc2VjcmV0LTMyYnk="];

let folder: string;
let sandbox: Sandbox;
let hook: Receiver;
let opened: Opened;
let env: Record<string, string>;
let running: ShowrunnerProcess | undefined;
/** What goes on in the background until the test ends, however it ends. */
let background: { stop(): Promise<void> }[];

beforeEach(async () => {
  background = [];
  folder = mkdtempSync(join(tmpdir(), "showrunner-kill-"));
  sandbox = createSandbox({ clock: systemClock, behaviour: { limits: false } });
  const { url } = await sandbox.listen();
  hook = await receiver();
  env = {
    TRAKT_CLIENT_ID: app.clientId,
    TRAKT_CLIENT_SECRET: app.clientSecret,
    TRAKT_API_URL: url,
    TRAKT_AUTH_URL: url,
    SHOWRUNNER_ALLOW_LOOPBACK: "1",
  };
  opened = await openServices({
    folder: dataFolder(folder, false),
    keyFile: null,
    clock: systemClock,
    log: () => {},
    trakt: { clientId: app.clientId, clientSecret: new Secret(app.clientSecret), apiUrl: url, authUrl: url },
    allowLoopback: true,
  });
});

afterEach(async () => {
  await Promise.allSettled(background.map((one) => one.stop()));
  await running?.kill();
  await opened.close();
  await hook[Symbol.asyncDispose]();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Waits until nothing is left of something, asking again and again; fails with what is. */
async function until(what: string, timeoutMs: number, left: () => Promise<string[]>): Promise<void> {
  const endsAt = systemClock.now() + timeoutMs;
  for (;;) {
    const missing = await left();
    if (missing.length === 0) return;
    if (systemClock.now() > endsAt)
      throw new Error(
        `${what}: ${missing.length} left after ${timeoutMs} ms: ${missing.slice(0, 5).join("; ")}\n${running?.tail() ?? ""}`,
      );
    await systemClock.sleep(500);
  }
}

/** Connects everybody and saves their rules, beside the running process, and waits for their first polls. */
async function settleIn(): Promise<Scene> {
  const accounts: Account[] = [];
  for (const username of usernames) {
    sandbox.world.addPerson({ username, vip: true });
    const account = await connectAccount(opened.ctx, tokensOf(sandbox.world.issueTokens(username)));
    accounts.push(account);
    const config = { url: hook.origin };
    const channel = { kind: "webhook", name: "hook", config, secrets: { signing } };
    await pingNow(opened.ctx, await saveChannel(opened.ctx, account.id, channel));
    for (const rule of rules) await saveRule(opened.ctx, account.id, rule, { enabled: true });
  }
  hook.requests.length = 0;
  await until("the first polls", 60_000, async () => {
    const left: string[] = [];
    for (const { id, username } of accounts) {
      const read = (await loadPollCursor(opened.ctx, id))?.value.seeded ?? [];
      for (const feed of ["history", "ratings"]) if (!read.includes(feed)) left.push(`${username}'s ${feed}`);
    }
    return left;
  });
  return { opened, sandbox, accounts };
}

/** Asks for polls of one account after the other, several a second, as fast as they are done. */
function askForPolls({ accounts }: Scene): { stop(): Promise<void> } {
  let isOver = false;
  const ask = async (): Promise<void> => {
    for (let at = 0; !isOver; at++) {
      const account = accounts[at % accounts.length];
      const { visible } = await opened.database.queue.depth("PollJobs");
      if (account !== undefined && visible < 4) await requestPoll(opened.ctx, account.id);
      await systemClock.sleep(70);
    }
  };
  const asking = ask();
  return {
    stop: async () => {
      isOver = true;
      await asking;
    },
  };
}

describe("the process, killed at random under load and started again", () => {
  it(
    "has lost nothing, and repeated nothing beyond the counted window",
    { timeout: 240_000 + kills * 5000 },
    async () => {
      const next = seeded(`kills ${seed}`);
      const startedAt = systemClock.now();
      running = startShowrunner(folder, env);
      await running.printed(0);
      const scene = await settleIn();
      const people = busyPeople(sandbox, usernames, seed);
      const polls = askForPolls(scene);
      background.push(people, polls);
      for (let kill = 1; kill <= kills; kill++) {
        // A play that may have been sent is looked for a while later: without new ones the end need not wait for many.
        if (kill > kills / 3) people.ratesMovies = false;
        // Some die as they start, most at work: after so many lines of what they tell.
        await running.printed(Math.floor(next() ** 2 * 80));
        await running.kill();
        running = startShowrunner(folder, env);
      }
      await people.stop();
      const killedAt = systemClock.now();
      await until("draining", 200_000, () => leftToDo(scene));
      await polls.stop();

      const { wrong, count } = await auditKilled(scene, hook.requests);
      const seconds = {
        killing: Math.round((killedAt - startedAt) / 1000),
        draining: Math.round((systemClock.now() - killedAt) / 1000),
      };
      process.stdout.write(`${kills} kills (seed ${seed}): ${JSON.stringify({ ...count, ...seconds })}\n`);
      expect(wrong).toEqual([]);
      expect(count.dead).toBe(0);
      expect(count.duplicates).toBeLessThanOrEqual(count.window);
      expect(count.events).toBeGreaterThan(kills * 5);
    },
  );
});
