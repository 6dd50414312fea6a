import { createApi } from "@showrunner/api/app.ts";
import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { listApprovals } from "@showrunner/services/approvals/approvals.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

const site = "https://showrunner.example";
let t: TestWorld;
let ann: Account;
let api: ReturnType<typeof createApi>;
beforeEach(async () => {
  t = await createTestWorld({ wrap: (ctx) => ({ ...ctx, site }) });
  ann = await t.person("ann");
  api = createApi(t.ctx, {
    mode: "sandbox",
    version: "1",
    queues: () => Promise.reject(new Error("not asked")),
    startedAt: t.clock.now(),
  });
});
afterEach(async () => {
  await t.close();
});

/** A rule that may take nothing off the watchlist by itself, and what it would take; returns the link that ann is told. */
async function waiting(): Promise<string> {
  const trakt = t.world.addMovie({ title: "Heat <script>alert(1)</script>" });
  t.world.watchlistAdd("ann", { type: "movie", trakt });
  await t.rule(
    ann,
    "name: Clean\nwhen: { event: item.rated }\nthen: [{ do: watchlist.remove }]\noptions: { limit: { removals: 0 } }\n",
  );
  await t.minutes(2);
  t.world.rate("ann", { type: "movie", trakt }, 5);
  await t.minutes(4);
  const [message] = await readInbox(t.ctx, ann.id, 10);
  return new URL(message?.url ?? "").pathname;
}

const answer = (path: string, what: string, headers: Record<string, string> = {}) =>
  api.request(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: `answer=${what}`,
  });

describe("the link in a notification", () => {
  it("shows what waits, as text, and does nothing by being looked at, however often", async () => {
    const path = await waiting();
    for (let at = 0; at < 3; at++) {
      const page = await api.request(path);
      const text = await page.text();
      expect(page.status).toBe(200);
      expect(text).toContain("Clean");
      expect(text).toContain("Heat &lt;script&gt;");
      expect(page.headers.get("content-security-policy")).toContain("form-action 'self'");
      expect(page.headers.get("cache-control")).toBe("no-store");
    }
    await t.minutes(3);
    expect(t.world.watchlist("ann")).toHaveLength(1);
    expect(await listApprovals(t.ctx, ann.id)).toHaveLength(1);
  });

  it("does it after a yes, once, and opens nothing else then", async () => {
    const path = await waiting();
    expect((await answer(path, "yes")).status).toBe(200);
    await t.minutes(4);
    expect(t.world.watchlist("ann")).toEqual([]);
    expect((await answer(path, "no")).status).toBe(410);
    expect((await api.request(path)).status).toBe(410);
  });

  it("leaves it after a no", async () => {
    const path = await waiting();
    expect((await answer(path, "no")).status).toBe(200);
    await t.minutes(4);
    expect(t.world.watchlist("ann")).toHaveLength(1);
    expect(await listApprovals(t.ctx, ann.id)).toEqual([]);
  });

  it("takes no answer from a page of another site, nor what is no answer, nor by a made-up secret", async () => {
    const path = await waiting();
    expect((await answer(path, "yes", { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await answer(path, "perhaps")).status).toBe(400);
    expect((await answer("/approvals/apr_made-up", "yes")).status).toBe(410);
    await t.minutes(3);
    expect(t.world.watchlist("ann")).toHaveLength(1);
  });
});
