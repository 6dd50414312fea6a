import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { type QueueDepth, type QueueName, queueNames } from "@showrunner/core/ports/queue.ts";
import type { Account, ActionRecord, InboxMessage, RuleRecord, Run } from "@showrunner/core/records.ts";
import { listAccounts } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";
import { listDead } from "@showrunner/services/act/dead.ts";
import { explainRun, latestEvents, latestRuns } from "@showrunner/services/events/explain.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { pausedUntil } from "@showrunner/services/schedule/pause.ts";
import { listRules } from "@showrunner/services/rules/rules.ts";
import type { ApiOptions } from "../app.ts";
import { type Health, healthOf } from "../health.ts";
import { type When, whenSeenFrom } from "./when.ts";

export interface Person {
  account: Account;
  health: Health;
  rules: RuleRecord[];
  /** What failed for good, newest first. */
  dead: ActionRecord[];
}

/** A run with what came of its actions; of those not written down yet nothing is known. */
export interface ToldRun {
  run: Run;
  actions: Map<string, ActionRecord>;
}

/** Something that happened, to whom, and what the rules made of it. */
export interface Happening {
  account: Account;
  event: ChangeEvent;
  runs: ToldRun[];
}

/** Everything that the status page shows, as of one moment. */
export interface Overview {
  when: When;
  /** Epoch ms; null when nothing brakes. */
  pausedUntil: number | null;
  people: Person[];
  happenings: Happening[];
  inbox: { account: Account; message: InboxMessage }[];
  queues: { name: QueueName; depth: QueueDepth }[];
}

/** Rows of the timeline, and of the inbox. */
const happeningCount = 40;
const messageCount = 12;
/** Runs looked at for those rows: an event can have several, and fresher ones can belong to older events. */
const runCount = 160;

export async function loadOverview(ctx: Services, options: ApiOptions): Promise<Overview> {
  const now = ctx.clock.now();
  const [until, accounts, depths] = await Promise.all([pausedUntil(ctx), listAccounts(ctx), options.queues()]);
  const [people, happenings, inboxes] = await Promise.all([
    Promise.all(accounts.map((account) => loadPerson(ctx, account, until))),
    loadHappenings(ctx, accounts),
    Promise.all(
      accounts.map(async (account) => {
        const messages = await readInbox(ctx, account.id, messageCount);
        return messages.map((message) => ({ account, message }));
      }),
    ),
  ]);
  return {
    when: whenSeenFrom(now, options.timeZone),
    pausedUntil: until > now ? until : null,
    people,
    happenings,
    inbox: newest(inboxes.flat(), ({ message }) => message.at, messageCount),
    queues: queueNames.map((name) => ({ name, depth: depths[name] })),
  };
}

async function loadPerson(ctx: Services, account: Account, until: number): Promise<Person> {
  const [health, rules, dead] = await Promise.all([
    healthOf(ctx, account, until),
    listRules(ctx, account.id),
    listDead(ctx, account.id),
  ]);
  return { account, health, rules, dead: dead.toReversed() };
}

async function loadHappenings(ctx: Services, accounts: readonly Account[]): Promise<Happening[]> {
  const all = await Promise.all(
    accounts.map(async (account) => {
      const events = await latestEvents(ctx, account.id, happeningCount);
      return events.map((event) => ({ account, event }));
    }),
  );
  const shown = newest(all.flat(), ({ event }) => event.recordedtime, happeningCount);
  const runs = await loadRuns(ctx, shown);
  return shown.map(({ account, event }) => ({ account, event, runs: runs.get(event.id) ?? [] }));
}

/** The runs of the events shown, by event, the newest first. */
async function loadRuns(ctx: Services, shown: readonly Omit<Happening, "runs">[]): Promise<Map<string, ToldRun[]>> {
  const wanted = new Set(shown.map(({ event }) => event.id));
  const accountIds = [...new Set(shown.map(({ account }) => account.id))];
  const latest = await Promise.all(accountIds.map((id) => latestRuns(ctx, id, runCount)));
  const runs = latest.flat().filter((run) => wanted.has(run.eventId));
  const told = await Promise.all(runs.map((run) => tellRun(ctx, run)));
  return Map.groupBy(told, ({ run }) => run.eventId);
}

async function tellRun(ctx: Services, run: Run): Promise<ToldRun> {
  const found = run.actions.length === 0 ? undefined : await explainRun(ctx, run.accountId, run.id);
  return { run, actions: new Map((found?.actions ?? []).map((action) => [action.id, action])) };
}

function newest<T>(all: readonly T[], timeOf: (one: T) => string, count: number): T[] {
  return all.toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : timeOf(a) > timeOf(b) ? -1 : 0)).slice(0, count);
}
