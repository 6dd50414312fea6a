import type { Account, RuleRecord } from "@showrunner/core/records.ts";
import { addFeedLink, listFeedLinks, removeFeedLink } from "@showrunner/services/feeds/feed-links.ts";
import { removeRule, saveRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import * as z from "zod";
import { runKey } from "@showrunner/core/keys.ts";
import { feedFormats } from "./feed-routes.ts";
import { madeUp, type MadeUp } from "./testing/made-up.ts";

let w: MadeUp;
let ann: Account;
let rule: RuleRecord;
beforeEach(async () => {
  w = madeUp();
  ann = await w.account("ann");
  const source = {
    name: "Airing",
    when: { event: "episode.airing" },
    then: [{ do: "notify", channel: "inbox", title: "x", body: "y" }],
  };
  const { saveChannel } = await import("@showrunner/services/act/channels.ts");
  await saveChannel(w.ctx, ann.id, { kind: "inbox", name: "inbox", config: {}, secrets: {} });
  rule = await saveRule(w.ctx, ann.id, source, { enabled: true });
});
afterEach(() => w.close());

const hostile = `<script>alert(1)</script> & "quotes"; a\nBEGIN:VEVENT\n]]> Ünïcode 🎬`;

/** A match of the rule: its run, on an event of that show. */
async function match(title: string, airsAt: string): Promise<string> {
  await w.clock.advance(60_000);
  const show = { title, year: 2011, ids: { trakt: 1390, slug: "game-of-thrones" } };
  const episode = { season: 2, number: 8, title: "The Prince of Winterfell", ids: { trakt: 73_657 } };
  const event = await w.event(ann, "episode.airing", { show, episode, airs_at: airsAt, scope: "mine" });
  const run = await w.run(event, {
    rule: "Airing",
    trace: { outcome: "matched", reason: "It has no conditions", conditions: [] },
  });
  const item = await w.database.store.get(runKey(ann.id, run.id));
  if (item === undefined) throw new Error("the run was not kept");
  await w.database.store.put({ ...item, v: item.v + 1, data: { ...item.data, ruleId: rule.id } });
  return run.id;
}

const read = (token: string, format: string, init?: RequestInit) => w.app.request(`/feeds/${token}/${format}`, init);

describe("a feed of a rule's matches", () => {
  it("is a calendar with each match where it takes place", async () => {
    await match("Game of Thrones", "2026-11-23T02:00:00.000Z");
    const { token } = await addFeedLink(w.ctx, rule);
    const answer = await read(token.reveal(), "calendar.ics");
    expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
    const text = (await answer.text()).replaceAll("\r\n ", "");
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(text).toContain("SUMMARY:Game of Thrones 2×08 airs");
    expect(text).toContain("DTSTART:20261123T020000Z");
    expect(text).toContain("https://trakt.tv/shows/game-of-thrones/seasons/2/episodes/8");
  });

  it("is RSS, Atom and a JSON feed, newest first, under ids that stay", async () => {
    const old = await match("Old", "2026-11-23T02:00:00.000Z");
    const recent = await match("New", "2026-11-24T02:00:00.000Z");
    const { token } = await addFeedLink(w.ctx, rule);
    const Json = z.object({ version: z.string(), items: z.array(z.object({ id: z.string(), title: z.string() })) });
    const feed = Json.parse(await (await read(token.reveal(), "feed.json")).json());
    expect(feed.version).toContain("jsonfeed.org");
    expect(feed.items.map((one) => one.id)).toEqual([`urn:showrunner:${recent}`, `urn:showrunner:${old}`]);
    for (const [format, root] of [
      ["rss.xml", "<rss"],
      ["atom.xml", "<feed"],
    ] as const) {
      const text = await (await read(token.reveal(), format)).text();
      expect(text).toContain(root);
      expect(text.indexOf(recent)).toBeLessThan(text.indexOf(old));
    }
  });

  it("keeps a hostile title text in every format", async () => {
    await match(hostile, "2026-11-23T02:00:00.000Z");
    const { token } = await addFeedLink(w.ctx, rule);
    const [ics = "", rss = "", atom = ""] = await Promise.all(
      ["calendar.ics", "rss.xml", "atom.xml"].map(async (format) => (await read(token.reveal(), format)).text()),
    );
    expect(ics.match(/BEGIN:VEVENT/g)).toHaveLength(
      1 + (ics.replaceAll("\r\n ", "").match(/SUMMARY:.*BEGIN:VEVENT/g)?.length ?? 0),
    );
    expect(ics.split("\r\n").filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1);
    for (const xml of [rss, atom]) {
      const outside = xml.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, "");
      expect(outside).not.toContain("<script");
    }
  });

  it("says nothing of other rules' matches, nor of what did not match", async () => {
    const event = await w.event(ann, "show.dropped", {
      show: { title: "Another", year: 2000, ids: { trakt: 9 } },
      hidden_at: "",
    });
    await w.run(event, { rule: "Other", trace: { outcome: "matched", reason: "", conditions: [] } });
    const { token } = await addFeedLink(w.ctx, rule);
    expect(await (await read(token.reveal(), "feed.json")).json()).toMatchObject({ items: [] });
  });

  it("is not sent again while nothing is new", async () => {
    await match("Game of Thrones", "2026-11-23T02:00:00.000Z");
    const { token } = await addFeedLink(w.ctx, rule);
    const tag = (await read(token.reveal(), "feed.json")).headers.get("etag") ?? "";
    expect(tag).not.toBe("");
    expect((await read(token.reveal(), "feed.json", { headers: { "if-none-match": tag } })).status).toBe(304);
  });
});

describe("the secret address", () => {
  it("opens nothing once it is taken back, or the rule is gone; a wrong one says the same", async () => {
    const first = await addFeedLink(w.ctx, rule);
    const second = await addFeedLink(w.ctx, rule);
    await removeFeedLink(w.ctx, ann.id, first.link.id);
    for (const format of feedFormats) {
      expect((await read(first.token.reveal(), format)).status).toBe(404);
      expect((await read("made-up", format)).status).toBe(404);
      expect((await read(second.token.reveal(), format)).status).toBe(200);
    }
    await removeRule(w.ctx, rule);
    expect((await read(second.token.reveal(), "rss.xml")).status).toBe(404);
    expect(await listFeedLinks(w.ctx, ann.id)).toHaveLength(1);
  });

  it("is kept by nobody but its owner: the database holds its hash, and a log of a defect does not name it", async () => {
    const { token } = await addFeedLink(w.ctx, rule);
    const { items } = await w.database.store.query({ pk: `ACC#${ann.id}` });
    expect(JSON.stringify(items)).not.toContain(token.reveal());
    const item = items.find((one) => one.sk.startsWith("RULE#"));
    if (item === undefined) throw new Error("there is no rule");
    await w.database.store.put({ ...item, v: item.v + 1, data: { broken: true } });
    expect((await read(token.reveal(), "rss.xml")).status).toBe(500);
    expect(JSON.stringify(w.log)).toContain("/feeds/…");
    expect(JSON.stringify(w.log)).not.toContain(token.reveal());
  });

  it("is made and taken back through the API by its owner", async () => {
    const { token } = await addKey(w.ctx, ann.id, { name: "k", scopes: ["write"] });
    const headers = { authorization: `Bearer ${token.reveal()}` };
    const made = z
      .object({ id: z.string(), urls: z.record(z.string(), z.string()) })
      .parse(await (await w.app.request("/api/v1/accounts/me/rules/Airing/feeds", { method: "POST", headers })).json());
    const url = made.urls["feed.json"] ?? "";
    expect((await w.app.request(url)).status).toBe(200);
    expect((await w.app.request(`/api/v1/accounts/me/feeds/${made.id}`, { method: "DELETE", headers })).status).toBe(
      200,
    );
    expect((await w.app.request(url)).status).toBe(404);
  });
});
