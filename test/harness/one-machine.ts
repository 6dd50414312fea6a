import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { messageOf } from "@showrunner/core/errors.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import { consumeOnce } from "@showrunner/local/consumer.ts";
import { handlers } from "@showrunner/local/handlers.ts";
import { finishDeletions } from "@showrunner/services/accounts/delete-account.ts";
import { refreshDueTokens } from "@showrunner/services/accounts/refresh-due.ts";
import { readSharedCalendars } from "@showrunner/services/poll/shared-calendars.ts";
import { readShowUpdates } from "@showrunner/services/poll/statuses.ts";
import { schedule } from "@showrunner/services/schedule/schedule.ts";
import { sweep } from "@showrunner/services/schedule/sweep.ts";
import { fireTimers } from "@showrunner/services/schedule/timers.ts";
import { openMemoryVault } from "@showrunner/storage/key-file-vault.ts";
import { openDatabase } from "@showrunner/storage/sqlite/database.ts";
import { queues } from "../../stacks/topology.ts";
import type { WorldDriverOptions, WorldDrivers } from "./world-drivers.ts";

/** The world of one machine: SQLite, and the consumers of the one-machine runtime. */
export function oneMachine({ clock, databasePath = ":memory:" }: WorldDriverOptions): WorldDrivers {
  const database = openDatabase({ path: databasePath, clock, random: systemRandom, queues });
  return {
    database,
    vault: openMemoryVault(),
    consume: (ctx, queue, deliverMessages) =>
      consumeOnce({
        queue,
        settings: queues[queue],
        receiver: database.queue,
        clock,
        handle: (messages) => handlers[queue](ctx, deliverMessages?.([...messages]) ?? messages),
      }),
    // As the runtime does it: what fails is told, and tried again at its next time.
    tick: async (ctx) => {
      const work = {
        refreshDueTokens,
        finishDeletions,
        readSharedCalendars,
        readShowUpdates,
        schedule,
        fireTimers,
        sweep,
      };
      for (const [where, run] of Object.entries(work)) {
        try {
          await run(ctx);
        } catch (error) {
          ctx.log({ kind: "defect", where, message: messageOf(error) });
        }
      }
    },
    underWay: () => 0,
    stored: () => Promise.resolve(contentsOf(databasePath)),
    close: () => database.close(),
  };
}

/** Every row of every table of a database file, and the file as it stands. */
function contentsOf(path: string): string {
  if (path === ":memory:") throw new Error("only what is in a file can be looked at from outside");
  const db = new DatabaseSync(path, { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const rows = tables.flatMap(({ name }) => db.prepare(`SELECT * FROM "${String(name)}"`).all());
  db.close();
  const texts = rows.map((row) => Object.values(row).map(String).join("\t"));
  return [...texts, readFileSync(path, "latin1")].join("\n");
}
