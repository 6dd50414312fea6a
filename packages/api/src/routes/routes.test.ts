import type { Account } from "@showrunner/core/records.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import type { KeyScope } from "@showrunner/services/accounts/new-api-key.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { listRules } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { Secret } from "@showrunner/core/secret.ts";
import { implementedEndpoints } from "../api-routes.ts";
import { endpoints } from "../contract/all.ts";
import { openApi } from "../open-api.ts";
import { madeUp, type MadeUp, startMs } from "../testing/made-up.ts";

let w: MadeUp;
let ann: Account;
beforeEach(async () => {
  w = madeUp();
  ann = await w.account("ann");
});
afterEach(() => w.close());

const rule = (name: string) => ({ name, when: { event: "show.ended" }, then: [{ do: "drop" }] });

async function keyFor(account: Account, ...scopes: KeyScope[]): Promise<string> {
  return (await addKey(w.ctx, account.id, { name: scopes.join("+"), scopes })).token.reveal();
}

interface Said {
  status: number;
  body: unknown;
  headers: Headers;
}

async function ask(
  method: string,
  path: string,
  options: { key?: string; body?: unknown; headers?: object } = {},
): Promise<Said> {
  const answer = await w.app.request(`/api/v1${path}`, {
    method,
    headers: {
      ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
}

describe("who may change something", () => {
  it("refuses whoever has no key, and says how to get one; who is unknown may not even look", async () => {
    const refused = {
      status: 401,
      body: { code: "request.unauthorized", hint: expect.stringContaining("showrunner keys add") },
    };
    expect(await ask("POST", "/accounts/ann/rules", { body: { source: rule("A") } })).toMatchObject(refused);
    expect(await listRules(w.ctx, ann.id)).toEqual([]);
    for (const path of ["/accounts/ann/rules", "/accounts/ann", "/accounts", "/accounts/nobody", "/status"])
      expect(await ask("GET", path)).toMatchObject(refused);
  });

  it("lets a key with the scope write change its own account", async () => {
    const key = await keyFor(ann, "write");
    const saved = await ask("POST", "/accounts/me/rules", { key, body: { source: rule("A") } });
    expect(saved).toMatchObject({ status: 201, body: { name: "A", enabled: true, version: 1 } });
    const off = await ask("PATCH", "/accounts/me/rules/A", { key, body: { enabled: false } });
    expect(off.body).toMatchObject({ enabled: false });
    expect((await ask("DELETE", "/accounts/ann/rules/A", { key })).status).toBe(200);
    expect(await listRules(w.ctx, ann.id)).toEqual([]);
  });

  it("lets a key with the scope read look, and nothing else", async () => {
    const key = await keyFor(ann, "read");
    expect((await ask("GET", "/accounts/me", { key })).body).toMatchObject({ username: "ann" });
    expect(await ask("POST", "/accounts/me/rules", { key, body: { source: rule("A") } })).toMatchObject({
      status: 403,
      body: { code: "request.forbidden" },
    });
    expect((await ask("GET", "/status", { key })).status).toBe(403);
  });

  it("shows a key nothing of another account: it looks like one that is not there", async () => {
    const billie = await w.account("billie");
    await saveChannel(w.ctx, billie.id, { kind: "inbox", name: "their own", config: {}, secrets: {} });
    const key = await keyFor(ann, "write");
    for (const { endpoint } of implementedEndpoints({
      mode: "trakt",
      version: "1",
      startedAt: startMs,
      queues: () => Promise.reject(new Error("not asked")),
    })) {
      if (!endpoint.path.startsWith("/accounts/:account")) continue;
      const of = (who: string) => endpoint.path.replace(":account", who).replaceAll(/:\w+/g, "their own");
      const [others, nobodys] = await Promise.all(
        ["billie", "nobody"].map((who) =>
          ask(endpoint.method.toUpperCase(), of(who), { key, ...(endpoint.method === "get" ? {} : { body: {} }) }),
        ),
      );
      expect([endpoint.id, others?.status]).toEqual([endpoint.id, 404]);
      expect(JSON.stringify(others?.body).replaceAll("billie", "nobody")).toBe(
        JSON.stringify(nobodys?.body).replaceAll("their own", "nobody's own"),
      );
    }
    expect((await ask("GET", "/accounts", { key })).body).toMatchObject({ items: [{ username: "ann" }] });
  });

  it("refuses a key that was taken back, has run out, or never was, alike", async () => {
    const { key: kept, token } = await addKey(w.ctx, ann.id, { name: "short", days: 1 });
    const token2 = await keyFor(ann, "read");
    expect((await ask("GET", "/accounts/me", { key: token.reveal() })).status).toBe(200);
    await w.clock.advance(86_400_001);
    const own = await keyFor(ann, "write");
    await ask("DELETE", "/accounts/me/keys/read", { key: own });
    const refused = await Promise.all(
      [token.reveal(), token2, `${token2}x`, "srk_made-up"].map((key) => ask("GET", "/accounts/me", { key })),
    );
    expect(refused.map((one) => one.status)).toEqual([401, 401, 401, 401]);
    expect(new Set(refused.map((one) => JSON.stringify(one.body))).size).toBe(1);
    expect((await ask("GET", "/accounts/me/keys", { key: own })).body).toMatchObject({
      items: [{ id: kept.id, name: "short" }, { name: "write" }],
    });
  });

  it("keeps no key: only its hash is in the database, and no answer but the first shows it", async () => {
    const key = await keyFor(ann, "write");
    const made = await ask("POST", "/accounts/me/keys", { key, body: { name: "second", scopes: ["read"] } });
    const { token } = z.object({ token: z.string() }).parse(made.body);
    const rows: string[] = [];
    for (const pk of [`ACC#${ann.id}`])
      for (const item of (await w.database.store.query({ pk })).items) rows.push(JSON.stringify(item));
    expect(rows.join()).not.toContain(token);
    expect(JSON.stringify((await ask("GET", "/accounts/me/keys", { key })).body)).not.toContain(token);
  });

  it("refuses a page of another site, with a key too", async () => {
    const key = await keyFor(ann, "write");
    for (const headers of [
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
      { origin: "https://evil.example" },
      { origin: "null" },
    ])
      expect((await ask("POST", "/accounts/me/poll", { key, headers })).status).toBe(403);
  });

  it("lets the operator in by password where one is set, and nobody else", async () => {
    const guarded = madeUp({ operatorPassword: new Secret("made-up operator password") });
    await guarded.account("cy");
    const basic = (password: string) => ({
      headers: { authorization: `Basic ${Buffer.from(`x:${password}`).toString("base64")}` },
    });
    expect((await guarded.app.request("/api/v1/accounts/cy", basic("made-up operator password"))).status).toBe(200);
    for (const init of [{}, basic("wrong")]) {
      for (const path of ["/api/v1/status", "/api/v1/accounts"])
        expect([path, (await guarded.app.request(path, init)).status]).toEqual([path, 401]);
    }
    const { token } = await addKey(guarded.ctx, (await guarded.account("di")).id, { name: "k", scopes: ["write"] });
    const asKey = { headers: { authorization: `Bearer ${token.reveal()}` } };
    expect((await guarded.app.request("/api/v1/status", asKey)).status).toBe(403);
    expect((await guarded.app.request("/api/v1/accounts/me", asKey)).status).toBe(200);
    await guarded.close();
  });
});

describe("a request with an idempotency key", () => {
  it("is done once, and answered the same again", async () => {
    const key = await keyFor(ann, "write");
    const once = { key, body: { source: rule("A") }, headers: { "idempotency-key": "one" } };
    const first = await ask("POST", "/accounts/me/rules", once);
    const again = await ask("POST", "/accounts/me/rules", once);
    expect(again.body).toEqual(first.body);
    expect(await listRules(w.ctx, ann.id)).toMatchObject([{ version: 1 }]);
    expect(await ask("POST", "/accounts/me/rules", { ...once, body: { source: rule("B") } })).toMatchObject({
      status: 422,
      body: { code: "idempotency.reused" },
    });
    await w.clock.advance(25 * 3_600_000);
    expect((await ask("POST", "/accounts/me/rules", once)).body).toMatchObject({ version: 2 });
  });

  it("may be repeated when it failed", async () => {
    const key = await keyFor(ann, "write");
    const toggle = { key, body: { enabled: false }, headers: { "idempotency-key": "one" } };
    expect((await ask("PATCH", "/accounts/me/rules/A", toggle)).status).toBe(404);
    await ask("POST", "/accounts/me/rules", { key, body: { source: rule("A") } });
    expect((await ask("PATCH", "/accounts/me/rules/A", toggle)).status).toBe(200);
  });

  it("is not answered with its secret again", async () => {
    const key = await keyFor(ann, "write");
    const add = { key, body: { name: "x" }, headers: { "idempotency-key": "one" } };
    expect((await ask("POST", "/accounts/me/keys", add)).status).toBe(201);
    expect(await ask("POST", "/accounts/me/keys", add)).toMatchObject({
      status: 409,
      body: { code: "idempotency.secret" },
    });
    expect((await ask("GET", "/accounts/me/keys", { key })).body).toMatchObject({ items: [{}, {}] });
  });
});

describe("what is sent", () => {
  it("is refused with its place when it is not what the endpoint takes", async () => {
    const key = await keyFor(ann, "write");
    const wrong = async (body: unknown, headers = {}) =>
      (await ask("POST", "/accounts/me/rules", { key, body, headers })).body;
    expect(await wrong({})).toMatchObject({ code: "body.invalid", detail: expect.stringContaining("source") });
    expect(await wrong({ source: rule("A"), more: 1 })).toMatchObject({ detail: 'there is no "more"' });
    expect(await wrong({ source: rule("A") }, { "content-type": "text/plain" })).toMatchObject({
      code: "body.invalid",
    });
    expect(await wrong({ source: { name: "A" } })).toMatchObject({ code: "rule.invalid" });
    const answer = await w.app.request("/api/v1/accounts/me/rules", {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: "{not json",
    });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: "body.invalid" }]);
    expect(await wrong({ source: { name: "x".repeat(300_000) } })).toMatchObject({
      code: "body.too_large",
      status: 413,
    });
  });

  it("pages through a history by cursor, each item once", async () => {
    for (let at = 0; at < 7; at++) {
      await w.clock.advance(1000);
      await w.event(ann, "show.dropped", {
        show: { title: `Show ${at}`, year: 2011, ids: { trakt: at + 1 } },
        hidden_at: "",
      });
    }
    const Events = z.object({ items: z.array(z.object({ id: z.string() })), next: z.string().nullable() });
    const key = await keyFor(ann, "read");
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: z.infer<typeof Events> = Events.parse(
        (
          await ask(
            "GET",
            `/accounts/ann/events?limit=3${after === null ? "" : `&after=${encodeURIComponent(after)}`}`,
            {
              key,
            },
          )
        ).body,
      );
      seen.push(...page.items.map((one) => one.id));
      after = page.next;
    } while (after !== null);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
    expect(await ask("GET", "/accounts/ann/events?after=made-up", { key })).toMatchObject({
      status: 400,
      body: { code: "store.cursor_invalid" },
    });
  });
});

describe("settings, hooks and household", () => {
  it("are read and changed, and refused with their place where they are not right", async () => {
    const key = await keyFor(ann, "write");
    const saved = await ask("PUT", "/accounts/me/settings", { key, body: { quiet_hours: "22:00-07:00" } });
    expect(saved.status).toBe(200);
    expect((await ask("GET", "/accounts/me/settings", { key })).body).toMatchObject({ quiet_hours: expect.anything() });
    expect(await ask("PUT", "/accounts/me/settings", { key, body: { time_zone: "Mars/Olympus" } })).toMatchObject({
      status: 400,
      body: { code: "settings.invalid", detail: expect.stringContaining("time_zone") },
    });
  });

  it("show a hook's address once, and let it be switched off, rotated and removed", async () => {
    const key = await keyFor(ann, "write");
    const made = await ask("POST", "/accounts/me/hooks", { key, body: { name: "Plex", kind: "plex" } });
    const { id, path } = z.object({ id: z.string(), path: z.string() }).parse(made.body);
    expect(path).toMatch(/^\/hooks\/hok_/);
    expect(JSON.stringify((await ask("GET", "/accounts/me/hooks", { key })).body)).not.toContain(
      path.split("/").at(-1),
    );
    expect((await ask("PATCH", `/accounts/me/hooks/${id}`, { key, body: { enabled: false } })).body).toMatchObject({
      enabled: false,
    });
    const rotated = await ask("POST", `/accounts/me/hooks/${id}/rotate`, { key });
    expect(z.object({ path: z.string() }).parse(rotated.body).path).not.toBe(path);
    expect((await ask("DELETE", `/accounts/me/hooks/${id}`, { key })).status).toBe(200);
    expect((await ask("GET", "/accounts/me/hooks", { key })).body).toEqual({ items: [] });
  });

  it("offer a household without telling who is here", async () => {
    const bo = await w.account("bo");
    const [key, bos] = [await keyFor(ann, "write"), await keyFor(bo, "write")];
    const offer = (username: string) => ask("POST", "/accounts/me/household/offer", { key, body: { username } });
    const [real, none] = [await offer("bo"), await offer("nobody")];
    expect(real.body).toEqual(none.body);
    expect((await ask("GET", "/accounts/me/household", { key: bos })).body).toMatchObject({
      items: [{ username: "ann", state: "asked" }],
    });
    expect(
      (await ask("POST", "/accounts/me/household/agree", { key: bos, body: { username: "ann" } })).body,
    ).toMatchObject({
      state: "agreed",
    });
    expect((await ask("POST", "/accounts/me/household/end", { key, body: { username: "bo" } })).status).toBe(200);
    expect((await ask("GET", "/accounts/me/household", { key: bos })).body).toEqual({ items: [] });
  });
});

describe("recipes", () => {
  it("are listed with their forms, previewed without a trace, and made", async () => {
    const key = await keyFor(ann, "write");
    expect((await ask("GET", "/recipes")).body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ id: "rated-high", inputs: expect.objectContaining({ type: "object" }) }),
      ]),
    });
    const make = (body: object) => ask("POST", "/accounts/me/recipes/rated-high", { key, body });
    expect((await make({ preview: true })).body).toMatchObject({ count: 1, applied: 0, changes: [{ kind: "add" }] });
    expect(await listRules(w.ctx, ann.id)).toEqual([]);
    expect((await make({ inputs: { rating: 8 } })).body).toMatchObject({ applied: 1 });
    expect(await listRules(w.ctx, ann.id)).toMatchObject([{ source: { if: expect.stringContaining("rating >= 8") } }]);
    expect(await make({ inputs: { rating: 80 } })).toMatchObject({ status: 400, body: { code: "recipe.invalid" } });
    expect((await ask("GET", "/accounts/me/rules/Rated%209%20or%2010/share", { key })).body).toMatchObject({
      shared: expect.stringMatching(/^showrunner-rule-1:/),
    });
  });
});

describe("the API's own description", () => {
  it("names every endpoint once, and every endpoint is there", () => {
    const served = implementedEndpoints({
      mode: "trakt",
      version: "1",
      startedAt: startMs,
      queues: () => Promise.reject(new Error("not asked")),
    });
    expect(served.map(({ endpoint }) => endpoint.id).toSorted()).toEqual(endpoints.map(({ id }) => id).toSorted());
    expect(new Set(endpoints.map(({ method, path }) => `${method} ${path}`)).size).toBe(endpoints.length);
    expect(new Set(endpoints.map(({ id }) => id)).size).toBe(endpoints.length);
  });

  it("is served as OpenAPI 3.1 with a schema for every body and reply", async () => {
    const answer = await w.app.request("/api/openapi.json");
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(openApi("1.2.3"))));
    expect(openApi("1.2.3")).toMatchObject({
      openapi: "3.1.1",
      paths: { "/accounts/{account}/rules": { post: { operationId: "rules.save", requestBody: { required: true } } } },
    });
  });
});
