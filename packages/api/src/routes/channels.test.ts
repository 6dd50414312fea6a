import type { Account } from "@showrunner/core/records.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { noteFailing } from "@showrunner/services/act/channel-health.ts";
import { findChannel, saveChannel } from "@showrunner/services/act/channels.ts";
import { ChannelProblem } from "@showrunner/channels/problem.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { madeUp, type MadeUp } from "../testing/made-up.ts";

let w: MadeUp;
let ann: Account;
let key: string;
beforeEach(async () => {
  w = madeUp();
  ann = await w.account("ann");
  key = (await addKey(w.ctx, ann.id, { name: "test", scopes: ["write"] })).token.reveal();
});
afterEach(() => w.close());

const secret = "whsec_VGhpcyBpcyBhIG1hZGUtdXAgZXhhbXBsZSBzZWNyZXQu";

async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await w.app.request(`/api/v1/accounts/ann${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

/** A webhook, and a delivery to it that failed for good. */
async function withDelivery(state: "DEAD" | "RETRY" = "DEAD"): Promise<string> {
  const config = { url: "https://example.com/hook" };
  await saveChannel(w.ctx, ann.id, { kind: "webhook", name: "hook", config, secrets: { signing: [secret] } });
  const event = await w.event(ann, "show.dropped", { show: { title: "Lost", ids: { trakt: 1 } }, hidden_at: "" });
  const run = await w.run(event, {
    rule: "Tell",
    trace: { outcome: "matched", reason: "It has no conditions", conditions: [] },
    actions: [
      {
        request: { do: "webhook", channel: "hook" },
        record: {
          state,
          finishedAt: new Date(w.clock.now()).toISOString(),
          tries: [
            {
              at: new Date(w.clock.now()).toISOString(),
              tookMs: 12,
              status: 500,
              reason: "example.com answered 500.",
              requestHeaders: { "webhook-id": "act_1" },
              responseHeaders: {},
              answer: "oops",
            },
          ],
        },
      },
    ],
  });
  return run.actions[0]?.id ?? "";
}

describe("a channel's deliveries", () => {
  it("are told with their tries, one by one too, and can be sent again once they have ended", async () => {
    const id = await withDelivery();
    const tries = [{ status: 500, answer: "oops", isReplay: false, tookMs: 12 }];
    expect(await ask("GET", "/channels/hook/deliveries")).toMatchObject({
      status: 200,
      body: { items: [{ id, state: "DEAD", tries }], next: null },
    });
    expect(await ask("GET", `/deliveries/${id}`)).toMatchObject({ status: 200, body: { id, replays: 0, tries } });
    expect(await ask("POST", `/deliveries/${id}/replay`)).toMatchObject({ status: 202, body: { id, replays: 1 } });
    expect(await ask("POST", `/deliveries/${id}/replay`)).toMatchObject({ body: { code: "delivery.under_way" } });
    expect(await ask("GET", "/deliveries/act_none")).toMatchObject({ status: 404, body: { code: "delivery.unknown" } });
  });
});

describe("a channel", () => {
  it("that is off says so, is switched on, and gets what failed", async () => {
    await withDelivery();
    const channel = await findChannel(w.ctx, ann.id, "hook");
    const error = new ChannelProblem({ code: "channel.gone", message: "It is gone." });
    await noteFailing(w.ctx, channel, { actionId: "act_1", startedMs: w.clock.now(), error });
    expect(await ask("GET", "/channels")).toMatchObject({
      body: { items: [{ name: "hook", health: { state: "off", reason: "It is gone." } }] },
    });
    expect(await ask("POST", "/channels/hook/enable", { recover: true })).toMatchObject({
      status: 200,
      body: { name: "hook", recovered: 1 },
    });
    expect(await ask("GET", "/channels")).toMatchObject({ body: { items: [{ health: { state: "new" } }] } });
  });

  it("that signs is given a new secret, which is shown this once", async () => {
    await withDelivery();
    const { status, body } = await ask("POST", "/channels/hook/rotate");
    expect(status).toBe(200);
    const { made, formerUntil } = z
      .object({ made: z.object({ signing: z.string() }), formerUntil: z.string() })
      .parse(body);
    expect(made.signing).toMatch(/^whsec_/);
    expect(made.signing).not.toBe(secret);
    expect(Date.parse(formerUntil) - w.clock.now()).toBe(24 * 3_600_000);
    await saveChannel(w.ctx, ann.id, { kind: "inbox", name: "inbox", config: {}, secrets: {} });
    expect(await ask("POST", "/channels/inbox/rotate")).toMatchObject({ body: { code: "channel.no_signature" } });
  });
});

describe("a message's preview", () => {
  const rule = {
    name: "Tell",
    when: { event: "movie.watched" },
    if: "movie.year == 1",
    then: [{ do: "watchlist.remove" }, { do: "notify", channel: "inbox", title: "{{ movie.title }}", body: "Seen" }],
  };

  it("is what each kind of channel would bring, whatever the conditions say", async () => {
    const { body } = await ask("POST", "/templates/preview", { source: rule });
    expect(body).toMatchObject({ place: 1, channel: "inbox", body: "Seen", event: { isExample: true } });
    const { shown } = z
      .object({ shown: z.array(z.object({ kind: z.string(), html: z.string().nullable() })) })
      .parse(body);
    expect(shown.map(({ kind }) => kind)).toContain("discord");
    expect(shown.find(({ kind }) => kind === "email")?.html).toContain("<!doctype html>");
  });

  it("is of actions that tell somebody alone", async () => {
    expect(await ask("POST", "/templates/preview", { source: rule, action: 0 })).toMatchObject({
      body: { code: "rule.no_message" },
    });
  });
});

describe("where the API may not open channels' secrets", () => {
  it("a test message is left to the deliverer, and a webhook waits for its ping", async () => {
    const cloud = madeUp({ deliversItself: false });
    const bo = await cloud.account("bo");
    const { token } = await addKey(cloud.ctx, bo.id, { name: "test", scopes: ["write"] });
    await saveChannel(cloud.ctx, bo.id, { kind: "inbox", name: "inbox", config: {}, secrets: {} });
    const config = { url: "https://example.com/hook" };
    await saveChannel(cloud.ctx, bo.id, { kind: "webhook", name: "hook", config, secrets: { signing: [secret] } });
    const test = async (name: string) => {
      const headers = { authorization: `Bearer ${token.reveal()}` };
      const answer = await cloud.app.request(`/api/v1/accounts/me/channels/${name}/test`, { method: "POST", headers });
      return { status: answer.status, body: await answer.json() };
    };
    expect(await test("inbox")).toEqual({ status: 200, body: { detail: "on its way" } });
    expect((await cloud.database.queue.depth("Deliveries")).visible).toBe(1);
    expect(await test("hook")).toMatchObject({ status: 422, body: { code: "channel.pinged" } });
    await cloud.close();
  });
});
