import type { Account } from "@showrunner/core/records.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { madeUp, type MadeUp } from "./testing/made-up.ts";

let w: MadeUp;
let ann: Account;
let authorization: string;
beforeEach(async () => {
  w = madeUp();
  ann = await w.account("ann");
  authorization = `Bearer ${(await addKey(w.ctx, ann.id, { name: "all", scopes: ["write"] })).token.reveal()}`;
});
afterEach(() => w.close());

async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: object,
): Promise<Response> {
  return await w.app.request(`/api/v1/accounts/me${path}`, {
    method,
    headers: { authorization, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const etagOf = (answer: Response): string => answer.headers.get("etag") ?? "";
const rule = (event: string) => ({ source: { name: "A", when: { event }, then: [{ do: "drop" }] }, enabled: false });

it("spares whoever has an answer already its body, until it changes", async () => {
  const first = await ask("GET", "/settings");
  expect(first.headers.get("cache-control")).toBe("private, no-cache");
  const again = await ask("GET", "/settings", { "if-none-match": `"other", W/${etagOf(first)}` });
  expect([again.status, await again.text(), etagOf(again)]).toEqual([304, "", etagOf(first)]);
  await ask("PUT", "/settings", {}, { time_zone: "Europe/Berlin" });
  expect((await ask("GET", "/settings", { "if-none-match": etagOf(first) })).status).toBe(200);
});

it("lets nobody keep what a write answers, nor what is refused", async () => {
  for (const answer of [await ask("PUT", "/settings", {}, {}), await ask("GET", "/rules/none")]) {
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("etag")).toBeNull();
  }
});

it("replaces settings only while they are what was seen, where that is named", async () => {
  const seen = etagOf(await ask("GET", "/settings"));
  expect((await ask("PUT", "/settings", { "if-match": seen }, { time_zone: "Europe/Berlin" })).status).toBe(200);
  const late = await ask("PUT", "/settings", { "if-match": seen }, { time_zone: "Asia/Tokyo" });
  expect([late.status, await late.json()]).toMatchObject([412, { code: "request.changed_meanwhile" }]);
  expect(await (await ask("GET", "/settings")).json()).toMatchObject({ time_zone: "Europe/Berlin" });
  expect((await ask("PUT", "/settings", { "if-match": "*" }, {})).status).toBe(200);
});

it("makes a new version of a rule only while it is the one that was seen", async () => {
  expect((await ask("POST", "/rules", { "if-match": "*" }, rule("show.ended"))).status).toBe(412);
  await ask("POST", "/rules", {}, rule("show.ended"));
  const seen = etagOf(await ask("GET", "/rules/A"));
  expect((await ask("POST", "/rules", { "if-match": seen }, rule("show.dropped"))).status).toBe(201);
  expect((await ask("POST", "/rules", { "if-match": seen }, rule("show.ended"))).status).toBe(412);
  expect(await (await ask("GET", "/rules/A")).json()).toMatchObject({ version: 2 });
});
