import { createHash } from "node:crypto";
import { inspect } from "node:util";
import type { Clock } from "@showrunner/core/clock.ts";
import type { Json } from "@showrunner/core/json.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { startScriptedSqs, type Answer, type SqsRequest } from "../testing/scripted-sqs.ts";
import { sqsQueue } from "./message-queue.ts";

/** A clock that wakes sleepers at once, later by what they slept. */
function impatientClock(): Clock & { slept: number[] } {
  let nowMs = Date.UTC(2026, 0, 1);
  const slept: number[] = [];
  return {
    slept,
    now: () => nowMs,
    sleep: async (ms) => {
      slept.push(ms);
      nowMs += ms;
    },
  };
}

async function world(script: (request: SqsRequest) => Answer | undefined) {
  const sqs = await startScriptedSqs(script);
  const clock = impatientClock();
  const { client, url } = sqs;
  return {
    clock,
    requests: sqs.requests,
    queue: sqsQueue({
      client,
      urls: { Deliveries: url },
      deadUrls: { Deliveries: `${url}Dlq` },
      clock,
      random: { next: () => 0.5, id: () => "msg" },
      withinMs: 10_000,
    }),
    [Symbol.asyncDispose]: () => sqs[Symbol.asyncDispose](),
  };
}

const messages = (...bodies: Json[]) => bodies.map((body) => ({ body, group: "acc_1" }));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const sentIn = (request: SqsRequest | undefined): unknown[] =>
  (request?.Entries ?? []).map(({ MessageBody = "" }) => z.json().parse(JSON.parse(MessageBody)));

async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw new TypeError("no Problem was thrown", { cause: error });
  return error;
}

/** Refuses so often, then no longer. */
function times(count: number, answer: Answer): () => Answer | undefined {
  let left = count;
  return () => (left-- > 0 ? answer : undefined);
}

describe("sending to SQS", () => {
  it("asks for ten at a time, each with its group and delay", async () => {
    await using w = await world(() => undefined);
    await w.queue.send("Deliveries", [...messages(...numbers(24)), { body: 24, group: "acc_2", delaySeconds: 7.2 }]);
    expect(w.requests.map(({ Entries = [] }) => Entries.length).toSorted((a, b) => b - a)).toEqual([10, 10, 5]);
    expect(w.requests.flatMap(sentIn).toSorted((a, b) => Number(a) - Number(b))).toEqual(numbers(25));
    const entries = w.requests.flatMap(({ Entries = [] }) => Entries);
    expect(entries.find(({ MessageBody }) => MessageBody === "24")).toMatchObject({
      MessageGroupId: "acc_2",
      DelaySeconds: 8,
    });
    expect(entries.find(({ MessageBody }) => MessageBody === "3")).not.toHaveProperty("DelaySeconds");
  });

  it("asks for no more than 256 KB at a time", async () => {
    await using w = await world(() => undefined);
    await w.queue.send("Deliveries", messages(...numbers(8).map(() => "x".repeat(60_000))));
    expect(w.requests.map((request) => request.Entries?.length)).toEqual([4, 4]);
  });

  it("sends again only what failed, after a wait", async () => {
    const failing = times(2, { failed: [1, 3].map((at) => ({ at, code: "InternalError", senderFault: false })) });
    await using w = await world(failing);
    await w.queue.send("Deliveries", messages("a", "b", "c", "d"));
    expect(w.requests.map(sentIn)).toEqual([["a", "b", "c", "d"], ["b", "d"], ["d"]]);
    expect(w.clock.slept).toEqual([75, 150]);
  });

  it.each<[string, Answer]>([
    ["throttling", { status: 400, name: "ThrottlingException" }],
    ["throttling of the queue's key", { status: 400, name: "KmsThrottled" }],
    ["an ill service", { status: 503, name: "ServiceUnavailable" }],
    ["an internal error", { status: 500, name: "InternalFailure" }],
    ["a broken connection", "reset"],
  ])("outlasts %s", async (_what, answer) => {
    await using w = await world(times(3, answer));
    await w.queue.send("Deliveries", messages("a"));
    expect(w.requests).toHaveLength(4);
    expect(w.clock.slept).toEqual([75, 150, 300]);
  });

  it.each<[string, Answer]>([
    ["throttled", { status: 400, name: "RequestThrottled" }],
    ["unreachable", "reset"],
    ["failing for one message", { failed: [{ at: 0, code: "InternalError", senderFault: false }] }],
  ])("gives up within its time when it stays %s, to be tried again later", async (_what, answer) => {
    await using w = await world(() => answer);
    const startMs = w.clock.now();
    const problem = await problemOf(w.queue.send("Deliveries", messages("a")));
    expect(problem).toMatchObject({ code: "queue.unavailable", retry: { kind: "default" } });
    expect(w.clock.now() - startMs).toBeLessThanOrEqual(10_000);
    expect(w.requests.length).toBeGreaterThan(5);
  });

  it("keeps to its time over all batches together", async () => {
    const attempts = new Map<string, number>();
    await using w = await world((request) => {
      const batch = JSON.stringify(sentIn(request));
      attempts.set(batch, (attempts.get(batch) ?? 0) + 1);
      return (attempts.get(batch) ?? 0) < 6 ? { status: 503, name: "ServiceUnavailable" } : undefined;
    });
    const startMs = w.clock.now();
    const problem = await problemOf(w.queue.send("Deliveries", messages(...numbers(500))));
    expect(problem.code).toBe("queue.unavailable");
    expect(w.clock.now() - startMs).toBeLessThanOrEqual(10_000);
  });

  it("does not insist where SQS says that the message is at fault, and sends all others, failed ones too", async () => {
    let calls = 0;
    await using w = await world((request) => {
      const at = sentIn(request).indexOf(3);
      const failing = ++calls === 1 ? [{ at: 5, code: "InternalError", senderFault: false }] : [];
      const refused = at < 0 ? [] : [{ at, code: "InvalidMessageContents", senderFault: true }];
      return { failed: [...failing, ...refused] };
    });
    const problem = await problemOf(w.queue.send("Deliveries", messages(...numbers(9))));
    expect(problem).toMatchObject({ code: "queue.message_refused", retry: { kind: "never" } });
    expect(problem.message).toBe("SQS refused 1 message(s) for Deliveries (InvalidMessageContents)");
    expect(w.requests.map(sentIn)).toEqual([numbers(9), [5]]);
  });

  it.each(["AccessDeniedException", "QueueDoesNotExist", "InvalidAddress"])(
    "tells the operator at once when SQS says %s, and the work is tried again later",
    async (name) => {
      await using w = await world(() => ({ status: 400, name }));
      const problem = await problemOf(w.queue.send("Deliveries", messages("a")));
      expect(problem).toMatchObject({ code: "queue.misconfigured", retry: { kind: "default" } });
      expect(problem.message).toContain(`${name}, HTTP 400`);
      expect(w.requests).toHaveLength(1);
    },
  );

  it("refuses a message beyond 64 KB, and with it the whole batch, before anything is sent", async () => {
    await using w = await world(() => undefined);
    await w.queue.send("Deliveries", messages("x".repeat(65_534)));
    expect(w.requests).toHaveLength(1);
    const problem = await problemOf(w.queue.send("Deliveries", messages("a", "x".repeat(65_535))));
    expect(problem).toMatchObject({ code: "queue.message_too_large", retry: { kind: "never" } });
    expect(problem.message).toBe("a message for Deliveries has 65537 bytes; 65536 is the most");
    expect(w.requests).toHaveLength(1);
  });

  it.each(["", "acc 1", "acc_é", "x".repeat(129)])("refuses the group %j, which SQS does not take", async (group) => {
    await using w = await world(() => undefined);
    const problem = await problemOf(w.queue.send("Deliveries", [{ body: 1, group }]));
    expect(problem.code).toBe("queue.group_invalid");
    expect(w.requests).toEqual([]);
  });

  it("names a queue that it was not given", async () => {
    await using w = await world(() => undefined);
    const problem = await problemOf(w.queue.send("TraktWrites", messages(1)));
    expect(problem).toMatchObject({ code: "queue.unlinked", message: "the queue TraktWrites is not known here" });
  });
});

describe("no error of SQS", () => {
  const canary = "planted-canary";
  it.each<[string, Answer]>([
    ["refusing one message", { failed: [{ at: 0, code: "InvalidMessageContents", senderFault: true }] }],
    ["failing with one message", { failed: [{ at: 0, code: "InternalError", senderFault: false }] }],
    ["refusing all, saying what", { status: 400, name: "InvalidParameterValue", message: `not "${canary}"` }],
    ["failing, saying on what", { status: 500, name: "InternalFailure", message: `not "${canary}"` }],
    ["breaking off", "reset"],
  ])("shows what was in a message: %s", async (_what, answer) => {
    await using w = await world(() => answer);
    const problem = await problemOf(w.queue.send("Deliveries", messages(canary)));
    expect(inspect(problem, { depth: 10, showHidden: true })).not.toContain(canary);
  });
});

describe("receiving from SQS", () => {
  const received = (...bodies: string[]): Answer => ({
    body: {
      Messages: bodies.map((Body, at) => {
        const MD5OfBody = createHash("md5").update(Body).digest("hex");
        return { MessageId: `m${at}`, ReceiptHandle: `r${at}`, Body, MD5OfBody };
      }),
    },
  });

  it("asks until it has as many as wanted, or SQS has fewer, hiding them for the time that is left", async () => {
    let calls = 0;
    await using w = await world(() => received(...numbers(++calls === 3 ? 4 : 10).map(String)));
    const visibleAgainAt = w.clock.now() + 90_500;
    expect(await w.queue.receive("Deliveries", { max: 100, visibleAgainAt })).toHaveLength(24);
    expect(w.requests).toHaveLength(3);
    expect(w.requests[0]).toMatchObject({ MaxNumberOfMessages: 10, VisibilityTimeout: 91 });
    await w.queue.receive("Deliveries", { max: 3, visibleAgainAt: w.clock.now() + 10 ** 9 });
    expect(w.requests[3]).toMatchObject({ MaxNumberOfMessages: 3, VisibilityTimeout: 43_200 });
  });

  it("gives what it has when SQS fails halfway: it would be hidden otherwise", async () => {
    let calls = 0;
    await using w = await world(() =>
      ++calls === 1 ? received(...numbers(10).map(String)) : { status: 400, name: "AccessDeniedException" },
    );
    const visibleAgainAt = w.clock.now() + 60_000;
    expect(await w.queue.receive("Deliveries", { max: 100, visibleAgainAt })).toHaveLength(10);
    const problem = await problemOf(w.queue.receive("Deliveries", { max: 100, visibleAgainAt }));
    expect(problem.code).toBe("queue.misconfigured");
  });

  it("gives a body that is no JSON as its text", async () => {
    await using w = await world(() => received('{"a":1', '{"a":1}'));
    const all = await w.queue.receive("Deliveries", { max: 10, visibleAgainAt: w.clock.now() });
    expect(all.map(({ body }) => body)).toEqual(['{"a":1', { a: 1 }]);
  });

  it.each([0, 501, 1.5])("refuses to give %d", async (max) => {
    await using w = await world(() => undefined);
    const problem = await problemOf(w.queue.receive("Deliveries", { max, visibleAgainAt: w.clock.now() }));
    expect(problem.code).toBe("queue.max_invalid");
  });

  it("deletes again only what failed, and takes a stale receipt as done", async () => {
    let calls = 0;
    await using w = await world(() =>
      ++calls === 1
        ? {
            failed: [
              { at: 0, code: "ReceiptHandleIsInvalid", senderFault: true },
              { at: 2, code: "InternalError", senderFault: false },
            ],
          }
        : undefined,
    );
    await w.queue.delete("Deliveries", ["a", "b", "c"]);
    expect(w.requests.map(({ Entries }) => Entries?.map((entry) => entry["ReceiptHandle"]))).toEqual([
      ["a", "b", "c"],
      ["c"],
    ]);
  });
});
