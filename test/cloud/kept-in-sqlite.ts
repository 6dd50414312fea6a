import type { Clock } from "@showrunner/core/clock.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import { openDatabase } from "@showrunner/storage/sqlite/database.ts";
import { queues } from "../../stacks/topology.ts";
import type { KeptIn } from "./in-the-cloud.ts";

/** Records in memory, for what is about Lambda and SQS and needs no DynamoDB. */
export function keptInSqlite(clock: Clock): KeptIn {
  const database = openDatabase({ path: ":memory:", clock, random: systemRandom, queues });
  return {
    store: database.store,
    stored: () => Promise.reject(new Error("what is in memory is not looked at from outside")),
    close: () => database.close(),
  };
}
