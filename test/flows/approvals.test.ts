import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { decide, decideAll, listApprovals } from "@showrunner/services/approvals/approvals.ts";
import { answerLink, lookAtLink } from "@showrunner/services/approvals/answer-link.ts";
import { explainRun } from "@showrunner/services/events/explain.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, runsOf } from "../harness/told.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld({ wrap: (ctx) => ({ ...ctx, site: "https://showrunner.example" }) });
  ann = await t.person("ann");
});
afterEach(async () => {
  await t.close();
});

type Thing = { type: "movie"; trakt: number };

/** Movies on the watchlist, and a rule that takes off what is rated: so many a day. */
async function cleaning(count: number, limit: string): Promise<Thing[]> {
  const things = Array.from({ length: count }, (_, at): Thing => ({
    type: "movie",
    trakt: t.world.addMovie({ title: `Movie ${at}` }),
  }));
  for (const thing of things) t.world.watchlistAdd("ann", thing);
  await t.rule(
    ann,
    `name: Clean\nwhen: { event: item.rated }\nthen: [{ do: watchlist.remove }]\noptions: { limit: ${limit} }\n`,
  );
  await t.minutes(2);
  return things;
}

async function rate(things: readonly Thing[]): Promise<void> {
  for (const thing of things) t.world.rate("ann", thing, 5);
  await t.minutes(4);
}

const left = (): number => t.world.watchlist("ann").length;
const dayMs = 86_400_000;

async function linkTold(): Promise<string> {
  const [message] = await readInbox(t.ctx, ann.id, 10);
  return message?.url?.replace("https://showrunner.example/approvals/", "") ?? "";
}

describe("a run that would take away more than its rule may", () => {
  it("waits, is told once with a link, and says so in its trace; the others were done", async () => {
    const things = await cleaning(5, "{ removals: 3 }");
    await rate(things);
    expect(left()).toBe(2);
    expect(await listApprovals(t.ctx, ann.id)).toHaveLength(2);
    const messages = await readInbox(t.ctx, ann.id, 10);
    expect(messages).toMatchObject([
      {
        title: '"Clean" waits for your yes',
        url: expect.stringMatching(/^https:\/\/showrunner\.example\/approvals\/apr_/),
      },
    ]);
    const waiting = (await runsOf(t, ann)).filter((run) => run.approvalId != null);
    expect(waiting).toHaveLength(2);
    for (const run of waiting)
      expect(run.trace.timing).toEqual([
        expect.stringContaining("this rule would make it more than 3 removals in 1 day"),
      ]);
  });

  it("is done once after a yes, however often it is said, and never after a no", async () => {
    const things = await cleaning(4, "{ removals: 2 }");
    await rate(things);
    const [first, second] = await listApprovals(t.ctx, ann.id);
    if (first === undefined || second === undefined) throw new Error("nothing waits");
    await decide(t.ctx, ann.id, first.id, "yes");
    await decide(t.ctx, ann.id, first.id, "yes");
    await decide(t.ctx, ann.id, second.id, "no");
    await expect(decide(t.ctx, ann.id, second.id, "yes")).rejects.toMatchObject({ code: "approval.decided" });
    await expect(decide(t.ctx, ann.id, first.id, "no")).rejects.toMatchObject({ code: "approval.decided" });
    await t.minutes(5);
    expect(left()).toBe(1);
    expect((await actionsOf(t, ann)).filter((action) => action.request.do === "watchlist.remove")).toHaveLength(3);
    const explained = await explainRun(t.ctx, ann.id, first.runId);
    expect(explained?.run.trace.timing?.at(-1)).toContain("you said yes");
  });

  it("is never done when nobody answers in time", async () => {
    const things = await cleaning(3, "{ removals: 0 }");
    await rate(things);
    const [one] = await listApprovals(t.ctx, ann.id);
    await t.sleep(7 * dayMs + 60_000);
    await t.minutes(3);
    expect(await listApprovals(t.ctx, ann.id)).toEqual([]);
    await expect(decide(t.ctx, ann.id, one?.id ?? "", "yes")).rejects.toMatchObject({ code: "approval.decided" });
    expect((await listApprovals(t.ctx, ann.id, true)).map((approval) => approval.state)).toEqual(
      things.map(() => "expired"),
    );
    expect(left()).toBe(3);
  });

  it("a yes whose worker died before it was carried out is carried out by the sweeper", async () => {
    const things = await cleaning(1, "{ removals: 0 }");
    await rate(things);
    const [one] = await listApprovals(t.ctx, ann.id);
    const dying = { ...t.ctx, queue: { send: () => Promise.reject(new Error("killed")) } };
    await expect(decide(dying, ann.id, one?.id ?? "", "yes")).rejects.toThrow("killed");
    await t.minutes(4);
    expect(left()).toBe(0);
  });
});

describe("the link", () => {
  it("answers once for all that waits then, and not for what waits later", async () => {
    const things = await cleaning(4, "{ removals: 0 }");
    await rate(things.slice(0, 2));
    const token = await linkTold();
    expect((await lookAtLink(t.ctx, token)).waiting).toHaveLength(2);
    expect(await answerLink(t.ctx, token, "yes")).toHaveLength(2);
    await t.minutes(4);
    expect(left()).toBe(2);

    await rate(things.slice(2));
    expect(await answerLink(t.ctx, token, "yes")).toEqual([]);
    await expect(answerLink(t.ctx, token, "no")).rejects.toMatchObject({ code: "approval.link_used" });
    await t.minutes(4);
    expect(left()).toBe(2);
    const again = await linkTold();
    expect(again).not.toBe(token);
    expect(await answerLink(t.ctx, again, "no")).toHaveLength(2);
    await t.minutes(4);
    expect(left()).toBe(2);
  });

  it("a made-up one opens nothing", async () => {
    await expect(lookAtLink(t.ctx, "apr_made_up")).rejects.toMatchObject({ code: "approval.link_used" });
    await expect(answerLink(t.ctx, "apr_made_up", "yes")).rejects.toMatchObject({ code: "approval.link_used" });
  });
});

describe("counting", () => {
  it("there is room again once the span has passed", async () => {
    const things = await cleaning(4, '{ removals: 2, per: "1 hour" }');
    await rate(things.slice(0, 2));
    await t.sleep(3_600_000);
    await rate(things.slice(2));
    expect(left()).toBe(0);
    expect(await listApprovals(t.ctx, ann.id)).toEqual([]);
  });

  it("workers at the same time let through what the limit allows, and not one more", async () => {
    const things = await cleaning(12, "{ removals: 5 }");
    for (const thing of things) t.world.rate("ann", thing, 5);
    await t.minutes(4);
    // One batch applies the rules to all of its events at the same time.
    expect(left()).toBe(7);
    expect(await listApprovals(t.ctx, ann.id)).toHaveLength(7);
  });

  it("a limit of the account holds for all of its rules together", async () => {
    const settings = { ...t.ctx.settings, accountLimits: { removals: 1, hides: 1, history: 1 } };
    await t.close();
    t = await createTestWorld({ settings });
    ann = await t.person("ann");
    const [one, two] = [0, 1].map((at): Thing => ({ type: "movie", trakt: t.world.addMovie({ title: `M${at}` }) }));
    if (one === undefined || two === undefined) throw new Error("no movies");
    for (const thing of [one, two]) t.world.watchlistAdd("ann", thing);
    for (const rating of [3, 4])
      await t.rule(
        ann,
        `name: Rated ${rating}\nwhen: { event: item.rated }\nif: rating == ${rating}\nthen: [{ do: watchlist.remove }]\n`,
      );
    await t.minutes(2);
    t.world.rate("ann", one, 3);
    await t.minutes(3);
    t.world.rate("ann", two, 4);
    await t.minutes(3);
    expect(left()).toBe(1);
    expect(await listApprovals(t.ctx, ann.id)).toMatchObject([{ ruleName: "Rated 4" }]);
    expect(await decideAll(t.ctx, ann.id, "yes")).toHaveLength(1);
    await t.minutes(3);
    expect(left()).toBe(0);
  });
});

it("nobody answers for another person", async () => {
  const things = await cleaning(1, "{ removals: 0 }");
  await rate(things);
  const [one] = await listApprovals(t.ctx, ann.id);
  const bob = await t.person("bob");
  await expect(decide(t.ctx, bob.id, one?.id ?? "", "yes")).rejects.toMatchObject({ code: "approval.unknown" });
  expect(await decideAll(t.ctx, bob.id, "yes")).toEqual([]);
});
