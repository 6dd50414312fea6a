import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { accountsPerPollJob, cloud, queues, schedulesSeconds, tiersMinutes } from "../stacks/topology.ts";
import { dollarsOf, type Priced, prices } from "./prices.ts";
import { root } from "./project.ts";

const Used = z.object({ reads: z.number(), writes: z.number(), messages: z.number(), kms: z.number() });
type Used = z.infer<typeof Used>;

/** What test/cloud/capacity.test.ts measured, by path. */
const Measured = z.object({
  "unchanged poll": Used,
  "data key not at hand": Used,
  "wrapping key not at hand": Used,
  "changed poll, without its events": Used,
  event: Used,
  "rule run, with one action": Used,
  delivery: Used,
  "write at Trakt": Used,
  "look whether tokens are due, per account": Used,
  "renewal of tokens": Used,
  "minute of the clock, with nothing due": Used,
  "look whether the shared calendars are due": Used,
  "home, of one person": Used,
});
type Measured = z.infer<typeof Measured>;
type Path = keyof Measured;

/** What cannot be measured here: how long functions run, mostly waiting for others. */
const assumed = {
  /** Ten people's calls to Trakt, side by side. */
  pollJobMs: 400,
  /** A batch of one of the other queues, of one message. */
  messageMs: 150,
  viewMs: 100,
  tickMs: 200,
  lookMsPerAccount: 5,
  /** Minutes for which a worker keeps a data key (`kept` of packages/storage/src/kms-vault.ts). */
  keyMinutes: 15,
  /** And the keys that wrap those (`wrappingKeptMs`). */
  wrappingKeyMinutes: 60,
  /** Functions that open tokens or channels' secrets beside the queues' consumers: the API, and who renews tokens. */
  otherWorkers: 2,
  /** Entries of the wheel that 4 KB hold. */
  wheelEntriesPerUnit: 32,
  /** Trakt's access tokens live a week, and are renewed at half of it. */
  renewalsPerMonth: 30 / 3.5,
  /** A queue that Lambda listens at is asked by five pollers, each three times a minute at least. */
  emptyReceivesPerQueueMinute: 15,
  changesADay: 3,
  gigabytesPerAccount: 0.001,
} as const;

const monthMinutes = 30 * 24 * 60;
const gigabytes = cloud.memoryMb / 1024;
const gigabyteSeconds = (ms: number): number => (gigabytes * ms) / 1000;

type Amounts = Partial<Record<Priced, number>>;

const stored = ({ reads, writes, kms }: Used): Amounts => ({ read: reads, write: writes, kms });

/** One message's way: sent, received and deleted in requests of their own, and a function called for it. */
const consumed: Amounts = { queue: 3, invocation: 1, compute: gigabyteSeconds(assumed.messageMs) };

/** What one poll of a job of ten costs around the account itself. */
function pollAround(): Amounts {
  const perJob = 1 / accountsPerPollJob;
  return {
    read: 1 / assumed.wheelEntriesPerUnit,
    // Ten jobs are sent in one request; each is received and deleted by itself.
    queue: perJob * (1 / 10 + 2),
    invocation: perJob,
    compute: perJob * gigabyteSeconds(assumed.pollJobMs),
  };
}

function sum(...parts: Amounts[]): Amounts {
  const total: Amounts = {};
  for (const part of parts) for (const [name, amount] of entriesOf(part)) total[name] = (total[name] ?? 0) + amount;
  return total;
}

function entriesOf(amounts: Amounts): [Priced, number][] {
  const names = Object.keys(prices).filter((name): name is Priced => name in prices);
  return names.flatMap((name): [Priced, number][] => {
    const amount = amounts[name];
    return amount === undefined || amount === 0 ? [] : [[name, amount]];
  });
}

function times(amounts: Amounts, factor: number): Amounts {
  return Object.fromEntries(entriesOf(amounts).map(([name, amount]) => [name, amount * factor]));
}

/** How often an account's data key is not at hand: its former polls within the keys' life were any of the workers'. */
function coldShare(tierMinutes: number): number {
  const others = 1 - 1 / queues.PollJobs.concurrency;
  return others ** Math.floor((assumed.keyMinutes - 1) / tierMinutes);
}

/** What each path costs all in: its units, and the function and the messages around it. */
function allIn(measured: Measured): Record<Path, Amounts> {
  const of = (path: Path, ...around: Amounts[]): Amounts => sum(stored(measured[path]), ...around);
  return {
    "unchanged poll": of("unchanged poll", pollAround()),
    "data key not at hand": of("data key not at hand"),
    "wrapping key not at hand": of("wrapping key not at hand"),
    "changed poll, without its events": of("changed poll, without its events", pollAround()),
    event: of("event"),
    "rule run, with one action": of("rule run, with one action", consumed),
    delivery: of("delivery", consumed),
    "write at Trakt": of("write at Trakt", consumed),
    "look whether tokens are due, per account": of("look whether tokens are due, per account", {
      compute: gigabyteSeconds(assumed.lookMsPerAccount),
    }),
    "renewal of tokens": of("renewal of tokens", { compute: gigabyteSeconds(assumed.messageMs) }),
    "minute of the clock, with nothing due": of("minute of the clock, with nothing due", ticks(2)),
    "look whether the shared calendars are due": of("look whether the shared calendars are due", ticks(1)),
    // Who is signed in, how it fares, what happened.
    "home, of one person": of("home, of one person", {
      gateway: 3,
      invocation: 3,
      compute: 3 * gigabyteSeconds(assumed.viewMs),
    }),
  };
}

const ticks = (count: number): Amounts => ({
  tick: count,
  invocation: count,
  compute: gigabyteSeconds(assumed.tickMs) * count,
});

/** A month of one account, whatever its tier: looks at its tokens, renewals, what it stores, and what it does. */
function monthOfAccount(paths: Record<Path, Amounts>): { kept: Amounts; changes: Amounts } {
  const looks = (monthMinutes * 60) / schedulesSeconds.refreshTokens;
  return {
    kept: sum(
      times(paths["look whether tokens are due, per account"], looks),
      times(paths["renewal of tokens"], assumed.renewalsPerMonth),
      { storage: assumed.gigabytesPerAccount, backup: assumed.gigabytesPerAccount },
    ),
    changes: times(
      sum(
        paths["changed poll, without its events"],
        paths["data key not at hand"],
        paths.event,
        paths["rule run, with one action"],
        paths.delivery,
      ),
      assumed.changesADay * 30,
    ),
  };
}

/** A month of the deployment, whoever uses it. */
function monthOfStage(paths: Record<Path, Amounts>): Amounts {
  const workers = Object.values(queues).reduce<number>(
    (all, { concurrency }) => all + concurrency,
    assumed.otherWorkers,
  );
  return sum(
    times(paths["wrapping key not at hand"], (workers * monthMinutes) / assumed.wrappingKeyMinutes),
    times(paths["minute of the clock, with nothing due"], monthMinutes),
    times(paths["look whether the shared calendars are due"], (monthMinutes * 60) / schedulesSeconds.readShared),
    { tick: (monthMinutes * 60) / schedulesSeconds.refreshTokens },
    { queue: Object.keys(queues).length * assumed.emptyReceivesPerQueueMinute * monthMinutes },
    { key: 2 },
  );
}

const fixed = (value: number, digits: number): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const dollars = (value: number): string => `$${fixed(value, value >= 100 ? 0 : 2)}`;
const count = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 2 });

/** docs/cost.md: what each path was measured to consume, and what that comes to. */
export function costDocs(): string {
  const measured = Measured.parse(JSON.parse(readFileSync(join(root, "docs/cost.json"), "utf8")));
  const paths = allIn(measured);
  const perMillion = (path: Path): string => dollars(dollarsOf(paths[path]) * 1_000_000);
  const account = monthOfAccount(paths);
  const poll = dollarsOf(paths["unchanged poll"]);
  const cold = dollarsOf(paths["data key not at hand"]);
  const beside = dollarsOf(account.kept) + dollarsOf(account.changes);
  const stage = dollarsOf(monthOfStage(paths));
  const unchanged = measured["unchanged poll"];

  return [
    "# What it costs on AWS",
    "",
    "This page is generated by `npm run docs`. Its units are measured: `test/cloud/capacity.test.ts` runs the real services over DynamoDB Local, which tells the",
    "capacity that each request consumes, and fails when `docs/cost.json` holds other figures. DynamoDB's least charge for a read that finds nothing is added, for",
    "the local version leaves it out. Prices and durations are assumptions, named below; there was no AWS account to take a bill from.",
    "",
    "## Units of each path",
    "",
    "The person has 1,000 plays and two rules. Reads are strongly consistent but for those of the index; a write counts again for the index that the item is in.",
    "The last column adds the function, the queues and what else the path takes.",
    "",
    "| path | read units | write units | messages sent | KMS calls | a million cost |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...Object.entries(measured).map(
      ([path, used]) =>
        `| ${path} | ${count(used.reads)} | ${count(used.writes)} | ${count(used.messages)} | ${count(used.kms)} | ${perMillion(pathOf(path))} |`,
    ),
    "",
    `A poll that finds nothing changed writes nothing and reads ${count(unchanged.reads)} unit: all that it needs of an account (connection, cursor, needs, a copy of the profile) is`,
    "one partition of less than 4 KB. The scheduler's own reading of the wheel comes to a thirtieth of a unit more.",
    "A changed poll writes the part of the snapshot anew that holds what changed, and deletes the former one: 200 rows where they are the newest, which in a history they",
    "nearly always are, else up to 2,000. Its reads grow with the library, for the whole snapshot is held against what Trakt says.",
    "",
    "## A million polls that find nothing",
    "",
    "| of it | amount a poll | a million cost |",
    "| --- | ---: | ---: |",
    ...entriesOf(paths["unchanged poll"]).map(([name, amount]) => {
      const { what } = prices[name];
      return `| ${what} | ${amount.toPrecision(3)} | ${dollars(dollarsOf({ [name]: amount }) * 1_000_000)} |`;
    }),
    `| all, with the account's data key at hand | | ${dollars(poll * 1_000_000)} |`,
    `| all, with a data key that is read first | | ${dollars((poll + cold) * 1_000_000)} |`,
    "",
    `A worker keeps an opened data key for ${assumed.keyMinutes} minutes, so accounts that are polled every ${assumed.keyMinutes} minutes, or less often, read theirs at every poll. Of the polls of`,
    `faster tiers a share does, for ${queues.PollJobs.concurrency} workers each keep keys of their own. KMS has no part in it: data keys are wrapped under a key that all accounts share`,
    `([decision 10](adr/0010-data-keys-under-shared-keys.md)), which each worker has opened every ${assumed.wrappingKeyMinutes} minutes, whoever's tokens it works with.`,
    "",
    "## A month, by tier",
    "",
    "Polls only, at a tier all month long; accounts move between tiers by themselves, and most people's are in the slow ones most of the day.",
    "",
    "| polled every | key not at hand | a million polls | polls a month | an account | 1,000 accounts | 1,000,000 accounts |",
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ...tiersMinutes.map((tier) => {
      const polls = monthMinutes / tier;
      const one = poll + cold * coldShare(tier);
      const month = polls * one;
      const share = `${fixed(coldShare(tier) * 100, 0)} %`;
      return `| ${tier} min | ${share} | ${dollars(one * 1_000_000)} | ${count(polls)} | $${month.toFixed(4)} | ${dollars(month * 1000)} | ${dollars(month * 1_000_000)} |`;
    }),
    "",
    "Beside the polls:",
    "",
    "| a month of | an account | 1,000 accounts | 1,000,000 accounts |",
    "| --- | ---: | ---: | ---: |",
    ...[
      { what: "looks at tokens, renewals and storage", month: dollarsOf(account.kept) },
      { what: `${assumed.changesADay} changes a day, each told once`, month: dollarsOf(account.changes) },
      { what: "both", month: beside },
    ].map(
      ({ what, month }) =>
        `| ${what} | $${month.toFixed(4)} | ${dollars(month * 1000)} | ${dollars(month * 1_000_000)} |`,
    ),
    "",
    `The stage itself costs ${dollars(stage)} a month, whoever uses it: the clock's minutes, empty receives of the queues, two keys, and their calls.`,
    "",
    "## Assumptions",
    "",
    "On-demand prices of us-east-1 as known in November 2026, without free tiers; look at the pages before you rely on them.",
    "",
    "| price | dollars | per | page |",
    "| --- | ---: | --- | --- |",
    ...Object.values(prices).map(
      ({ what, dollars: price, per, unit, source }) =>
        `| ${what} | ${price} | ${per === 1 ? unit : `million ${unit}`} | <${source}> |`,
    ),
    "",
    `- Functions have ${cloud.memoryMb} MB on arm64. A poll job of ${accountsPerPollJob} accounts takes ${assumed.pollJobMs} ms, nearly all of it waiting for Trakt; a message of another queue, in a batch of its own, ${assumed.messageMs} ms; a view ${assumed.viewMs} ms; a tick ${assumed.tickMs} ms.`,
    `- A worker that is asked for a data key had it from a former poll of the same account with one chance in ${queues.PollJobs.concurrency}.`,
    `- Trakt's tokens live a week and are renewed at half of that. An account stores ${assumed.gigabytesPerAccount * 1000} MB, and backups as much.`,
    `- Every look for tokens that are due is counted with half a read unit of the index, as for a single account; a page of it that costs so much holds ten.`,
    "- Not counted: logs, metrics and alarms in CloudWatch, the dashboard's files, data sent to people's own servers, e-mail by SES, cold starts, retries, and first reads of a new account.",
    "",
  ].join("\n");
}

function pathOf(path: string): Path {
  return Measured.keyof().parse(path);
}
