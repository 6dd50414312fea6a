import type { Account } from "@showrunner/core/records.ts";
import { pollCursorKey, sharedKey } from "@showrunner/core/keys.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { loadPollCursor } from "@showrunner/services/poll/poll-cursor.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type * as z from "zod";
import { HappeningShape, OverviewShape } from "../contract/home-shapes.ts";
import { pageOf } from "../contract/page.ts";
import { madeUp, type MadeUp } from "../testing/made-up.ts";

let w: MadeUp;
let ann: Account;
let key: string;
beforeEach(async () => {
  w = madeUp();
  ann = await w.account("ann");
  key = (await addKey(w.ctx, ann.id, { name: "reads", scopes: ["read"] })).token.reveal();
});
afterEach(() => w.close());

async function ask<T>(schema: z.ZodType<T>, path: string): Promise<T> {
  const answer = await w.app.request(`/api/v1/accounts/me${path}`, { headers: { authorization: `Bearer ${key}` } });
  expect([path, answer.status]).toEqual([path, 200]);
  return schema.parse(await answer.json());
}

const Page = pageOf(HappeningShape);
const timeline = (query = "") => ask(Page, `/timeline${query}`);

const show = { title: "Andor", year: 2022, ids: { trakt: 101, slug: "andor" } };
const episode = { season: 2, number: 3, title: "Harvest", ids: { trakt: 5 } };
const watched = (play: number) => ({
  play_id: play,
  watched_at: "2026-11-20T17:00:00.000Z",
  action: "watch",
  show,
  episode,
});
const matched = { outcome: "matched" as const, reason: "every condition held", conditions: [] };
const declined = { outcome: "not_matched" as const, reason: "show.rating is 7", conditions: [] };
const add = { do: "watchlist.add" as const, item: { type: "show" as const, trakt: 101, title: "Andor" } };

describe("the timeline", () => {
  it("tells each event with its thing and what every rule made of it, those that acted first", async () => {
    const event = await w.event(ann, "episode.watched", watched(1));
    await w.run(event, { rule: "No", trace: declined });
    await w.run(event, {
      rule: "Yes",
      trace: matched,
      actions: [{ request: add, record: { state: "DEAD", outcome: "Trakt said no" } }],
    });
    const { items, next } = await timeline();
    expect(next).toBeNull();
    expect(items).toMatchObject([
      {
        id: event.id,
        about: "Andor 2×03 watched",
        thing: { kind: "episode", title: "Andor", trakt: 101, season: 2, episode: { number: 3, title: "Harvest" } },
        causedBy: null,
        runCount: 2,
        runs: [
          {
            rule: { name: "Yes" },
            verdict: "acted",
            actions: [{ do: "watchlist.add", effect: "add Andor to the watchlist", state: "dead" }],
          },
          {
            rule: { name: "No" },
            outcome: "not_matched",
            verdict: "did not act",
            reason: "show.rating is 7",
            actions: [],
          },
        ],
      },
    ]);
  });

  it("goes on page after page, and gives every event once with its own runs", async () => {
    const expected: string[] = [];
    for (let at = 0; at < 25; at++) {
      await w.clock.advance(60_000);
      const event = await w.event(ann, "episode.watched", watched(at));
      if (at % 3 === 0) await w.run(event, { rule: "Third", trace: matched });
      expected.unshift(`${event.id} ${at % 3 === 0 ? 1 : 0}`);
    }
    const seen: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const page: z.infer<typeof Page> = await timeline(
        `?limit=7${after === "" ? "" : `&after=${encodeURIComponent(after)}`}`,
      );
      seen.push(...page.items.map(({ id, runs }) => `${id} ${runs.length}`));
      after = page.next;
    }
    expect(seen).toEqual(expected);
  });

  it("finds a run that came hours after its event, by the rule that waits for such events", async () => {
    const saved = await saveRule(
      w.ctx,
      ann.id,
      { name: "Late", when: { event: "episode.watched" }, then: [{ do: "drop", item: "show" }] },
      { enabled: true },
    );
    const late = await w.event(ann, "episode.watched", watched(1));
    await w.clock.advance(1000);
    for (let at = 2; at < 5; at++) await w.event(ann, "episode.watched", watched(at));
    await w.clock.advance(5 * 3_600_000);
    await w.run(late, { rule: "Late", trace: declined, ruleId: saved.id });
    const first = await timeline("?limit=3");
    const second = await timeline(`?limit=3&after=${encodeURIComponent(first.next ?? "")}`);
    expect(second.items.map(({ id, runs }) => [id, runs.length])).toEqual([[late.id, 1]]);
  });

  it("shows on demand only where rules acted, one rule's doing, or one type", async () => {
    const one = await w.event(ann, "episode.watched", watched(1));
    await w.run(one, { rule: "A", trace: declined });
    await w.clock.advance(1000);
    const two = await w.event(ann, "episode.watched", watched(2));
    await w.run(two, { rule: "A", trace: matched, actions: [{ request: add }] });
    await w.clock.advance(1000);
    const three = await w.event(ann, "show.started", { show });
    const run = await w.run(three, { rule: "B", trace: matched, actions: [{ request: add }] });
    const idsOf = async (query: string) => (await timeline(query)).items.map(({ id }) => id);
    expect(await idsOf("?acted=true")).toEqual([three.id, two.id]);
    expect(await idsOf("?acted=true&type=episode.watched")).toEqual([two.id]);
    expect(await idsOf("?type=show.started")).toEqual([three.id]);
    expect(await idsOf(`?rule=${run.ruleId}`)).toEqual([three.id]);
    const headers = { authorization: `Bearer ${key}` };
    expect((await w.app.request("/api/v1/accounts/me/timeline?acted=perhaps", { headers })).status).toBe(400);
  });

  it("looks through a bounded number of rows for a filter that finds nothing, and says where it goes on", async () => {
    for (let at = 0; at < 30; at++) await w.event(ann, "episode.watched", watched(at));
    const { items, next } = await timeline("?limit=1&type=show.ended");
    expect(items).toEqual([]);
    expect(next).not.toBeNull();
  });
});

describe("the overview", () => {
  const overview = () => ask(OverviewShape, "/overview");

  it("says in one line how it fares, when it was polled and will be, and counts what there is", async () => {
    await saveRule(
      w.ctx,
      ann.id,
      { name: "A", when: { event: "show.ended" }, then: [{ do: "drop" }] },
      { enabled: true },
    );
    await saveRule(
      w.ctx,
      ann.id,
      { name: "B", when: { event: "show.ended" }, then: [{ do: "drop" }] },
      { enabled: false },
    );
    await saveChannel(w.ctx, ann.id, { kind: "inbox", name: "inbox", config: {}, secrets: {} });
    expect(await overview()).toMatchObject({
      account: { username: "ann", zone: "UTC" },
      health: { state: "well", line: "Connected; the first look at Trakt is under way", concerns: [] },
      connection: { state: "active", remedy: null },
      polls: { lastAt: null, nextAt: expect.any(String), everyMinutes: 1, pausedUntil: null },
      counts: {
        rules: { on: 1, off: 1, failing: 0 },
        approvals: 0,
        dead: 0,
        channels: { works: 1, off: 0 },
        inboxOfLastDay: 0,
      },
    });
  });

  it("says what to do when Trakt lets us in no longer", async () => {
    await w.connection(ann, {
      state: "needs_reconnect",
      reason: "Trakt refused",
      reasonSince: "2026-11-20T12:00:00.000Z",
    });
    expect(await overview()).toMatchObject({
      health: { state: "broken", concerns: [{ kind: "needs_reconnect" }] },
      connection: { state: "needs_reconnect", remedy: "reconnect", since: "2026-11-20T12:00:00.000Z" },
      polls: { nextAt: null },
    });
  });

  it("knows the last poll by the clock's last tick, and says so when nobody has been polled since", async () => {
    const cursor = await loadPollCursor(w.ctx, ann.id);
    if (cursor === undefined) throw new Error("no cursor");
    const polledAt = w.clock.now() - 3 * 3_600_000;
    await w.ctx.store.put({ ...pollCursorKey(ann.id), v: cursor.v + 1, data: { ...cursor.value, polledAt } });
    const tick = (minutesAgo: number) =>
      w.ctx.store.put({
        ...sharedKey("SCHEDULER"),
        v: 1,
        data: { lastMinute: Math.floor(w.clock.now() / 60_000) - minutesAgo },
      });
    await tick(0);
    expect(await overview()).toMatchObject({
      health: { state: "well" },
      polls: { lastAt: new Date(w.clock.now()).toISOString() },
    });
    await tick(60);
    expect(await overview()).toMatchObject({
      health: { state: "broken", concerns: [{ kind: "not_polled" }] },
      polls: { lastAt: new Date(w.clock.now() - 3_600_000).toISOString() },
    });
  });

  it("counts what failed for good as a concern", async () => {
    const event = await w.event(ann, "show.started", { show });
    await w.run(event, { rule: "A", trace: matched, actions: [{ request: add, record: { state: "DEAD" } }] });
    expect(await overview()).toMatchObject({
      health: { state: "attention", line: "1 action failed for good" },
      counts: { dead: 1 },
    });
  });
});
