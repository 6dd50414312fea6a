import { madeUp, type MadeUp } from "@showrunner/api/testing/made-up.ts";
import type { Account } from "@showrunner/core/records.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import type { Asked, EndpointId, PagedId } from "./asked.ts";
import { ApiProblem } from "./api-problem.ts";
import { type Client, createClient } from "./client.ts";
import { endpoints } from "./endpoints.generated.ts";

const me = { account: "me" };
const source = { name: "A", when: { event: "show.ended" }, then: [{ do: "drop" }] };

describe("a client of the real API", () => {
  let w: MadeUp;
  let ann: Account;
  let client: Client;
  beforeEach(async () => {
    w = madeUp();
    ann = await w.account("ann");
    const { token } = await addKey(w.ctx, ann.id, { name: "k", scopes: ["write"] });
    client = createClient({
      baseUrl: "http://127.0.0.1:3000/",
      key: token.reveal(),
      fetch: (url, init) => w.app.request(url, init),
    });
  });
  afterEach(() => w.close());

  it("sends a path's names, a query and a body, and gives the reply in its type", async () => {
    const saved = await client.call("rules.save", { path: me, body: { source } });
    expectTypeOf(saved.version).toBeNumber();
    expect(saved).toMatchObject({ name: "A", version: 1, enabled: true });
    expect((await client.call("rules.list", { path: me, query: { limit: 1 } })).items).toHaveLength(1);
    expect(saved).toMatchObject(await client.call("rules.get", { path: { account: "ann", rule: "A" } }));
  });

  it("brings names whole that mean something in an address", async () => {
    for (const name of ["a/b", "50% ?#", "é 🎬", "%2e%2e"]) {
      await client.call("rules.save", { path: me, body: { source: { ...source, name } } });
      expect(await client.call("rules.get", { path: { ...me, rule: name } })).toMatchObject({ name });
    }
  });

  it("sends no name that would make the address another one", async () => {
    for (const rule of ["", ".", ".."])
      await expect(client.call("rules.remove", { path: { ...me, rule } })).rejects.toMatchObject({
        code: "rule.unknown",
        status: 404,
      });
  });

  it("tells what was refused with the server's code, detail, hint and places", async () => {
    const problem = await client.call("rules.get", { path: { ...me, rule: "B" } }).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 404, code: "rule.unknown", detail: 'there is no rule "B"' });
    const wrong = { ...source, if: ["show.ratin > 3"] };
    await expect(client.call("rules.save", { path: me, body: { source: wrong } })).rejects.toMatchObject({
      status: 400,
      code: "rule.invalid",
      places: [{ path: "if[0]" }],
    });
  });

  it("does a write with an idempotency key once", async () => {
    const asked = { path: me, body: { source }, idempotencyKey: "one" };
    expect(await client.call("rules.save", asked)).toEqual(await client.call("rules.save", asked));
    expect((await client.call("rules.versions", { path: { ...me, rule: "A" } })).items).toHaveLength(1);
  });

  it("replaces only what it has seen, when it names that", async () => {
    const { reply, etag } = await client.callWithEtag("settings.get", { path: me });
    await client.call("settings.save", { path: me, body: { ...reply, time_zone: "Europe/Berlin" } });
    await expect(
      client.call("settings.save", { path: me, body: { ...reply, throttle: "3 per 1 hour" }, ifMatch: etag }),
    ).rejects.toMatchObject({ status: 412, code: "request.changed_meanwhile" });
    expect(await client.call("settings.get", { path: me })).toMatchObject({ time_zone: "Europe/Berlin" });
  });

  it("goes through all pages of a list", async () => {
    for (let at = 0; at < 5; at++)
      await w.event(ann, "show.ended", { show: { title: "S", year: 2011, ids: { trakt: at } } });
    const sizes: number[] = [];
    for await (const { items } of client.pages("events.list", { path: me, query: { limit: 2 } }))
      sizes.push(items.length);
    expect(sizes).toEqual([2, 2, 1]);
  });
});

it("every endpoint of the contract is in the table", () => {
  expectTypeOf<"rules.save">().toExtend<EndpointId>();
  expectTypeOf<"keys.list">().not.toExtend<PagedId>();
  expectTypeOf<"events.list">().toExtend<PagedId>();
  expectTypeOf<{ path: { account: string } }>().not.toExtend<Asked<"rules.save">>();
  expectTypeOf<{ path: { account: string } }>().toExtend<Asked<"rules.list">>();
  expect(endpoints["rules.save"]).toBe("POST /accounts/:account/rules");
});
