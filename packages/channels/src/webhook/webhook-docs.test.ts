import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import { webhookRetrySeconds } from "../../../../stacks/topology.ts";
import { context, notification } from "../testing/deliveries.ts";
import { receiver } from "../testing/receiver.ts";
import { newWebhookSecret } from "./sign.ts";
import { webhook } from "./webhook.ts";

const Body = z.record(z.string(), z.unknown());
const docs = readFileSync(new URL("../../../../docs/webhooks.md", import.meta.url), "utf8");

test("docs/webhooks.md tells the schedule as it is", () => {
  const [, words = ""] = /then after (.*?), each a fifth/.exec(docs) ?? [];
  const told = [...words.matchAll(/(\d+) (s|min|h)\b/g)].map(([, count, unit]) => {
    const each = unit === "s" ? 1 : unit === "min" ? 60 : 3600;
    return Number(count) * each;
  });
  expect(told).toEqual([...webhookRetrySeconds]);
});

test("docs/webhooks.md tells of every header of ours, and of the body as it is", async () => {
  await using there = await receiver();
  const secrets = { signing: [newWebhookSecret()] };
  await webhook.send(context({ replayed: true }), {
    config: { url: there.origin },
    secrets,
    notification: notification(),
  });
  const [sent] = there.requests;
  const ours = Object.keys(sent?.headers ?? {}).filter((name) => /^(?:webhook|showrunner)-/.test(name));
  const told = [...docs.matchAll(/^\| `((?:webhook|showrunner)-[a-z]+)`/gm)].map(([, name]) => name);
  expect(new Set(told)).toEqual(new Set(ours));
  const keysOf = (json = ""): Set<string> => new Set(Object.keys(Body.parse(JSON.parse(json))));
  expect(keysOf(/```json\n([^]*?)```/.exec(docs)?.[1])).toEqual(keysOf(sent?.body));
});
