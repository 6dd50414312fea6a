import { exampleShow } from "@showrunner/core/events/examples.ts";
import { channelKey, connectionKey, profileKey } from "@showrunner/core/keys.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { expect, it } from "vitest";
import { asOperator, madeUp, operatorPassword } from "./testing/made-up.ts";
import { channelView } from "./views.ts";

it("shows no token, no sealed value and no field that it was not told to show, on any route", async () => {
  const w = madeUp({ operatorPassword });
  const ann = await w.account("ann");
  const canary = "canary-that-must-not-sing";
  const event = await w.event(ann, "show.dropped", { show: exampleShow, hidden_at: "" });
  const run = await w.run(event, {
    rule: "Tell home",
    trace: { outcome: "matched", reason: "There were no conditions", conditions: [] },
    actions: [
      { request: { do: "webhook", channel: "home" }, record: { state: "DEAD", outcome: "410", owner: canary } },
    ],
  });
  await saveRule(
    w.ctx,
    ann.id,
    { name: "R", when: { event: "show.ended" }, then: [{ do: "drop" }] },
    { enabled: true },
  );
  await w.connection(ann, {
    accessToken: canary,
    refreshToken: canary,
    lease: { owner: canary, until: 1 },
  });
  await w.database.store.put({
    ...channelKey(ann.id, "chn_1"),
    v: 1,
    data: {
      id: "chn_1",
      accountId: ann.id,
      name: "home",
      kind: "webhook",
      config: { url: `https://${canary}:${canary}@example.com/hook?token=${canary}` },
      secrets: `1|key|iv|tag|${canary}`,
      createdAt: "2026-11-20T18:00:00.000Z",
    },
  });
  // A later version may keep more in a record than this one knows.
  for (const key of [connectionKey(ann.id), channelKey(ann.id, "chn_1"), profileKey(ann.id)]) {
    const item = await w.database.store.get(key);
    if (item !== undefined)
      await w.database.store.put({ ...item, v: item.v + 1, data: { ...item.data, more: canary } });
  }

  const under = ["", "/events", "/runs", "/inbox", "/rules", "/dead", "/channels"].map(
    (name) => `/accounts/ann${name}`,
  );
  const api = ["/status", "/accounts", ...under, `/runs/${run.id}`].map((path) => `/api/v1${path}`);
  for (const path of api) {
    const answer = await w.app.request(path, { headers: asOperator });
    expect({ path, status: answer.status }).toEqual({ path, status: 200 });
    expect(await answer.text()).not.toContain(canary);
  }
  expect(JSON.stringify(w.log)).not.toContain(canary);
  await w.close();
});

it("shows a channel's address as it is, unless it carries credentials", () => {
  const config = (url: string) =>
    channelView({ id: "c", accountId: "a", name: "n", kind: "webhook", config: { url }, secrets: "x", createdAt: "" })
      .config;
  expect(config("https://example.com/hook")).toEqual({ url: "https://example.com/hook" });
  expect(config("https://example.com/hook?key=k#k")).toEqual({ url: "https://example.com/hook?…" });
  expect(config("https://u:p@example.com:8443/hook")).toEqual({ url: "https://example.com:8443/hook?…" });
});
