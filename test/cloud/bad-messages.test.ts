import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import type { Account } from "@showrunner/core/records.ts";
import { type QueueName, queueNames } from "@showrunner/core/ports/queue.ts";
import { sqsQueue } from "@showrunner/storage/sqs/message-queue.ts";
import type { SqsLocal } from "@showrunner/storage/testing/sqs-local.ts";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { queues } from "../../stacks/topology.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { addHook, type Hook } from "../harness/webhook.ts";
import { endAws, openQueues } from "./aws-of-this-machine.ts";
import { inTheCloud } from "./in-the-cloud.ts";
import { keptInSqlite } from "./kept-in-sqlite.ts";
import { consumers } from "./lambda-functions.ts";
import { moveBack } from "./play-lambda.ts";

let t: TestWorld;
let sqs: SqsLocal;
let hook: Hook;
let ann: Account;
let lines: string[];
beforeEach(async () => {
  lines = [];
  t = await createTestWorld({
    drivers: async ({ clock }) => {
      sqs = await openQueues({ queues, clock });
      return await inTheCloud({ clock, sqs, keptIn: keptInSqlite(clock), print: (line) => lines.push(line) });
    },
  });
});
afterEach(async () => {
  await hook[Symbol.asyncDispose]();
  await t.close();
});
afterAll(endAws);

const Line = z.looseObject({ kind: z.string().optional(), function: z.string().optional() });
const printed = (kind: string) =>
  lines.map((line) => Line.parse(JSON.parse(line))).filter((line) => line.kind === kind);
const counted = (metric: string): number =>
  lines
    .map((line) => z.looseObject({ [metric]: z.array(z.number()).optional() }).parse(JSON.parse(line))[metric])
    .reduce<number>((sum, values) => sum + (Array.isArray(values) ? Number(values[0]) : 0), 0);

/** No JSON at all; and JSON that no consumer takes for its own. */
const noJson = ["{not json", "undefined", '{"accountId":"acc_1"', "\u2028"];
const wrongShape = ["null", "7", '"a text"', "[]", "{}", '{"accountId":5}', '{"minute":"now","accounts":[]}'];
const canary = '{"accountId":{"a":"canary-in-a-body"}}';

describe.each(queueNames)("a malformed message on %s", (name: QueueName) => {
  const send = (MessageBody: string) =>
    sqs.client.send(new SendMessageCommand({ QueueUrl: sqs.urls[name], MessageBody }));
  const letters = () => {
    const { client, urls, deadUrls } = sqs;
    return sqsQueue({ client, urls, deadUrls, clock: t.clock, waitSeconds: 0 });
  };

  beforeEach(async () => {
    ann = await t.person("ann");
    hook = await addHook(t, ann);
    await t.rule(
      ann,
      "name: All\nwhen: { event: movie.watched }\nthen:\n  - { do: webhook, channel: hook }\n" +
        "  - { do: notify, channel: inbox, title: Told, body: B }\n  - { do: rate, rating: 7 }\n",
    );
    await t.minutes(3);
    for (const text of [...noJson, ...wrongShape, canary]) await send(text);
    t.world.watch("ann", { type: "movie", trakt: t.world.addMovie({ title: "A Movie" }) });
    await t.minutes(1);
  });

  it("is a dead letter at once, word for word, with its reason; what came with it is done, and done once", async () => {
    const all = [...noJson, ...wrongShape, canary];
    expect(await letters().depth(name)).toEqual({ visible: 0, inFlight: 0, delayed: 0, dead: all.length });
    const dead = await letters().dead(name, 100);
    const reasonOf = (text: string) => dead.find(({ body }) => body === text || JSON.stringify(body) === text)?.reason;
    for (const text of noJson) expect([text, reasonOf(text)]).toEqual([text, "its body is no JSON"]);
    const reasons = [...wrongShape, canary].map(reasonOf);
    expect(new Set(reasons).size).toBe(1);
    expect(reasons[0]).toMatch(/^its body is not a .+ message$/);
    expect(dead.map(({ receiveCount }) => receiveCount <= 2)).not.toContain(false);

    expect(await readInbox(t.ctx, ann.id, 10)).toHaveLength(1);
    expect(t.world.ratings("ann")).toHaveLength(1);
    expect(hook.receiver.requests).toHaveLength(1);
    for (const other of queueNames.filter((one) => one !== name))
      expect([other, (await letters().depth(other)).dead]).toEqual([other, 0]);
  });

  it("is told in its function's log and counted, without a word of what it held", () => {
    const buried = printed("buried");
    expect(buried).toHaveLength(noJson.length + wrongShape.length + 1);
    for (const line of buried)
      expect(line).toMatchObject({
        level: "error",
        function: consumers[name].name,
        queue: name,
        reason: expect.any(String),
      });
    expect(counted("Poison")).toBe(buried.length);
    expect(lines.join("\n")).not.toContain("canary");
  });

  it("is a dead letter again when it is sent back, by AWS's redrive or ours", async () => {
    const all = noJson.length + wrongShape.length + 1;
    expect(await moveBack(sqs.client, sqs.deadUrls[name], sqs.urls[name])).toBe(all);
    await t.minutes(1);
    expect(await letters().depth(name)).toMatchObject({ visible: 0, inFlight: 0, dead: all });
    expect(await letters().redrive(name, 100)).toBe(all);
    await t.minutes(1);
    expect(await letters().depth(name)).toMatchObject({ visible: 0, inFlight: 0, dead: all });
    expect(t.world.ratings("ann")).toHaveLength(1);
  });
});
