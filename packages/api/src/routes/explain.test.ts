import type { Account } from "@showrunner/core/records.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { madeUp, type MadeUp } from "../testing/made-up.ts";

let w: MadeUp;
let ann: Account;
beforeEach(async () => {
  w = madeUp();
  ann = await w.account("ann");
});
afterEach(() => w.close());

const lost = { title: "Lost", ids: { trakt: 1, slug: "lost-2004" } };
const source = { name: "Favor", when: { event: "show.dropped" }, then: [{ do: "favorites.add" }] };

async function ask(method: string, path: string, body?: unknown, scope: "read" | "write" = "read") {
  const { token } = await addKey(w.ctx, ann.id, { name: scope, scopes: [scope] });
  const answer = await w.app.request(`/api/v1/accounts/ann${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token.reveal()}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

describe("rules tried before, over HTTP", () => {
  it("a back-test is of a rule as it is written, or of a saved one, and needs no more than reading", async () => {
    await w.event(ann, "show.dropped", { show: lost, hidden_at: "2026-01-01T00:00:00.000Z" });
    await saveRule(w.ctx, ann.id, source, { enabled: true });
    for (const body of [{ source }, { rule: "Favor", days: 30 }])
      expect(await ask("POST", "/rules/backtest", body)).toMatchObject({
        status: 200,
        body: { name: "Favor", heard: 1, matched: 1, examples: [{ about: "Lost dropped" }] },
      });
    expect(await ask("POST", "/rules/backtest", { rule: "Nobody" })).toMatchObject({ status: 404 });
    expect(await ask("POST", "/rules/backtest", { rule: "Favor", days: 500 })).toMatchObject({ status: 400 });
  });

  it("what is there now is looked at by who may read, and acted on by who may write", async () => {
    await saveRule(w.ctx, ann.id, source, { enabled: true });
    expect(await ask("GET", "/rules/Favor/now")).toMatchObject({
      status: 200,
      body: { found: 0, cannot: [{ type: "show.dropped", reason: expect.stringContaining("never read") }] },
    });
    expect(await ask("POST", "/rules/Favor/now", {})).toMatchObject({ status: 403 });
    expect(await ask("POST", "/rules/Favor/now", {}, "write")).toMatchObject({ body: { code: "rule.not_present" } });
  });
});

describe("rules explained after, over HTTP", () => {
  it("an event, a rule and a silence", async () => {
    const event = await w.event(ann, "show.dropped", { show: lost, hidden_at: "2026-01-01T00:00:00.000Z" });
    await saveRule(w.ctx, ann.id, source, { enabled: false });
    expect(await ask("GET", `/events/${event.id}`)).toMatchObject({
      status: 200,
      body: {
        event: { about: "Lost dropped" },
        runs: [],
        unheard: [{ why: "disabled" }],
        recorded: { id: event.id, type: "show.dropped", data: { show: lost } },
      },
    });
    expect(await ask("GET", "/events/evt_none")).toMatchObject({ status: 404 });
    expect(await ask("GET", "/rules/Favor/explain")).toMatchObject({
      status: 200,
      body: { types: ["show.dropped"], runs: { byOutcome: { matched: 0 } } },
    });
    expect(await ask("GET", "/why-not?title=Lost&season=x")).toMatchObject({ status: 400 });
  });

  it("a run, with what each of its actions does and how that stands, in the person's own zone", async () => {
    const event = await w.event(ann, "show.dropped", { show: lost, hidden_at: "2026-01-01T00:00:00.000Z" });
    const item = { type: "show", trakt: 1, title: "Lost" } as const;
    const run = await w.run(event, {
      rule: "Favor",
      trace: { outcome: "matched", reason: "It has no conditions", conditions: [] },
      actions: [
        {
          request: { do: "favorites.add", item },
          record: { state: "DONE", finishedAt: "2026-11-20T18:00:00.000Z", outcome: "Lost is among the favorites" },
        },
        { request: { do: "drop", item } },
      ],
    });
    expect(await ask("GET", `/runs/${run.id}`)).toMatchObject({
      status: 200,
      body: {
        actions: [
          {
            effect: "add Lost to the favorites",
            state: "done",
            standing: expect.stringMatching(/^was done .*: Lost is among the favorites$/),
            record: { attempts: expect.any(Number) },
          },
          { effect: "drop Lost", state: expect.any(String), record: null },
        ],
      },
    });
  });
});
