import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { audited } from "@showrunner/services/accounts/audit.ts";
import type { Account } from "@showrunner/core/records.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { endpoints } from "./contract/all.ts";
import { asOperator, madeUp, type MadeUp, operatorPassword } from "./testing/made-up.ts";

let w: MadeUp;
let ann: Account;
let person: Record<string, string>;
beforeEach(async () => {
  w = madeUp({ operatorPassword });
  ann = await w.account("ann");
  person = await w.asPerson(ann);
});
afterEach(() => w.close());

const Log = z.object({
  items: z.array(
    z.object({
      at: z.string(),
      by: z.object({ kind: z.string(), name: z.string() }),
      action: z.string(),
      what: z.string(),
      about: z.string().nullable(),
      outcome: z.string(),
      code: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});

async function ask(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<unknown> {
  const answer = await w.app.request(`/api/v1${path}`, {
    method,
    headers: { ...headers, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return await answer.json();
}

const log = async (query = "") => Log.parse(await ask("GET", `/accounts/me/audit${query}`, person));

describe("the audit log", () => {
  it.each(endpoints.filter(({ method }) => method !== "get").map((one) => [one.id, one.audit] as const))(
    "has a word for %s, or its contract says that it has none",
    (_id, audit) => {
      // undefined: nobody thought of it. Say `audit: "made an API key"`, or `audit: null`, in its contract.
      expect(audit).not.toBeUndefined();
    },
  );

  it("tells who did what to what, the newest first: by browser, by key, by the operator and by the command line", async () => {
    await w.clock.advance(1000);
    await ask("POST", "/accounts/me/keys", person, { name: "calendar", scopes: ["write"] });
    const { token } = await addKey(w.ctx, ann.id, { name: "robot", scopes: ["write"] });
    const robot = { authorization: `Bearer ${token.reveal()}` };
    await w.clock.advance(1000);
    await ask("POST", "/accounts/me/channels", robot, { kind: "inbox", name: "told" });
    await w.clock.advance(1000);
    await ask("DELETE", "/accounts/ann/keys/calendar", asOperator);
    await w.clock.advance(1000);
    const cli = { authorization: `Basic ${btoa(`cli:${operatorPassword.reveal()}`)}` };
    await ask("PUT", "/accounts/ann/settings", cli, {});
    const { items } = await log();
    expect(items.map(({ by, what, about, outcome }) => [by.kind, by.name, what, about, outcome])).toEqual([
      ["cli", "the command line", "changed the settings", null, "done"],
      ["operator", "the operator", "took an API key back", "calendar", "done"],
      ["key", "robot", "added a channel", "told", "done"],
      ["session", "a browser", "made an API key", "calendar", "done"],
      ["session", "a browser", "signed in at Trakt", null, "done"],
    ]);
  });

  it("tells what was refused, and why; and what only looked is not in it", async () => {
    await ask("DELETE", "/accounts/me", person, { confirm: "somebody else" });
    await ask("GET", "/accounts/me/keys", person);
    await ask("POST", "/accounts/me/poll", person);
    const { items } = await log();
    expect(items.find((one) => one.action === "accounts.delete")).toMatchObject({
      outcome: "refused",
      code: "account.not_confirmed",
    });
    expect(items).toHaveLength(2);
  });

  it("holds no secret, of whatever is made, shown once, or sent along", async () => {
    const canary = "canary-that-must-not-sing";
    const secrets: string[] = [canary];
    const keep = (said: unknown): void => {
      for (const [, secret = ""] of JSON.stringify(said).matchAll(
        /"(?:token|signingSecret|secret|path|url)":"([^"]+)"/g,
      ))
        secrets.push(secret);
    };
    keep(await ask("POST", "/accounts/me/keys", person, { name: "k", scopes: ["read"] }));
    keep(await ask("POST", "/accounts/me/hooks", person, { name: "h", kind: "generic", signed: true }));
    keep(await ask("POST", "/accounts/me/hooks/h/rotate", person));
    const config = { topic: "shows" };
    keep(
      await ask("POST", "/accounts/me/channels", person, {
        kind: "ntfy",
        name: "n",
        config,
        secrets: { token: canary },
      }),
    );
    expect(secrets.length).toBeGreaterThan(4);
    const text = JSON.stringify(await log());
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toContain(person["cookie"]?.split("=")[1]);
  });

  it("tells that all of the account was taken, which is possible six times an hour", async () => {
    const take = () => w.app.request("/api/v1/accounts/me/archive", { headers: person });
    for (let at = 0; at < 6; at++) expect((await take()).status).toBe(200);
    expect((await take()).status).toBe(429);
    const { items } = await log();
    expect(items.filter(({ action }) => action === "archive.get")).toHaveLength(6);
  });

  it("is one's own: another account's says nothing of it, and it is read page by page", async () => {
    const bo = await w.account("bo");
    for (let at = 0; at < 5; at++) {
      await w.clock.advance(1000);
      await ask("PUT", "/accounts/me/settings", person, {});
    }
    const bos = Log.parse(await ask("GET", "/accounts/me/audit", await w.asPerson(bo)));
    expect(bos.items.map(({ action }) => action)).toEqual(["session.begin"]);
    const seen: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const page: z.infer<typeof Log> = await log(
        `?limit=2${after === "" ? "" : `&after=${encodeURIComponent(after)}`}`,
      );
      seen.push(...page.items.map(({ at, action }) => `${at} ${action}`));
      after = page.next;
    }
    expect(new Set(seen).size).toBe(6);
    expect(seen).toEqual(seen.toSorted().toReversed());
  });

  it("is written once for a request that is repeated with its idempotency key", async () => {
    const headers = { ...person, "idempotency-key": "one" };
    for (let at = 0; at < 3; at++) await ask("POST", "/accounts/me/keys", headers, { name: "k", scopes: ["read"] });
    expect((await log()).items.filter(({ action }) => action === "keys.add")).toHaveLength(1);
  });

  it("keeps what was begun and not finished, when the process died over it", async () => {
    const entry = {
      by: { kind: "session" as const, name: "x" },
      action: "keys.add",
      what: "made an API key",
      about: null,
    };
    void audited(w.ctx, ann.id, entry, () => new Promise(() => {}));
    await new Promise((resolve) => setImmediate(resolve));
    expect((await log()).items.find(({ action }) => action === "keys.add")).toMatchObject({ outcome: "begun" });
  });
});

describe("what may be asked for only so often", () => {
  it("is refused beyond it with 429, for this account alone, and taken again after the wait that it says", async () => {
    const bo = await w.account("bo");
    const send = async (headers: Record<string, string>): Promise<Response> =>
      await w.app.request("/api/v1/accounts/me/channels/none/test", { method: "POST", headers });
    for (let at = 0; at < 20; at++) expect((await send(person)).status).toBe(404);
    const refused = await send(person);
    expect([refused.status, await refused.json()]).toMatchObject([
      429,
      { code: "request.too_often", title: "Too Many Requests", hint: expect.stringContaining("Wait") },
    ]);
    expect((await send(await w.asPerson(bo))).status).toBe(404);
    const waitSeconds = Number(refused.headers.get("retry-after"));
    expect(waitSeconds).toBeGreaterThan(0);
    await w.clock.advance(waitSeconds * 1000);
    expect((await send(person)).status).toBe(404);
    expect((await send(person)).status).toBe(429);
  });

  it("counts rightly when many come at once", async () => {
    await w.close();
    w = madeUp({}, (ctx) => {
      const requestLimits = { ...ctx.settings.requestLimits, test: { count: 5, spanMs: 3_600_000 } };
      return { ...ctx, settings: { ...ctx.settings, requestLimits } };
    });
    person = await w.asPerson(await w.account("ann"));
    const send = async () =>
      await w.app.request("/api/v1/accounts/me/channels/none/test", { method: "POST", headers: person });
    const answers = await Promise.all(Array.from({ length: 12 }, send));
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(5);
  });
});
