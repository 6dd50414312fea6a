import { Script } from "node:vm";
import { exampleShow } from "@showrunner/core/events/examples.ts";
import { saveInboxMessage } from "@showrunner/services/act/inbox.ts";
import { pauseAll } from "@showrunner/services/schedule/pause.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { madeUp, type MadeUp, startMs } from "../testing/made-up.ts";
import { problemPage } from "./problem.ts";
import { script } from "./script.ts";

let w: MadeUp;
beforeEach(() => {
  w = madeUp();
});
afterEach(() => w.close());

async function page(path = "/"): Promise<string> {
  const answer = await w.app.request(path);
  expect(answer.status).toBe(200);
  return await answer.text();
}

/** What a reader sees: the markup without its tags, white space as one space. */
async function words(path = "/"): Promise<string> {
  const [, main = ""] = /<main[^>]*>(.*)<\/main>/s.exec(await page(path)) ?? [];
  return main
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ (?=[.,])/g, "");
}

const matched = { outcome: "matched" as const, reason: "There were no conditions", conditions: [] };
const dropped = (title: string) => ({ show: { ...exampleShow, title }, hidden_at: "" });

describe("the status page", () => {
  it("tells who nobody is connected to what to do first", async () => {
    const empty = madeUp({ mode: "trakt" });
    const text = await (await empty.app.request("/")).text();
    expect(text).toContain("Nobody is connected yet");
    expect(text).toContain("npx showrunner login");
    expect(text).toContain("No notifications yet");
    expect(text).toContain("rules add FILE");
    expect(text).not.toContain("Sandbox demo");
    await empty.close();
  });

  it("says that the demo is one", async () => {
    const demo = madeUp({ sandboxUrl: "http://127.0.0.1:4999" });
    const text = await (await demo.app.request("/")).text();
    expect(text).toContain("Sandbox demo");
    expect(text).toContain("http://127.0.0.1:4999");
    await demo.close();
  });

  it("shows of each event what each rule made of it, why, and what was done", async () => {
    const ann = await w.account("ann", { name: "Ann" });
    const event = await w.event(ann, "show.dropped", dropped("Utopia"));
    await w.run(event, {
      rule: "Only good ones",
      trace: {
        outcome: "not_matched",
        reason: "show.rating > 8.0 did not hold: show.rating is 7.4",
        conditions: [{ text: "show.rating > 8.0", result: false, values: { "show.rating": 7.4 } }],
      },
    });
    const item = { type: "show" as const, trakt: 1, title: "Utopia" };
    const run = await w.run(event, {
      rule: "Clean up",
      trace: matched,
      actions: [
        {
          request: { do: "watchlist.remove", item },
          record: { state: "DONE", outcome: "Utopia is off the watchlist" },
        },
        {
          request: { do: "webhook", channel: "home" },
          record: { state: "RETRY", outcome: "503", dueAt: startMs + 60_000 },
        },
        { request: { do: "rate", item, rating: 3 } },
      ],
    });
    const text = await words();
    expect(text).toContain("18:00 A Utopia dropped Ann");
    expect(text).toContain("did not act Only good ones show.rating &gt; 8.0 did not hold: show.rating is 7.4");
    expect(text).toContain("does not hold show.rating &gt; 8.0 show.rating 7.4");
    expect(text).toContain("acted Clean up There were no conditions");
    expect(text).toContain("done Utopia is off the watchlist");
    expect(text).toContain("will retry call the webhook home 503 next try 18:01");
    expect(text).toContain("waiting rate Utopia 3");
    expect(await page()).toContain(`href="/runs/${run.id}"`);
  });

  it("merges everybody's changes, newest first, 40 at most", async () => {
    const people = [await w.account("ann"), await w.account("bo")];
    for (let at = 0; at < 50; at++) {
      await w.clock.advance(60_000);
      for (const person of people) await w.event(person, "show.dropped", dropped(`${person.username}’s ${at}.`));
    }
    const found = [...(await words()).matchAll(/(\w+)’s (\d+)\. dropped/g)].map(([, who, at]) => ({
      who,
      at: Number(at),
    }));
    expect(found).toHaveLength(40);
    expect(new Set(found.map(({ who }) => who)).size).toBe(2);
    expect(found.map(({ at }) => at)).toEqual(Array.from({ length: 40 }, (_, row) => 49 - Math.floor(row / 2)));
  });

  it("groups what happened by day, in the time zone that it is set to", async () => {
    const tokyo = madeUp({ timeZone: "Asia/Tokyo" });
    const ann = await tokyo.account("ann");
    await tokyo.event(ann, "show.dropped", dropped("Before"), { recordedtime: "2026-11-20T14:59:00.000Z" });
    await tokyo.event(ann, "show.dropped", dropped("After"), { recordedtime: "2026-11-20T15:01:00.000Z" });
    const text = await (await tokyo.app.request("/")).text();
    const order = ["Today", "After dropped", "Yesterday", "Before dropped"].map((part) => text.indexOf(part));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
    await tokyo.close();
  });

  it("says above all else what needs a person", async () => {
    const ann = await w.account("ann");
    expect(await words()).toContain("Watching over 1 person");
    await w.connection(ann, { state: "needs_reconnect", reason: "Trakt refused the refresh token" });
    const event = await w.event(ann, "show.dropped", dropped("Utopia"));
    const request = { do: "webhook" as const, channel: "home" };
    await w.run(event, {
      rule: "R",
      trace: matched,
      actions: [{ request, record: { state: "DEAD", outcome: "410 from x" } }],
    });
    await pauseAll(w.ctx, startMs + 600_000, "429");
    const text = await words();
    expect(text).toContain("Paused until 18:10, for Trakt asked us to wait");
    expect(text).toContain("1 person must be connected again");
    expect(text).toContain("1 action failed for good");
    expect(text).toContain("reconnect Trakt refused the refresh token");
    expect(text).toContain("given up call the webhook home 410 from x");
    expect(text).toContain("dead list");
  });

  it("shows people's health, rules, messages and the queues", async () => {
    const ann = await w.account("ann", { name: "Ann" });
    const then = [{ do: "drop" }];
    await saveRule(w.ctx, ann.id, { name: "Drop it", when: { event: "show.ended" }, then }, { enabled: true });
    await saveRule(w.ctx, ann.id, { name: "Not this", when: { event: "show.ended" }, then }, { enabled: false });
    await saveInboxMessage(w.ctx, ann.id, { id: "m", title: "It airs", body: "At nine.", url: "https://trakt.tv/x" });
    const text = await words();
    expect(text).toContain("Ann ann connected Checked every minute, next at 18:01 last change 18:00, 1 of 2 rules on");
    expect(text).toContain("on Drop it show.ended");
    expect(text).toContain("off Not this show.ended");
    expect(text).toContain("It airs At nine. Ann, 18:00");
    expect(text).toContain("Polling Trakt 1 0 0 0");
  });

  it("gives the script exactly the parts that the page has", async () => {
    const ann = await w.account("ann");
    await w.event(ann, "show.dropped", dropped("Utopia"));
    const whole = await page();
    const fragment = await page("/fragment");
    expect(whole).toContain(fragment);
    expect(fragment).not.toContain("<main");
    expect([...fragment.matchAll(/<section\s+id="(\w+)"[^>]*data-part/g)].map(([, id]) => id)).toEqual([
      "now",
      "people",
      "timeline",
      "inbox",
      "machine",
      "rules",
    ]);
  });
});

it("a sign-in that failed can be begun again from its page, unless nobody can sign in here", async () => {
  const pageOf = async (code: string) =>
    String(await problemPage({ type: "about:blank", status: 403, title: "Forbidden", detail: "it failed", code }));
  expect(await pageOf("login.denied")).toContain('<a href="/connect">Sign in again</a>');
  for (const code of ["login.no_redirect_uri", "route.unknown"]) expect(await pageOf(code)).not.toContain("/connect");
});

describe("hostile words", () => {
  const hostile = `<img src=x onerror=alert(1)>"'<script>alert(2)</script>`;

  it("stay text, wherever they come from", async () => {
    const ann = await w.account("ann", { name: hostile });
    const event = await w.event(ann, "show.dropped", dropped(hostile), {
      origin: { actionid: "a", ruleid: hostile, chain: [] },
    });
    const conditions = [{ text: hostile, values: { [hostile]: hostile }, error: hostile }];
    const request = { do: "notify" as const, channel: hostile, title: hostile, body: hostile };
    const run = await w.run(event, {
      rule: hostile,
      trace: { outcome: "failed", reason: hostile, conditions },
      actions: [{ request, record: { state: "DEAD", outcome: hostile } }],
    });
    await w.connection(ann, { state: "needs_reconnect", reason: hostile });
    await saveInboxMessage(w.ctx, ann.id, {
      id: hostile,
      title: hostile,
      body: hostile.repeat(20),
      url: "javascript:alert(3)",
    });
    await saveRule(
      w.ctx,
      ann.id,
      { name: hostile, when: { event: "show.ended" }, then: [{ do: "drop" }] },
      { enabled: true },
    );
    for (const path of ["/", "/fragment", `/runs/${run.id}`]) {
      const text = await page(path);
      expect(text).toContain("&lt;img src=x onerror=alert(1)&gt;");
      expect(text).not.toContain("<img src=x");
      expect(text).not.toContain("<script>");
      expect(text).not.toContain("javascript:");
    }
  });

  it("find no inline script, style or handler to hide among: the policy forbids them all", async () => {
    await w.account("ann");
    for (const path of ["/", "/fragment"]) {
      const text = await page(path);
      expect(text).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?! src="\/status\.js")/);
    }
  });
});

describe("the page of a run", () => {
  it("tells all of it, and where it is as data", async () => {
    const ann = await w.account("ann");
    const event = await w.event(ann, "show.dropped", dropped("Utopia"));
    const run = await w.run(event, {
      rule: "Only good ones",
      trace: {
        outcome: "not_matched",
        reason: "a did not hold",
        conditions: [
          { text: "a", result: false, values: { a: false } },
          { text: "b", values: {} },
        ],
      },
    });
    const text = await words(`/runs/${run.id}`);
    expect(text).toContain("did not act Only good ones Utopia dropped");
    expect(text).toContain("Why a did not hold does not hold a a false not reached b");
    expect(text).toContain("Nothing: the rule did not get so far");
    expect(text).toContain("show.dropped");
    expect(text).toContain("&quot;name&quot;: &quot;Only good ones&quot;");
    expect(await page(`/runs/${run.id}`)).toContain(`href="/api/v1/runs/${run.id}"`);
  });
});

it("serves the style and the script as what they are, and the script parses", async () => {
  expect((await w.app.request("/status.css")).headers.get("content-type")).toBe("text/css; charset=utf-8");
  const served = await w.app.request("/status.js");
  expect(served.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(() => new Script(script)).not.toThrow();
  expect(await served.text()).toBe(script);
});
