import type { LogEntry } from "@showrunner/core/log.ts";
import { pollAccount } from "@showrunner/services/poll-account.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { exitCodes, show } from "../output.ts";
import { plain } from "../table.ts";

/** Polls an account now. What changed goes to the rules; a running Showrunner acts on it. */
export async function poll(wanted: string, options: GlobalOptions): Promise<void> {
  const told: LogEntry[] = [];
  await withServices(options, { trakt: true, log: (entry) => told.push(entry) }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, wanted);
    const outcome = await pollAccount(ctx, account.id);
    const changes = told.filter((entry) => entry.kind === "event");
    const failures = told.filter((entry) => entry.kind === "poll.failed");
    const words = [
      `${account.username}: ${outcome}, ${ctx.trakt.calls()} Trakt calls`,
      ...changes.map((entry) => plain(`  ${entry.about}  (${entry.type}, ${entry.eventId})`)),
      ...failures.map((entry) => plain(`  failed: ${entry.feed ?? "poll"}: ${entry.message}`)),
    ];
    show(output, { account: account.username, outcome, changes, failures, calls: ctx.trakt.calls() }, words.join("\n"));
    if (outcome === "failed") process.exitCode = exitCodes.failed;
  });
}
