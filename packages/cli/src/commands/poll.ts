import type { LogEntry } from "@showrunner/core/log.ts";
import { plain } from "@showrunner/local/plain.ts";
import { findAccount } from "@showrunner/services/accounts/accounts.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withClient, withServices } from "../context.ts";
import { serverNamed } from "../server.ts";
import { exitCodeOf, show } from "../output.ts";

/** Polls an account now, or has the server elsewhere do so. What changed goes to the rules; a running Showrunner acts on it. */
export async function poll(wanted: string, options: GlobalOptions): Promise<void> {
  await (serverNamed(options) === null ? pollHere(wanted, options) : askForPoll(wanted, options));
}

async function askForPoll(wanted: string, options: GlobalOptions): Promise<void> {
  await withClient(options, { trakt: true }, async (asking) => {
    const { id, username } = await chooseAccount(asking, wanted);
    await asking.client.call("accounts.poll", { path: { account: id } });
    const words = `${username}: it is polled in a moment; \`showrunner events\` shows what changed.`;
    show(asking.output, { account: username, outcome: "asked" }, words);
  });
}

async function pollHere(wanted: string, options: GlobalOptions): Promise<void> {
  const told: LogEntry[] = [];
  await withServices(options, { trakt: true, log: (entry) => told.push(entry) }, async ({ ctx, output }) => {
    const account = await findAccount(ctx, wanted);
    const outcome = await pollAccount(ctx, account.id);
    const changes = told.filter((entry) => entry.kind === "event");
    const failures = told.filter((entry) => entry.kind === "poll.failed");
    const calls = ctx.trakt.calls();
    const found =
      changes.length === 0 ? "nothing new" : changes.length === 1 ? "1 change" : `${changes.length} changes`;
    const words = [
      `${account.username}: ${outcome === "failed" ? "the poll failed" : found} (${calls} Trakt ${calls === 1 ? "call" : "calls"})`,
      ...changes.map((entry) => plain(`  ${entry.about}  (${entry.type}, ${entry.eventId})`)),
      ...failures.map((entry) => plain(`  failed: ${entry.feed ?? "poll"}: ${entry.message}`)),
    ];
    show(output, { account: account.username, outcome, changes, failures, calls }, words.join("\n"));
    if (outcome === "failed") process.exitCode = exitCodeOf(failures[0]?.code ?? "");
  });
}
