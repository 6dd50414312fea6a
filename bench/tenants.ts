import { setTimeout as pause } from "node:timers/promises";
import { ruleKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { startEngine } from "@showrunner/local/engine.ts";
import { newWebhookSecret } from "@showrunner/channels/webhook/sign.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { type Finding, recordEvents } from "@showrunner/services/events/record-events.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import type { RuleDefinition } from "@showrunner/rules/rule.ts";
import * as z from "zod";
import { connectPeople, eachOf, type Fleet, openFleet } from "./fleet.ts";
import { type Figure, median, percentile, readable } from "./numbers.ts";
import { startSandbox, startScript } from "./processes.ts";

const people = 50;
const hostileRules = 200;
/** Of each of the others, and of who has the worst rules. */
const eventsPerSecond = 1;
/** Of who has the worst load besides. */
const loadTimes = 100;
const seconds = 8;
const rounds = 3;
const aim = 1.5;

const nowMs = (): number => performance.timeOrigin + performance.now();

const plainRule = {
  name: "What I watch, to my server",
  when: { event: "episode.watched" },
  if: ["episode.season > 0", 'show.title != ""'],
  then: [{ do: "webhook", channel: "my server" }],
} as const;

/** Twenty conditions as dear, and twenty notifications as long, as they may be together; or its conditions alone. */
function worstRule(at: number, acts: boolean): RuleDefinition {
  const dear = "!hook.fields.exists(field, field == media.show_title) || true";
  const dates = '{{now|date:"%A %B"}}{{event.time|date:"%A %B"}}';
  const heavy = '{{hook.name|append:hook.event|split:""|sort|join:""|upcase|downcase|append:hook.name}}';
  return {
    name: `The worst there is, ${at}`,
    when: { event: "hook.received" },
    if: [
      ...Array.from({ length: 5 }, () => dear),
      ...Array.from({ length: 14 }, () => "hook.fields.size() > 0"),
      acts ? "hook.fields.size() > 0" : "hook.fields.size() > 1000",
    ],
    then: Array.from({ length: 20 }, () => ({
      do: "notify" as const,
      channel: "inbox",
      title: `${dates}{{hook.name|upcase}}`,
      body: `${heavy}${"x".repeat(1_000)}`,
    })),
  };
}

let made = 0;

function play(): Finding {
  made += 1;
  const watched_at = new Date().toISOString();
  const show = { title: "Game of Thrones", year: 2011, ids: { trakt: 1390, slug: "game-of-thrones" } };
  const episode = { season: 2, number: 8, title: `sentAt=${nowMs()}`, ids: { trakt: 73657 } };
  const data = { play_id: made, watched_at, action: "scrobble", episode, show };
  return {
    draft: { type: "episode.watched", subject: "episode:73657", time: watched_at, identity: `play:${made}`, data },
  };
}

function call(): Finding {
  made += 1;
  const fields = Array.from({ length: 50 }, (_, at) => `field.${at}=${"x".repeat(60)}`);
  const hook = {
    id: "hok_x",
    name: "x".repeat(50),
    kind: "generic",
    event: "x".repeat(60),
    watched: false,
    playing: false,
    fields,
  };
  const data = { hook, payload: { event: "x" } };
  return {
    draft: {
      type: "hook.received",
      subject: "hook:hok_x",
      time: new Date().toISOString(),
      identity: `call:${made}`,
      data,
    },
  };
}

const Told = z.object({ received: z.int(), latenciesMs: z.array(z.number()) });

async function told(url: string): Promise<z.infer<typeof Told>> {
  return Told.parse(await (await fetch(`${url}/latencies`)).json());
}

/**
 * How long the changes of 48 people take to reach their server: alone, beside somebody on the same machine with the worst
 * rules that can be saved, and beside somebody whose rules also act as much as they may on a hundred times the events.
 */
export async function measureTenants(): Promise<Figure[]> {
  const sandbox = await startSandbox();
  const receiver = await startScript("./receiver.ts");
  const fleet = await openFleet(sandbox.url);
  try {
    const { accounts } = await connectPeople(fleet, sandbox.url, people);
    const [ruling, loading, ...others] = accounts;
    if (ruling === undefined || loading === undefined) throw new Error("nobody is there");
    await eachOf(others, 1, (account) => prepare(fleet, account, receiver.url));
    await saveWorst(fleet, ruling, false);
    await saveWorst(fleet, loading, true);
    const engine = startEngine(fleet.ctx, fleet.database);
    const alone: number[][] = [];
    const besideRules: number[][] = [];
    const besideLoad: number[][] = [];
    const rules = { account: ruling, times: 1 };
    const load = { account: loading, times: loadTimes };
    try {
      // Each channel is pinged before anything else goes to it.
      await measured(fleet, receiver.url, others, undefined, 1);
      for (let round = 0; round < rounds; round++) {
        alone.push(await measured(fleet, receiver.url, others, undefined, seconds));
        besideRules.push(await measured(fleet, receiver.url, others, rules, seconds));
      }
      // Last, for what is asked for then goes on for minutes.
      for (let round = 0; round < rounds; round++)
        besideLoad.push(await measured(fleet, receiver.url, others, load, seconds));
    } finally {
      // What is in hand is not waited for: the hostile one's takes long, and nobody needs it.
      void engine.stop();
    }
    return figures(alone, besideRules, besideLoad);
  } finally {
    await fleet.end();
    await receiver.stop();
    await sandbox.stop();
  }
}

/** One is saved as anybody would save it; the others are the same by other names. */
async function saveWorst({ ctx }: Fleet, { id: accountId }: Account, acts: boolean): Promise<void> {
  const first = await saveRule(ctx, accountId, worstRule(0, acts), { enabled: true });
  for (let at = 1; at < hostileRules; at++) {
    const rule = { ...first, id: `${first.id}${at}`, source: { ...first.source, name: `The worst there is, ${at}` } };
    await ctx.store.put({ ...ruleKey(accountId, rule.id), v: 1, data: rule });
  }
}

async function prepare(fleet: Fleet, account: Account, url: string): Promise<void> {
  const secrets = { signing: [newWebhookSecret()] };
  await saveChannel(fleet.ctx, account.id, { kind: "webhook", name: "my server", config: { url: `${url}/` }, secrets });
  await saveRule(fleet.ctx, account.id, plainRule, { enabled: true });
}

/** The latencies of the others' changes, which come evenly spread; the hostile one's come in tens. */
async function measured(
  fleet: Fleet,
  url: string,
  others: readonly Account[],
  hostile: { account: Account; times: number } | undefined,
  forSeconds: number,
): Promise<number[]> {
  await fetch(url, { method: "DELETE" });
  const count = others.length * eventsPerSecond * forSeconds;
  const startedAt = performance.now();
  let hostileEvents = 0;
  for (let at = 0; at < count; at++) {
    const account = others[at % others.length];
    if (account !== undefined) void recordEvents(fleet.ctx, account, [play()]);
    const wanted = (at / count) * forSeconds * eventsPerSecond * (hostile?.times ?? 0);
    const together = Math.min(10, hostile?.times ?? 10);
    if (hostile !== undefined && wanted - hostileEvents >= together) {
      hostileEvents += together;
      void recordEvents(fleet.ctx, hostile.account, Array.from({ length: together }, call));
    }
    await pause(Math.max(0, startedAt + ((at + 1) * forSeconds * 1000) / count - performance.now()));
  }
  const patience = performance.now() + 20_000;
  while ((await told(url)).latenciesMs.length < count && performance.now() < patience) await pause(20);
  const { latenciesMs } = await told(url);
  if (latenciesMs.length < count) console.log(`  only ${latenciesMs.length} of ${count} arrived within a minute`);
  return latenciesMs;
}

function figures(
  alone: readonly number[][],
  besideRules: readonly number[][],
  besideLoad: readonly number[][],
): Figure[] {
  const at = (share: number) => (round: readonly number[]) => percentile(round, share);
  const line = (all: readonly number[][]): string =>
    `p50 ${readable(median(all.map(at(0.5))))} ms, p99 ${readable(median(all.map(at(0.99))))} ms`;
  const beside = (what: string, all: readonly number[][]): Figure => {
    const times = median(all.map((round, index) => percentile(round, 0.99) / percentile(alone[index] ?? [], 0.99)));
    return { what, value: `${line(all)}: p99 ${readable(times)} ×`, aim: `≤ ${aim} ×`, met: times <= aim };
  };
  return [
    { what: `change to webhook of ${people - 2} people`, value: line(alone) },
    beside(`… beside somebody with the ${hostileRules} worst rules`, besideRules),
    beside(`… whose rules act as much as they may, on ${loadTimes} × the events`, besideLoad),
  ];
}
