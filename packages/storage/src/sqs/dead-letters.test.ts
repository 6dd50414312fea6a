import { ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { manualClock } from "@showrunner/core/clock.ts";
import * as fc from "fast-check";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { startScriptedSqs } from "../testing/scripted-sqs.ts";
import { startSqsLocal } from "../testing/sqs-local.ts";
import { startMs, testOptions } from "../testing/temporary-database.ts";
import { sqsQueue } from "./message-queue.ts";

const clock = manualClock(startMs);
const local = await startSqsLocal({ queues: testOptions("").queues, clock });
afterAll(() => local[Symbol.asyncDispose]());
beforeEach(() => local.empty());

const { client, urls, deadUrls } = local;
const queue = sqsQueue({ client, urls, deadUrls, clock, waitSeconds: 0 });
const QueueUrl = urls.Deliveries;
const visibleAgainAt = (): number => clock.now() + 60_000;

/** A message that somebody else sent, as Lambda would hand it over. */
async function foreign(MessageBody: string) {
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  return Messages.map(({ MessageId: id = "", ReceiptHandle: receipt = "", Body: text = "" }) => {
    return { id, receipt, text, group: "" };
  });
}

describe("a message buried with its reason", () => {
  it("is a dead letter at once, word for word, with its reason, however malformed", async () => {
    const text = '{"cut": "of';
    const [doomed] = await foreign(text);
    const reason = "its body is no JSON:\u0000 Unterminated string\uFFFF 🎬";
    await queue.buryWithReason("Deliveries", doomed === undefined ? [] : [{ ...doomed, reason }]);
    const dead = await queue.dead("Deliveries", 10);
    expect(dead).toMatchObject([{ body: text, reason: expect.stringMatching(/^its body is no JSON:  Unterminated/) }]);
    // SQS knows the letter by an id of its own; the consumer's log has this one.
    expect(dead[0]?.id).toBe(doomed?.id);
    expect(await queue.depth("Deliveries")).toEqual({ visible: 0, inFlight: 0, delayed: 0, dead: 1 });
  });

  it("goes back without its reason when it is redriven", async () => {
    await queue.send("Deliveries", [{ body: { a: 1 }, group: "acc_1" }]);
    const held = await queue.receive("Deliveries", { max: 1, visibleAgainAt: visibleAgainAt() });
    const doomed = held.map(({ id, receipt, group }) => ({ id, receipt, group, text: '{"a":1}', reason: "" }));
    await queue.buryWithReason("Deliveries", doomed);
    expect(await queue.dead("Deliveries", 1)).toMatchObject([{ reason: "not told", group: "acc_1" }]);
    expect(await queue.redrive("Deliveries", 5)).toBe(1);
    const { Messages } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"], MessageSystemAttributeNames: ["All"] }),
    );
    expect(Messages).toMatchObject([{ Body: '{"a":1}', Attributes: { MessageGroupId: "acc_1" } }]);
    expect(Messages?.[0]?.MessageAttributes).toBeUndefined();
  });
});

it("is not buried by a receipt that is no longer good: somebody else has the message", async () => {
  const [doomed] = await foreign("x");
  await clock.advance(30_000);
  const held = await queue.receive("Deliveries", { max: 1, visibleAgainAt: visibleAgainAt() });
  await queue.buryWithReason("Deliveries", doomed === undefined ? [] : [{ ...doomed, reason: "late" }]);
  expect(await queue.depth("Deliveries")).toMatchObject({ inFlight: held.length, dead: 0 });
});

describe("dead letters that are looked at", () => {
  it("are there again after a crash of whoever looked, and were in nobody's way", async () => {
    await queue.send(
      "Deliveries",
      [1, 2, 3].map((body) => ({ body, group: "acc_1" })),
    );
    const held = await queue.receive("Deliveries", { max: 3, visibleAgainAt: visibleAgainAt() });
    await queue.bury(
      "Deliveries",
      held.map(({ receipt }) => receipt),
    );
    // As `dead` takes them, and no further.
    await client.send(
      new ReceiveMessageCommand({ QueueUrl: deadUrls.Deliveries, MaxNumberOfMessages: 2, VisibilityTimeout: 60 }),
    );
    expect(await queue.dead("Deliveries", 10)).toHaveLength(1);
    expect(await queue.depth("Deliveries")).toMatchObject({ dead: 3 });
    await clock.advance(60_000);
    const dead = (await queue.dead("Deliveries", 10)).map(({ body }) => body);
    expect(dead.toSorted((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3]);
  });

  it("can be more than one call gives, listed or moved", async () => {
    await queue.send(
      "Deliveries",
      Array.from({ length: 130 }, (_, body) => ({ body, group: "acc_1" })),
    );
    for (let got = 1; got > 0;) {
      const held = await queue.receive("Deliveries", { max: 50, visibleAgainAt: visibleAgainAt() });
      got = held.length;
      await queue.bury(
        "Deliveries",
        held.map(({ receipt }) => receipt),
      );
    }
    const numbers = Array.from({ length: 130 }, (_, at) => at);
    const dead = (await queue.dead("Deliveries", 1000)).map(({ body }) => Number(body));
    expect(dead.toSorted((a, b) => a - b)).toEqual(numbers);
    expect(await queue.redrive("Deliveries", 125)).toBe(125);
    expect(await queue.depth("Deliveries")).toMatchObject({ visible: 125, dead: 5 });
  });
});

it("moves by sending first: when the deletion fails, the message is there twice, and never not at all", async () => {
  await using sqs = await startScriptedSqs(({ call }) =>
    call === "DeleteMessageBatch" ? { status: 400, name: "AccessDeniedException" } : undefined,
  );
  const broken = sqsQueue({
    client: sqs.client,
    urls: { Deliveries: `${sqs.url}/live` },
    deadUrls: { Deliveries: `${sqs.url}/dead` },
    clock,
  });
  const burying = broken.buryWithReason("Deliveries", [{ id: "m", receipt: "r", text: "{}", group: "", reason: "x" }]);
  await expect(burying).rejects.toMatchObject({ code: "queue.misconfigured" });
  expect(sqs.requests.map(({ call, QueueUrl: url }) => `${call} ${url.split("/").at(-1)}`)).toEqual([
    "ChangeMessageVisibilityBatch live",
    "SendMessageBatch dead",
    "DeleteMessageBatch live",
  ]);
});

it("carries any JSON there and back, whatever characters are in it", async () => {
  const bodies = fc.array(fc.jsonValue({ stringUnit: "binary" }), { minLength: 1, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(bodies, async (values) => {
      await local.empty();
      const sent = values.map((value) => z.json().parse(JSON.parse(JSON.stringify(value))));
      await queue.send(
        "Deliveries",
        sent.map((body) => ({ body, group: "acc_1" })),
      );
      const received = await queue.receive("Deliveries", { max: 10, visibleAgainAt: visibleAgainAt() });
      expect(received.map(({ body }) => body)).toEqual(sent);
    }),
    { numRuns: 40, examples: [[["\uFFFE\uFFFF\u0000\u001F\uD800 🎬 é"]]] },
  );
});
