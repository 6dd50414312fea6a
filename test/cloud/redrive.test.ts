import { receiver } from "@showrunner/channels/testing/receiver.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { pingNow } from "@showrunner/services/act/send.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { listDead, retryDead } from "@showrunner/services/act/dead.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { SqsLocal } from "@showrunner/storage/testing/sqs-local.ts";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { type QueueName, queueNames } from "@showrunner/core/ports/queue.ts";
import type { FunctionName } from "../../functions/environment.ts";
import { queues } from "../../stacks/topology.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { addHook, type Hook, madeUpSigningSecret } from "../harness/webhook.ts";
import { endAws, openQueues } from "./aws-of-this-machine.ts";
import { inTheCloud } from "./in-the-cloud.ts";
import { keptInSqlite } from "./kept-in-sqlite.ts";
import { consumers } from "./lambda-functions.ts";
import { moveBack } from "./play-lambda.ts";

let t: TestWorld;
let sqs: SqsLocal;
let hook: Hook;
let ann: Account;
/** The function that dies whenever it is called, after it worked or before. */
let dying: { name: FunctionName; when: "before" | "after" } | undefined;
beforeEach(async () => {
  dying = undefined;
  t = await createTestWorld({
    drivers: async ({ clock }) => {
      sqs = await openQueues({ queues, clock });
      return await inTheCloud({
        clock,
        sqs,
        keptIn: keptInSqlite(clock),
        around: async (runtime, work) => {
          const isDying = dying?.name === runtime.name;
          if (isDying && dying?.when === "before") throw new Error("Task timed out");
          const result = await work(runtime);
          if (isDying) throw new Error("Task timed out");
          return result;
        },
      });
    },
  });
  ann = await t.person("ann");
  hook = await addHook(t, ann);
  await t.rule(
    ann,
    "name: All\nwhen: { event: movie.watched }\nthen:\n  - { do: webhook, channel: hook }\n" +
      "  - { do: notify, channel: inbox, title: Told, body: B }\n  - { do: rate, rating: 7 }\n",
  );
  await t.minutes(3);
});
afterEach(async () => {
  await hook[Symbol.asyncDispose]();
  await t.close();
});
afterAll(endAws);

const watch = (): void => {
  t.world.watch("ann", { type: "movie", trakt: t.world.addMovie({ title: "A Movie" }) });
};
const expectAllDoneOnce = async (): Promise<void> => {
  expect(await readInbox(t.ctx, ann.id, 10)).toHaveLength(1);
  expect(hook.receiver.requests).toHaveLength(1);
  expect(t.world.writes("ann")).toHaveLength(1);
  for (const queue of queueNames)
    expect([queue, await t.database.queue.depth(queue)]).toEqual([
      queue,
      { visible: 0, inFlight: 0, delayed: 0, dead: 0 },
    ]);
};
/** As long as it takes SQS to give a message up. */
const giveUp = async (queue: QueueName): Promise<void> => {
  const { maxReceiveCount, visibilityTimeoutSeconds } = queues[queue];
  await t.minutes(Math.ceil((maxReceiveCount * visibilityTimeoutSeconds) / 60) + 1);
};

describe.each(["ChangeEvents", "TraktWrites", "Deliveries"] as const)("messages of %s", (queue) => {
  it.each(["before", "after"] as const)(
    "whose function always dies %s its work are dead letters after so many receives, and done once when AWS sends them back",
    async (when) => {
      dying = { name: consumers[queue].name, when };
      watch();
      await giveUp(queue);
      dying = undefined;
      // What an action waits for is sent again by the sweeper: such messages are still on their way.
      await t.minutes(15);
      const { dead } = await t.database.queue.depth(queue);
      expect(dead).toBeGreaterThan(0);
      expect(await moveBack(sqs.client, sqs.deadUrls[queue], sqs.urls[queue])).toBe(dead);
      await t.minutes(3);
      await expectAllDoneOnce();
    },
  );
});

it("a poll whose function always dies is a dead letter, and the person is polled by the next ones all the same", async () => {
  dying = { name: "poll-account", when: "before" };
  watch();
  await giveUp("PollJobs");
  dying = undefined;
  await t.minutes(15);
  const dead = await moveBack(sqs.client, sqs.deadUrls.PollJobs, sqs.urls.PollJobs);
  expect(dead).toBeGreaterThan(0);
  await t.minutes(5);
  await expectAllDoneOnce();
});

it("an action that failed for good is done when its person sends it again, once", async () => {
  let status = 204;
  await using moved = await receiver((_request, response) => response.writeHead(status).end());
  const config = { url: `${moved.origin}/moved` };
  const secrets = { signing: [madeUpSigningSecret] };
  await pingNow(t.ctx, await saveChannel(t.ctx, ann.id, { kind: "webhook", name: "moved", config, secrets }));
  moved.requests.length = 0;
  await t.rule(ann, "name: Moved\nwhen: { event: movie.watched }\nthen: [{ do: webhook, channel: moved }]\n");
  status = 404;
  watch();
  await t.minutes(3);
  const [dead, ...others] = await listDead(t.ctx, ann.id);
  expect([dead?.request.do, others.length]).toEqual(["webhook", 0]);
  expect(moved.requests).toHaveLength(1);
  status = 204;
  await retryDead(t.ctx, ann.id, dead?.id ?? "");
  await t.minutes(3);
  expect(await listDead(t.ctx, ann.id)).toEqual([]);
  expect(moved.requests.map(({ headers }) => headers["webhook-id"])).toEqual([dead?.id, dead?.id]);
  await expectAllDoneOnce();
});
