import { setTimeout as pause } from "node:timers/promises";
import type { BatchResult } from "@showrunner/services/context.ts";
import type { SQSBatchResponse } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Consume, consumer } from "../../functions/consumer.ts";
import { lambdaContext, recordOf } from "./play-lambda.ts";
import { startsAt, testRuntime, type TestRuntime } from "./test-runtime.ts";

let t: TestRuntime;
beforeEach(() => {
  t = testRuntime();
});
afterEach(async () => {
  await t.close();
});

/** A message: its id is its body, unless it has another; its group, when not its own, is a person's. */
const message = (id: string, { group = id, body = JSON.stringify(id) } = {}) =>
  recordOf("ChangeEvents", {
    MessageId: id,
    ReceiptHandle: `receipt-of-${id}`,
    Body: body,
    Attributes: { MessageGroupId: group, ApproximateReceiveCount: "1", SentTimestamp: String(startsAt - 1500) },
  });

const invoke = (consume: Consume, ...records: ReturnType<typeof message>[]): Promise<SQSBatchResponse> =>
  consumer("ChangeEvents", consume)(t.runtime)({ Records: records }, lambdaContext("apply-rules", 60_000));

const says = (failures: BatchResult["failures"]): Consume => {
  return (_, messages) =>
    Promise.resolve({ failures: failures.filter(({ messageId }) => messages.some(({ id }) => id === messageId)) });
};

describe("a batch of messages", () => {
  it("that is done names no failure to Lambda", async () => {
    expect(await invoke(says([]), message("a"), message("b"))).toEqual({ batchItemFailures: [] });
  });

  it("names those that failed, and no others, and they come again when the service said", async () => {
    const retryAt = startsAt + 30_000;
    const answer = await invoke(says([{ messageId: "b", retryAt }]), message("a"), message("b"), message("c"));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "b" }] });
    expect(t.released).toEqual([{ queue: "ChangeEvents", receipts: ["receipt-of-b"], visibleAt: retryAt }]);
  });

  it("has what no retry can help buried at once with its reason, and the others done", async () => {
    const poison = "its body is not one of ours";
    const answer = await invoke(says([{ messageId: "b", poison }]), message("a"), message("b", { group: "acc_1" }));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(t.buried).toEqual([
      { queue: "ChangeEvents", id: "b", receipt: "receipt-of-b", text: '"b"', group: "acc_1", reason: poison },
    ]);
  });

  it("has what is no JSON buried at once, word for word, without any service seeing it", async () => {
    const seen: string[] = [];
    const consume: Consume = (_, messages) => {
      seen.push(...messages.map(({ id }) => id));
      return Promise.resolve({ failures: [] });
    };
    const answer = await invoke(consume, message("a", { body: "{not json" }), message("b"));
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual(["b"]);
    expect(t.buried).toMatchObject([{ text: "{not json", reason: expect.stringContaining("no JSON") }]);
  });

  it("of one person that throws leaves the others' done", async () => {
    const consume: Consume = (_, messages) =>
      messages.some(({ group }) => group === "acc_1")
        ? Promise.reject(new Error("the store is away"))
        : Promise.resolve({ failures: [] });
    const ofOne = [message("a", { group: "acc_1" }), message("b", { group: "acc_1" })];
    const answer = await invoke(consume, ...ofOne, message("c", { group: "acc_2" }));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "a" }, { itemIdentifier: "b" }] });
    expect(t.lines).toContainEqual(expect.objectContaining({ level: "error", kind: "defect" }));
  });

  it("of one person reaches the service together", async () => {
    const batches: string[][] = [];
    const consume: Consume = (_, messages) => {
      batches.push(messages.map(({ id }) => id));
      return Promise.resolve({ failures: [] });
    };
    await invoke(
      consume,
      message("a", { group: "acc_1" }),
      message("c", { group: "acc_2" }),
      message("b", { group: "acc_1" }),
    );
    expect(batches).toEqual([["a", "b"], ["c"]]);
  });

  it("that is not done when the function's time runs out is given back, and what was done before is not", async () => {
    const consume: Consume = (_, messages) =>
      messages.some(({ id }) => id === "slow") ? new Promise(() => undefined) : Promise.resolve({ failures: [] });
    const answer = invoke(consume, message("quick"), message("slow"));
    await pause(5);
    await t.clock.advance(56_000);
    expect(await Promise.race([answer, pause(5, "waits")])).toBe("waits");
    // Before its 60 seconds are over: Lambda must still hear of what was done.
    await t.clock.advance(2000);
    expect(await answer).toEqual({ batchItemFailures: [{ itemIdentifier: "slow" }] });
  });

  it("that could not be settled is failed, so that it comes again", async () => {
    t.runtime.queue.buryWithReason = () => Promise.reject(new Error("SQS is away"));
    const answer = await invoke(says([{ messageId: "a", poison: "none of ours" }]), message("a"));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "a" }] });
  });

  it("is measured: how long each message was on its way, and what was buried", async () => {
    await invoke(says([{ messageId: "b", poison: "none of ours" }]), message("a"), message("b"));
    t.runtime.metrics.flush({ stage: "test", function: "apply-rules" }, t.clock.now());
    expect(t.lines.at(-1)).toMatchObject({ Lag: [1500, 1500], Poison: [1] });
  });
});
