import type { Account } from "@showrunner/core/records.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { listRules, saveRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { madeUp, type MadeUp } from "../testing/made-up.ts";

let w: MadeUp;
let ann: Account;
beforeEach(async () => {
  w = madeUp();
  ann = await w.account("ann");
});
afterEach(() => w.close());

async function ask(path: string, body: unknown, scope: "read" | "write" = "read") {
  const { token } = await addKey(w.ctx, ann.id, { name: scope, scopes: [scope] });
  const answer = await w.app.request(`/api/v1/accounts/me${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token.reveal()}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

const text = `name: Told
when: { event: show.ended }
if: show.rating >= 7.0
then:
  - { do: notify, channel: phone, title: Over, body: "{{ show.title }}" }
`;

describe("checking a rule's text", () => {
  it("tells each mistake by line and column, and what was meant, and saves nothing", async () => {
    const wrong = text.replace("show.rating", "show.ratin");
    expect(await ask("/rules/check", { text: wrong })).toEqual({
      status: 200,
      body: {
        definition: null,
        places: [expect.objectContaining({ path: "if", line: 3, column: 5, suggestion: "show.rating" })],
      },
    });
    expect(await ask("/rules/check", { text: "name: [" })).toMatchObject({ status: 200, body: { definition: null } });
    expect(await listRules(w.ctx, ann.id)).toEqual([]);
  });

  it("takes what saving would refuse for a mistake: a channel that is not there, a name that another rule has", async () => {
    await saveChannel(w.ctx, ann.id, { kind: "inbox", name: "phones", config: {}, secrets: {} });
    expect(await ask("/rules/check", { text })).toMatchObject({
      body: { definition: null, places: [{ path: "then[0].channel", line: 5, column: 28, suggestion: "phones" }] },
    });
    await saveChannel(w.ctx, ann.id, { kind: "inbox", name: "phone", config: {}, secrets: {} });
    expect(await ask("/rules/check", { text })).toMatchObject({ body: { definition: { name: "Told" }, places: [] } });
    const other = { name: "Told", when: { event: "show.ended" }, then: [{ do: "drop" }] };
    const { id } = await saveRule(w.ctx, ann.id, other, { enabled: true });
    expect(await ask("/rules/check", { text })).toMatchObject({
      body: { definition: null, places: [{ path: "name" }] },
    });
    expect(await ask("/rules/check", { text, id })).toMatchObject({ body: { places: [] } });
  });
});

it("a rule is saved under another name by its id, and no second one comes of it", async () => {
  const source = { name: "One", when: { event: "show.ended" }, then: [{ do: "drop" }] };
  const { id } = await saveRule(w.ctx, ann.id, source, { enabled: true });
  const saved = await ask("/rules", { source: { ...source, name: "Two" }, id }, "write");
  expect(saved).toMatchObject({ status: 201, body: { id, name: "Two", version: 2 } });
  expect(await listRules(w.ctx, ann.id)).toHaveLength(1);
});

it("what rules can name is open to everybody", async () => {
  const answer = await w.app.request("/api/v1/schemas/words");
  expect(await answer.json()).toMatchObject({
    events: expect.arrayContaining([expect.objectContaining({ type: "episode.airing", items: expect.any(Array) })]),
    words: expect.arrayContaining([expect.objectContaining({ name: "show.rating", type: "double" })]),
  });
});
