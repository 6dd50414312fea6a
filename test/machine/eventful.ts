import type { Account, ActionRecord } from "@showrunner/core/records.ts";
import { requestActions } from "@showrunner/services/act/actions.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import type { Machine } from "./prepared-machine.ts";

export const toldRule =
  "name: Movies are told\nwhen: { event: movie.watched }\nthen:\n  - { do: notify, channel: inbox, title: '{{ movie.title }}', body: seen }\n";
export const pickyRule =
  "name: Only the good\nwhen: { event: movie.watched }\nif: movie.year < 1900\nthen:\n  - { do: watchlist.add }\n";

/** Saves both rules; then the person watches movies of these titles, and what comes of it is done. */
export async function watch(machine: Machine, account: Account, titles: readonly string[]): Promise<void> {
  for (const source of [toldRule, pickyRule]) await saveRule(machine.ctx, account.id, source, { enabled: true });
  await machine.work();
  for (const title of titles) watchMovie(machine, account, title);
  await pollAccount(machine.ctx, account.id);
  await machine.work();
}

export function watchMovie({ sandbox }: Machine, account: Account, title: string): void {
  const trakt = sandbox.world.addMovie({ title, year: 2020, released: "2020-01-01" });
  sandbox.world.watch(account.username, { type: "movie", trakt });
}

/** So many actions that Trakt refuses for good, `act_made_up_0` and on: it does not know the movies. */
export async function failForGood(machine: Machine, account: Account, count: number): Promise<void> {
  const actions = Array.from({ length: count }, (_, at): ActionRecord => ({
    id: `act_made_up_${at}`,
    accountId: account.id,
    username: account.username,
    runId: "run_made_up",
    ruleId: "rul_made_up",
    ruleName: "Wishes",
    eventId: "evt_made_up",
    chain: [],
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    request: { do: "watchlist.add", item: { type: "movie", trakt: 999_000_000 + at, title: `Lost ${at}` } },
    state: "PENDING",
    owner: null,
    leaseUntil: null,
    attempts: 0,
    unsure: 0,
    dueAt: null,
    resentAt: null,
    createdAt: new Date().toISOString(),
    finishedAt: null,
    outcome: null,
  }));
  await requestActions(machine.ctx, actions);
  await machine.work();
}
