import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import type { Message, QueueReceiver } from "@showrunner/core/ports/queue.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audit, type Audit, differences } from "./audit.ts";
import { live } from "./drive.ts";
import { beginLife } from "./life.ts";

/** `DISORDER_SEEDS` runs more seeds than the few of every day, from `DISORDER_SEED` on. */
const { DISORDER_SEEDS: seeds = "4", DISORDER_SEED: firstSeed = "1" } = process.env;

let hook: Receiver;
beforeAll(async () => {
  hook = await receiver();
});
afterAll(async () => {
  await hook[Symbol.asyncDispose]();
});

type Next = () => number;

function shuffled<T>(list: readonly T[], next: Next): T[] {
  const left = [...list];
  return list.flatMap(() => left.splice(Math.floor(next() * left.length), 1));
}

/** Every message comes one to five times, in any order, in the same batch and in later ones. */
function repeating(queue: QueueReceiver, next: Next): QueueReceiver {
  const held = new Map<string, Message[]>();
  return {
    ...queue,
    receive: async (name, options) => {
      const received = await queue.receive(name, options);
      const again = held.get(name) ?? [];
      held.set(name, []);
      const batch: Message[] = [...again];
      for (const message of received) {
        const times = 1 + Math.floor(next() * 5);
        // A copy has an id and a receipt of its own, as a second delivery has.
        const copies = Array.from({ length: times - 1 }, (_, at) => ({
          ...message,
          id: `${message.id}-${at}`,
          receipt: "-1.0",
        }));
        batch.push(message);
        for (const copy of copies) (next() < 0.5 ? batch : (held.get(name) ?? [])).push(copy);
      }
      return shuffled(batch, next);
    },
  };
}

/** Of the first so many that are acknowledged; the last ones must be, or there is no end. */
const forgettable = 120;

/** Some of what was done is not acknowledged, so that it is delivered again when its time is over. */
function forgetful(queue: QueueReceiver, next: Next): QueueReceiver {
  let acknowledged = 0;
  return {
    ...queue,
    delete: async (name, receipts) => {
      await queue.delete(
        name,
        receipts.filter(() => ++acknowledged > forgettable || next() < 0.6),
      );
    },
  };
}

async function liveWith(queueOf?: (queue: QueueReceiver) => QueueReceiver): Promise<Audit> {
  const life = await beginLife(hook.origin);
  try {
    hook.requests.length = 0;
    await live(life.t, life.happenings, { skipsQuiet: true, ...(queueOf === undefined ? {} : { queueOf }) });
    return await audit(life, hook.requests);
  } finally {
    await life.t.close();
  }
}

describe("messages", () => {
  it.each([
    ["that come up to five times and in any order", repeating],
    ["that are done and never acknowledged", forgetful],
    ["of both kinds", (queue: QueueReceiver, next: Next) => repeating(forgetful(queue, next), next)],
  ])("%s have their effects once", { timeout: 300_000 }, async (_, disturbed) => {
    const expected = await liveWith();
    expect(expected.wrong).toEqual([]);
    for (let seed = Number(firstSeed); seed < Number(firstSeed) + Number(seeds); seed++) {
      const next = seeded(`disorder ${seed}`);
      const found = await liveWith((queue) => disturbed(queue, next));
      expect({ seed, wrong: [...found.wrong, ...differences(expected.outcome, found.outcome)] }).toEqual({
        seed,
        wrong: [],
      });
      expect(found.duplicates).toBe(0);
      expect(found.window).toBe(0);
    }
  });
});
