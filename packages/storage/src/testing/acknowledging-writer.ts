import { scaledClock } from "@showrunner/core/clock.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import { openDatabase } from "../sqlite/database.ts";

/** Writes to the database at `argv[2]` until it is killed, and prints the name of each write once acknowledged. */
const [, , path = "", run = ""] = process.argv;
const everyQueue = { maxReceiveCount: 5 };
const { store, queue } = openDatabase({
  path,
  clock: scaledClock({ speed: 1, originMs: 0, startedMs: 0 }),
  random: systemRandom,
  queues: { PollJobs: everyQueue, ChangeEvents: everyQueue, TraktWrites: everyQueue, Deliveries: everyQueue },
});

const data = { text: "x".repeat(2000) };
let at = 0;

async function write(): Promise<void> {
  for (;;) {
    const name = `${run}.${at++}`;
    await store.put({ pk: "P", sk: name, v: 1, data, gsi1pk: "X", gsi1sk: name }, { kind: "absent" });
    process.stdout.write(`item ${name}\n`);
    await queue.send("Deliveries", [{ body: name, group: run }]);
    process.stdout.write(`message ${JSON.stringify(name)}\n`);
  }
}

await Promise.all(Array.from({ length: 20 }, write));
