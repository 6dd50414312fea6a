import { hash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import {
  accountPk,
  apiKeyKey,
  approvalAskKey,
  approvalTokenKey,
  connectionKey,
  dataKeyPrefix,
  feedLinkKey,
  hookPlaceKey,
  hookRateKey,
  householdKey,
  pollPk,
  tombstoneKey,
} from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { answerLink } from "@showrunner/services/approvals/answer-link.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { getConnection, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import { deleteAccount, finishDeletions } from "@showrunner/services/accounts/delete-account.ts";
import { addFeedLink } from "@showrunner/services/feeds/feed-links.ts";
import { createHook } from "@showrunner/services/hooks/hooks.ts";
import { receiveHook } from "@showrunner/services/hooks/receive.ts";
import { agreeToHousehold, offerHousehold } from "@showrunner/services/household/links.ts";
import { findRule, listRules } from "@showrunner/services/rules/rules.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, eventsOf } from "../harness/told.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const site = "https://tv.example.org";
const signing = "whsec_Y2FuYXJ5LXNpZ25pbmctc2VjcmV0LWZvci10ZXN0cw==";

let folder: string;
let t: TestWorld;
let hook: Receiver;
let zoe: Account;
let bob: Account;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "showrunner-deletion-"));
  hook = await receiver();
  t = await createTestWorld({
    databasePath: join(folder, "showrunner.db"),
    wrap: (ctx) => ({ ...ctx, site }),
  });
  [zoe, bob] = [await t.person("zoe-zenobia"), await t.person("bob-bobadilla")];
  for (const who of [zoe, bob]) {
    await saveChannel(t.ctx, who.id, {
      kind: "webhook",
      name: "hook",
      config: { url: `${hook.origin}/${who.username}` },
      secrets: { signing: [signing] },
    });
    await t.rule(
      who,
      `name: Told\nwhen: { event: movie.watched }\nthen:\n  - { do: webhook, channel: hook }\n` +
        "  - { do: notify, channel: inbox, title: '{{ movie.title }}', body: seen }\n  - { do: rate, rating: 7 }\n",
    );
    await t.rule(who, `name: Airs\nwhen: { event: episode.airing }\nthen:\n  - { do: webhook, channel: hook }\n`);
  }
  await t.minutes(3);
  watch("zoe-zenobia", "bob-bobadilla");
  await t.minutes(3);
});
afterEach(async () => {
  await t.close();
  await hook[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function watch(...usernames: string[]): void {
  const trakt = t.world.addMovie({ title: `A Movie ${t.clock.now()}` });
  for (const username of usernames) t.world.watch(username, { type: "movie", trakt });
}

const rowsOf = async (account: Account): Promise<string[]> =>
  (await Promise.all([pollPk(account.id), accountPk(account.id)].map((pk) => t.ctx.store.query({ pk })))).flatMap(
    ({ items }) => items.map(({ sk }) => sk),
  );

const AskRow = z.object({ tokenHash: z.string(), former: z.array(z.object({ hash: z.string() })) });

const ruleNamed = async (name: string): Promise<string> => (await findRule(t.ctx, zoe.id, name)).id;

async function linkTold(): Promise<string> {
  const urls = (await readInbox(t.ctx, zoe.id, 20)).map(({ url }) => url ?? "");
  return (
    urls
      .find((url) => url.startsWith(`${site}/approvals/`))
      ?.split("/")
      .at(-1) ?? ""
  );
}

/** Everything by which somebody could be known again. */
const namesOf = (account: Account): string[] => [account.id, account.traktUuid, account.username];

async function expectNothingOf(account: Account): Promise<void> {
  // What functions printed is kept for its months, and names accounts by their ids alone.
  const isPrinted = (line: string): boolean => line.startsWith('{"level":');
  const lines = (await t.stored()).split("\n");
  const kept = lines.filter((line) => !isPrinted(line)).join("\n");
  expect(namesOf(account).filter((name) => kept.includes(name))).toEqual([]);
  const printed = lines.filter(isPrinted).join("\n");
  expect([account.traktUuid, account.username].filter((name) => printed.includes(name))).toEqual([]);
}

describe("deleting an account", () => {
  it("leaves nothing that is the person's, in records, indexes, queues, and the files themselves, and tells Trakt", async () => {
    expect(namesOf(zoe).filter((name) => name.length < 8)).toEqual([]);
    const before = await t.stored();
    expect(namesOf(zoe).filter((name) => !before.includes(name))).toEqual([]);
    expect((await readInbox(t.ctx, zoe.id, 10)).length).toBe(1);
    const { accessToken } = (await getConnection(t.ctx, zoe.id)).value;
    const token = await t.ctx.vault.open({ purpose: "tokens", accountId: zoe.id, field: "accessToken" }, accessToken);

    await deleteAccount(t.ctx, zoe);
    expect((await listAccounts(t.ctx)).map(({ id }) => id)).toEqual([bob.id]);
    expect(t.world.grantOf(token.reveal())).toBeUndefined();
    await t.sleep(2 * hourMs);

    expect(await rowsOf(zoe)).toEqual([]);
    await expectNothingOf(zoe);
    const log = JSON.stringify(t.log.filter((entry) => entry.kind === "defect"));
    expect(log).toBe("[]");
    // What was overwritten is in no page of the file, and in no log of writes.
    await t.close();
    const files = readdirSync(folder).map((file) => ({ file, text: readFileSync(join(folder, file), "latin1") }));
    t = await createTestWorld();
    for (const { file, text } of files)
      expect(
        [...namesOf(zoe), accessToken].filter((name) => text.includes(name)),
        file,
      ).toEqual([]);
  });

  it("leaves nothing that leads to the person from outside, nor at who is one household with them", async () => {
    const { token } = await addKey(t.ctx, zoe.id, { name: "Phone" });
    const [rule] = await listRules(t.ctx, zoe.id);
    if (rule === undefined) throw new Error("zoe has rules");
    const feed = await addFeedLink(t.ctx, rule);
    const { hook: door, secrets } = await createHook(t.ctx, zoe.id, { name: "Door", kind: "generic" });
    const call = { hookId: door.id, secret: secrets.path.reveal().split("/").at(-1) ?? "", header: () => undefined };
    await receiveHook(t.ctx, { ...call, body: Buffer.from('{"title":"zoe-zenobia"}') });
    await offerHousehold(t.ctx, zoe, bob);
    await agreeToHousehold(t.ctx, bob, zoe);
    // Two questions after each other: the link of the first is used.
    await t.rule(
      zoe,
      "name: Off\nwhen: { event: item.rated }\nthen: [{ do: watchlist.remove }]\noptions: { limit: { removals: 0 } }\n",
    );
    await t.minutes(2);
    for (const answer of ["no", undefined] as const) {
      const trakt = t.world.addMovie({ title: `Asked ${answer}` });
      t.world.watchlistAdd(zoe.username, { type: "movie", trakt });
      t.world.rate(zoe.username, { type: "movie", trakt }, 3);
      await t.minutes(16);
      if (answer !== undefined) await answerLink(t.ctx, await linkTold(), answer);
    }
    const { tokenHash, former } = AskRow.parse(
      (await t.ctx.store.get(approvalAskKey(zoe.id, await ruleNamed("Off"))))?.data,
    );
    const outside = [
      apiKeyKey(hash("sha256", token.reveal())),
      feedLinkKey(feed.link.hash),
      hookPlaceKey(door.id),
      hookRateKey(door.id),
      householdKey(bob.id, zoe.id),
      ...[tokenHash, ...former.map((one) => one.hash)].map((one) => approvalTokenKey(one)),
    ];
    expect(outside).toHaveLength(7);
    expect(await t.ctx.store.getMany(outside)).toHaveLength(7);

    await deleteAccount(t.ctx, zoe);
    await t.sleep(2 * hourMs);
    expect(await t.ctx.store.getMany(outside)).toEqual([]);
    expect(await rowsOf(zoe)).toEqual([]);
    await expectNothingOf(zoe);
  });

  it("leaves everybody else as they were", async () => {
    const rows = await rowsOf(bob);
    await deleteAccount(t.ctx, zoe);
    await t.sleep(2 * hourMs);
    const left = await rowsOf(bob);
    expect(rows.filter((row) => !left.includes(row) && !row.startsWith("FEED#"))).toEqual([]);
    hook.requests.length = 0;
    watch("bob-bobadilla", "zoe-zenobia");
    // In the slowest tier that bob may be in by then.
    await t.minutes(16);
    expect(hook.requests.map(({ path }) => path)).toEqual(["/bob-bobadilla"]);
    expect((await actionsOf(t, bob)).filter(({ state }) => state !== "DONE")).toEqual([]);
    expect(await rowsOf(zoe)).toEqual([]);
  });

  it("is taken up until Trakt was told, for a day; then the rest is deleted all the same", async () => {
    t.sandbox.faults.inject({ name: "503", match: { route: "/oauth/revoke" } });
    await expect(deleteAccount(t.ctx, zoe)).rejects.toMatchObject({ code: "connection.not_revoked" });
    const events = (await eventsOf(t, zoe)).length;
    watch("zoe-zenobia");
    await t.sleep(hourMs);
    // Nothing is polled or done any more.
    expect((await eventsOf(t, zoe)).length).toBe(events);
    expect(await rowsOf(zoe)).toContain(connectionKey(zoe.id).sk);
    await t.sleep(22 * hourMs);
    expect(await rowsOf(zoe)).toContain(connectionKey(zoe.id).sk);
    await t.sleep(2 * hourMs);
    await t.sleep(hourMs);
    expect(await rowsOf(zoe)).toEqual([]);
    await expectNothingOf(zoe);
  });

  it("is over at once when Trakt answers again", async () => {
    t.sandbox.faults.inject({ name: "503", match: { route: "/oauth/revoke" }, times: 30 });
    await expect(deleteAccount(t.ctx, zoe)).rejects.toMatchObject({ code: "connection.not_revoked" });
    t.sandbox.faults.clear();
    await t.sleep(hourMs);
    await t.sleep(hourMs);
    expect(await rowsOf(zoe)).toEqual([]);
  });

  it("waits for workers that had something in hand: what they write afterwards goes as well", async () => {
    await deleteAccount(t.ctx, zoe);
    expect(await rowsOf(zoe)).toEqual([tombstoneKey(zoe.id).sk]);
    const late = { pk: accountPk(zoe.id), sk: "EVENT#evt_late", v: 1, data: { of: "zoe-zenobia" } };
    await t.clock.advance(minuteMs);
    await t.ctx.store.put(late);
    // A worker's hard time limit is shorter than a lease.
    expect(await finishDeletions(t.ctx)).toBe(0);
    await t.clock.advance(t.ctx.settings.leaseMs);
    expect(await finishDeletions(t.ctx)).toBe(1);
    expect(await rowsOf(zoe)).toEqual([tombstoneKey(zoe.id).sk]);
    await t.clock.advance(t.ctx.settings.leaseMs);
    await finishDeletions(t.ctx);
    expect(await rowsOf(zoe)).toEqual([]);
  });

  it("lets nobody sign in as the same person until it is over, and then begin anew", async () => {
    await deleteAccount(t.ctx, zoe);
    await expect(t.connect("zoe-zenobia")).rejects.toMatchObject({ code: "account.being_deleted" });
    await t.sleep(hourMs);
    await t.sleep(hourMs);
    const again = await t.connect("zoe-zenobia");
    expect(again.id).toBe(zoe.id);
    await t.minutes(2);
    expect((await getConnection(t.ctx, again.id)).value.state).toBe("active");
    expect(await eventsOf(t, again)).toEqual([]);
    await expect(pollAccount(t.ctx, again.id)).resolves.toBe("unchanged");
  });

  it("of who never finished signing in, or asked for twice, ends as well", async () => {
    await t.ctx.store.delete(connectionKey(zoe.id));
    await Promise.all([deleteAccount(t.ctx, zoe), deleteAccount(t.ctx, zoe), finishDeletions(t.ctx)]);
    await deleteAccount(t.ctx, zoe);
    await t.sleep(hourMs);
    await t.sleep(hourMs);
    expect(await rowsOf(zoe)).toEqual([]);
  });

  it("erases the keys, where the vault has some: what was copied before does not open", async () => {
    const place = { purpose: "tokens" as const, accountId: zoe.id, field: "accessToken" };
    const sealed = await t.ctx.vault.seal(place, new Secret("made-up"));
    const hadKeys = (await rowsOf(zoe)).some((row) => row.startsWith(dataKeyPrefix));
    await deleteAccount(t.ctx, zoe);
    await t.sleep(hourMs);
    await t.sleep(hourMs);
    const opened = await t.ctx.vault.open(place, sealed).then(
      () => true,
      () => false,
    );
    expect(opened).toBe(!hadKeys);
  });
});
