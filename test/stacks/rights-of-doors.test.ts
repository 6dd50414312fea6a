import { audited, auditPage } from "@showrunner/services/accounts/audit.ts";
import { beginDeviceSignIn, lookAtDeviceSignIn } from "@showrunner/services/accounts/device-sign-in.ts";
import { addEnterLink, useEnterLink } from "@showrunner/services/accounts/enter-links.ts";
import { addInvite, inviteHash, listInvites, removeInvite } from "@showrunner/services/accounts/invites.ts";
import { takeTurn } from "@showrunner/services/accounts/rate-limit.ts";
import { welcomeBy } from "@showrunner/services/accounts/registration.ts";
import { beginSession, endSessions, listSessions, openSession } from "@showrunner/services/accounts/sessions.ts";
import { addKey, openKey, removeKey } from "@showrunner/services/accounts/api-keys.ts";
import { listDead, retryDead } from "@showrunner/services/act/dead.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { channelRows, standingOf } from "@showrunner/services/act/channel-rows.ts";
import { openDestination } from "@showrunner/services/act/destinations.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { publicPushKey } from "@showrunner/services/act/push-keys.ts";
import { answerLink, lookAtLink } from "@showrunner/services/approvals/answer-link.ts";
import { connectAccount } from "@showrunner/services/accounts/accounts.ts";
import { deleteAccount, finishDeletions } from "@showrunner/services/accounts/delete-account.ts";
import type { Services } from "@showrunner/services/context.ts";
import { addFeedLink, openFeedLink, removeFeedLink } from "@showrunner/services/feeds/feed-links.ts";
import { matchesOf } from "@showrunner/services/feeds/matches.ts";
import { createHook } from "@showrunner/services/hooks/hooks.ts";
import { agreeToHousehold, offerHousehold } from "@showrunner/services/household/links.ts";
import { listRules } from "@showrunner/services/rules/rules.ts";
import { requestUndo } from "@showrunner/services/undo/undo.ts";
import { accountPk } from "@showrunner/core/keys.ts";
import { queueNames } from "@showrunner/core/ports/queue.ts";
import type { Account } from "@showrunner/core/records.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { functionNeeds } from "../../functions/environment.ts";
import { permissions } from "../../stacks/permissions.ts";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld, tokensOf } from "../harness/test-world.ts";
import { eventsOf, runsOf } from "../harness/told.ts";
import { addHook } from "../harness/webhook.ts";
import { functionNames } from "./roles.ts";
import { type UnderRights, underRights } from "./under-rights.ts";
import { withinRights } from "./within-rights.ts";

let t: TestWorld;
let api: Services;
let ann: Account;
let hours: UnderRights["hours"];
let refused: UnderRights["refused"];
beforeEach(async () => {
  t = await createTestWorld({ wrap: (ctx) => ({ ...ctx, site: "https://tv.example.org" }) });
  ({ hours, refused } = underRights(t));
  api = withinRights("api", t.ctx);
  ann = await signIn("ann");
});
afterEach(() => t.close());

async function signIn(username: string): Promise<Account> {
  t.world.addPerson({ username });
  return await connectAccount(api, tokensOf(t.world.issueTokens(username)));
}

const movie = (title: string) => ({ type: "movie" as const, trakt: t.world.addMovie({ title }) });

/** Things on the watchlist, and a rule that takes off what is rated. */
async function takesOff(titles: readonly string[], options = ""): Promise<void> {
  const things = titles.map(movie);
  for (const thing of things) t.world.watchlistAdd("ann", thing);
  await t.rule(ann, `name: Clean\nwhen: { event: item.rated }\nthen: [{ do: watchlist.remove }]\n${options}`);
  await hours(2);
  for (const thing of things) t.world.rate("ann", thing, 5);
  await hours(3);
}

describe("with the rights of the table, and no others", () => {
  it("the API makes keys, lets in who shows one, and takes it back", async () => {
    const { token, key } = await addKey(api, ann.id, { name: "Phone" });
    expect((await openKey(api, token.reveal())).accountId).toBe(ann.id);
    await removeKey(api, ann.id, key.id);
    await expect(openKey(api, token.reveal())).rejects.toThrow(/no longer holds/);
  });

  it("the API signs browsers in, by each way, sees that they are, and signs them out", async () => {
    const { token, session } = await beginSession(api, ann.id, { label: "a browser", way: "trakt" });
    expect((await openSession(api, token.reveal()))?.id).toBe(session.id);
    await t.clock.advance(2 * 3_600_000);
    await openSession(api, token.reveal());
    expect(await listSessions(api, ann.id)).toHaveLength(1);
    expect(await endSessions(api, ann.id)).toBe(1);
    const link = await addEnterLink(api, ann);
    expect((await useEnterLink(api, link.reveal())).id).toBe(ann.id);
    await takeTurn(api, "device", "an address");
    const { id, nonce, userCode } = await beginDeviceSignIn(api);
    t.world.approveDevice(userCode, "ann");
    await t.clock.advance(6000);
    const rules = { registration: "invite" as const, allowed: [] };
    const found = await lookAtDeviceSignIn(api, { id, nonce: nonce.reveal() }, rules);
    expect(found).toMatchObject({ state: "connected", account: { username: "ann" } });
  });

  it("the API invites, lets in who was invited, and takes an invitation back", async () => {
    const { token } = await addInvite(api, { name: "Bob" });
    const rules = { registration: "invite" as const, allowed: [] };
    const welcome = welcomeBy(api, rules, { invite: inviteHash(token.reveal()) });
    t.world.addPerson({ username: "bob" });
    const bob = await connectAccount(api, tokensOf(t.world.issueTokens("bob")), null, welcome);
    expect(bob.username).toBe("bob");
    await addInvite(api, { name: "Cy" });
    await removeInvite(api, "Cy");
    expect(await listInvites(api)).toEqual([]);
  });

  it("the API writes down who did what, and shows it", async () => {
    const by = { kind: "session" as const, name: "a browser" };
    await audited(api, ann.id, { by, action: "keys.add", what: "made an API key", about: "k" }, async () => {});
    expect((await auditPage(api, ann.id, { limit: 10 })).items).toMatchObject([{ outcome: "done" }]);
  });

  it("the API makes a feed's address, reads what is in it, and takes it back", async () => {
    await takesOff(["Heat"]);
    const [rule] = await listRules(api, ann.id);
    if (rule === undefined) throw new Error("the rule is there");
    const { link, token } = await addFeedLink(api, rule);
    const { matches } = await matchesOf(api, await openFeedLink(api, token.reveal()));
    expect(matches).toHaveLength(1);
    await removeFeedLink(api, ann.id, link.id);
    await expect(openFeedLink(api, token.reveal())).rejects.toThrow(/no feed/);
  });

  it.each(["run", "rule", "day"] as const)("what a rule did is taken back by the API: a whole %s", async (what) => {
    await takesOff(["Heat"]);
    expect(t.world.watchlist("ann")).toEqual([]);
    const [run] = await runsOf(t, ann);
    if (run === undefined) throw new Error("the rule ran");
    const scopes = {
      run: { what: "run" as const, runId: run.id },
      rule: { what: "rule" as const, ruleId: run.ruleId },
      day: { what: "day" as const, day: run.at.slice(0, 10) },
    };
    await requestUndo(api, ann, scopes[what]);
    await hours(2);
    expect(t.world.watchlist("ann")).toHaveLength(1);
    expect(refused()).toEqual([]);
  });

  it("a write at Trakt that failed for good is done again by the API", async () => {
    t.sandbox.faults.inject({ name: "404", match: { method: "POST", username: "ann" } });
    await takesOff(["Heat"]);
    const [dead] = await listDead(api, ann.id);
    if (dead === undefined) throw new Error("Trakt refused it");
    t.sandbox.faults.clear();
    await retryDead(api, ann.id, dead.id);
    await hours(1);
    expect(refused()).toEqual([]);
    expect(t.world.watchlist("ann")).toEqual([]);
  });

  it("who is asked for a yes gets a link, and is heard by it", async () => {
    await takesOff(["Heat", "Alien", "Ran"], "options: { limit: { removals: 1 } }\n");
    expect(t.world.watchlist("ann")).toHaveLength(2);
    const told = (await readInbox(t.ctx, ann.id, 10)).map(({ url }) => url ?? "");
    const token = told[0]?.replace("https://tv.example.org/approvals/", "") ?? "";
    expect((await lookAtLink(api, token)).waiting).toHaveLength(2);
    await answerLink(api, token, "yes");
    await hours(2);
    expect(refused()).toEqual([]);
    expect(t.world.watchlist("ann")).toEqual([]);
  });

  it("what one of a household watched is told to the other's rules", async () => {
    const bo = await signIn("bo");
    await offerHousehold(api, ann, bo);
    await agreeToHousehold(api, bo, ann);
    await t.rule(ann, "name: Both\nwhen: { event: movie.watched }\nthen: [{ do: household.share, with: bo }]\n");
    await t.rule(
      bo,
      'name: Mine\nwhen: { event: household.watched }\nif: by.username == "ann"\nthen: [{ do: history.add }]\n',
    );
    await hours(2);
    const { trakt } = movie("Heat");
    t.world.watch("ann", { type: "movie", trakt });
    await hours(3);
    expect(refused()).toEqual([]);
    expect((await eventsOf(t, bo)).map(({ type }) => type)).toContain("household.watched");
    expect(t.world.history("bo")).toHaveLength(1);
  });

  it("a webhook that is gone is switched off, and rules are told", async () => {
    await using hook = await addHook(t, ann);
    hook.answerWith((_request, response) => response.writeHead(410).end());
    await t.rule(ann, "name: Tell\nwhen: { event: movie.watched }\nthen: [{ do: webhook, channel: hook }]\n");
    await hours(2);
    t.world.watch("ann", movie("Heat"));
    await hours(3);
    expect(hook.receiver.requests.length).toBeGreaterThan(0);
    expect(refused()).toEqual([]);
    const row = (await channelRows(t.ctx, ann.id)).find(({ channel }) => channel.value.name === "hook");
    expect(row && standingOf(row).state).toBe("off");
    expect((await eventsOf(t, ann)).map(({ type }) => type)).toContain("channel.disabled");
  });

  it("a rule that waits looks again at what only the person's tokens read", async () => {
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 3, ahead: 2 });
    await t.rule(
      ann,
      'name: Still\nwhen: { event: show.started }\nthen: [{ do: notify, channel: inbox, title: Still, body: "{{ progress.watched }} of {{ progress.aired }}", wait: 5 hours, if: progress.watched < 2 }]\n',
    );
    await hours(2);
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    await hours(12);
    expect(refused()).toEqual([]);
    expect((await readInbox(t.ctx, ann.id, 10)).map(({ body }) => body)).toEqual(["1 of 3"]);
  });

  it("a rule that fails time and again is told of, though who applies rules sends to its own queue nothing", async () => {
    await t.rule(
      ann,
      'name: Told\nwhen: { event: rule.failing }\nthen: [{ do: notify, channel: inbox, title: Failing, body: "{{ event.type }}" }]\n',
    );
    // Its address is one only while the movie's title is.
    await t.rule(
      ann,
      'name: Broken\nwhen: { event: movie.watched }\nthen: [{ do: notify, channel: inbox, title: Seen, body: x, url: "{{ movie.title }}" }]\n',
    );
    await hours(2);
    for (let n = 0; n < 6; n++) {
      t.world.watch("ann", movie(`Movie ${n}`));
      await hours(1);
    }
    await hours(2);
    expect(refused()).toEqual([]);
    expect((await eventsOf(t, ann)).map(({ type }) => type)).toContain("rule.failing");
    expect((await readInbox(t.ctx, ann.id, 10)).map(({ title }) => title)).toEqual(["Failing"]);
  });

  it("a browser subscribes by the API, which never opens the other half of its key", async () => {
    const publicKey = await publicPushKey(api, ann.id);
    await saveChannel(api, ann.id, {
      kind: "web_push",
      name: "Browser",
      config: { contact: "mailto:you@example.com" },
      secrets: {
        endpoint: "https://updates.push.services.example/wpush/v2/a-made-up-subscription",
        keys: {
          p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
          auth: "BTBZMqHH6r4Tts7J_aSIgg",
        },
      },
    });
    const { secrets } = await openDestination(withinRights("deliver", t.ctx), ann.id, "Browser");
    expect(secrets).toMatchObject({ vapid: { publicKey } });
  });

  it("an account is deleted with every door to it", async () => {
    const { token } = await addKey(api, ann.id, { name: "Phone" });
    const session = await beginSession(api, ann.id, { label: "a browser", way: "trakt" });
    const link = await addEnterLink(api, ann);
    await createHook(api, ann.id, { name: "Door", kind: "plex" });
    await takesOff(["Heat", "Alien"], "options: { limit: { removals: 1 } }\n");
    const [rule] = await listRules(api, ann.id);
    if (rule !== undefined) await addFeedLink(api, rule);
    await deleteAccount(withinRights("refresh-tokens", t.ctx), ann);
    await t.clock.advance(3_600_000);
    await finishDeletions(withinRights("refresh-tokens", t.ctx));
    expect(refused()).toEqual([]);
    await t.clock.advance(3_600_000);
    await finishDeletions(withinRights("refresh-tokens", t.ctx));
    expect((await t.ctx.store.query({ pk: accountPk(ann.id) })).items).toEqual([]);
    await expect(openKey(api, token.reveal())).rejects.toThrow(/no longer holds/);
    expect(await openSession(api, session.token.reveal())).toBeUndefined();
    await expect(useEnterLink(api, link.reveal())).rejects.toThrow(/used already/);
  });

  it("nobody sends to the queue that they consume, and everybody is linked to what they may send to", () => {
    for (const name of functionNames) {
      const { sends, receives } = permissions[name];
      expect(sends.filter((queue) => queue === receives)).toEqual([]);
      const links: readonly string[] = functionNeeds[name].links;
      expect(queueNames.filter((queue) => sends.includes(queue) && !links.includes(queue))).toEqual([]);
    }
  });
});
