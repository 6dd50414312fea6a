import type { Account } from "@showrunner/core/records.ts";
import { addKey, removeKey } from "@showrunner/services/accounts/api-keys.ts";
import { beginSession, endSession } from "@showrunner/services/accounts/sessions.ts";
import { setEnabled, saveRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createBell } from "../live/bell.ts";
import { ringingStore } from "../live/ringing-store.ts";
import { madeUp, type MadeUp } from "../testing/made-up.ts";

let w: MadeUp;
let ann: Account;
let key: string;
beforeEach(async () => {
  const bell = createBell();
  w = madeUp({ bell, heartbeatMs: 30 }, (ctx) => ({ ...ctx, store: ringingStore(ctx.store, bell) }));
  ann = await w.account("ann");
  key = (await addKey(w.ctx, ann.id, { name: "listens", scopes: ["read"] })).token.reveal();
});
afterEach(() => w.close());

const rule = { name: "A", when: { event: "show.ended" }, then: [{ do: "drop" }] };

interface Listening {
  status: number;
  /** Reads on until something was said so many times. */
  until(text: string, times?: number): Promise<string>;
  end(): Promise<string>;
  close(): Promise<void>;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function listen(headers: Record<string, string> = bearer(key)): Promise<Listening> {
  const answer = await w.app.request("/api/v1/accounts/me/live", { headers });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  const read = async (wanted: (done: boolean) => boolean): Promise<string> => {
    for (;;) {
      if (wanted(false)) return said;
      const next = await reader?.read();
      if (next === undefined || next.done) {
        if (wanted(true)) return said;
        throw new Error(`the stream ended: ${said}`);
      }
      said += next.value;
    }
  };
  return {
    status: answer.status,
    until: (text, times = 1) => read(() => said.split(text).length > times),
    end: () => read((done) => done),
    close: async () => await reader?.cancel(),
  };
}

it("tells what kinds of things changed, and to nobody else's page", async () => {
  const billie = await w.account("billie");
  const theirs = (await addKey(w.ctx, billie.id, { name: "listens", scopes: ["read"] })).token.reveal();
  const [mine, other] = [await listen(), await listen(bearer(theirs))];
  await Promise.all([mine.until("event: ready"), other.until("event: ready")]);
  const saved = await saveRule(w.ctx, ann.id, rule, { enabled: false });
  expect(await mine.until("changed")).toContain('data: {"kinds":["rules"]}');
  await setEnabled(w.ctx, saved, true);
  await w.connection(ann, { state: "needs_reconnect" });
  // More than one heartbeat, so that it would have been told by now.
  expect(await other.until("still here", 12)).not.toContain("changed");
  await Promise.all([mine.close(), other.close()]);
});

it("ends within a heartbeat when the key that opened it is taken back", async () => {
  const stream = await listen();
  await stream.until("still here");
  await removeKey(w.ctx, ann.id, "listens");
  expect(await stream.end()).not.toContain("changed");
});

it("ends within a heartbeat when the session that opened it is ended", async () => {
  const { session, token } = await beginSession(w.ctx, ann.id, { label: "A browser", way: "trakt" });
  const stream = await listen({ cookie: `showrunner-session=${token.reveal()}` });
  await stream.until("still here");
  await endSession(w.ctx, ann.id, session.id);
  expect(await stream.end()).not.toContain("changed");
});

it("listens for so many pages of an account and no more, and for others again when some are closed", async () => {
  const streams = [];
  for (let at = 0; at < 12; at++) streams.push(await listen());
  expect((await listen()).status).toBe(429);
  await streams[0]?.close();
  await expect.poll(tryOnce).toBe(200);
  for (const stream of streams.slice(1)) await stream.close();

  async function tryOnce(): Promise<number> {
    const one = await listen();
    if (one.status === 200) await one.close();
    return one.status;
  }
});

it("answers that pages have to ask where nothing is told", async () => {
  const plain = madeUp();
  const cy = await plain.account("cy");
  const { token } = await addKey(plain.ctx, cy.id, { name: "listens", scopes: ["read"] });
  const answer = await plain.app.request("/api/v1/accounts/me/live", {
    headers: { authorization: `Bearer ${token.reveal()}` },
  });
  expect([answer.status, await answer.json()]).toMatchObject([404, { code: "live.polls" }]);
  await plain.close();
});
