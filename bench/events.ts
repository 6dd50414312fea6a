import { setTimeout as pause } from "node:timers/promises";
import type { Account } from "@showrunner/core/records.ts";
import { startEngine } from "@showrunner/local/engine.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { type Finding, recordEvents } from "@showrunner/services/events/record-events.ts";
import { saveRule } from "@showrunner/services/rules/rules.ts";
import { newWebhookSecret } from "@showrunner/channels/webhook/sign.ts";
import { Pool } from "undici";
import * as z from "zod";
import { connectPeople, eachOf, type Fleet, openFleet } from "./fleet.ts";
import { type Figure, median, percentile, readable } from "./numbers.ts";
import { cpuMicrosOf, startSandbox, startScript } from "./processes.ts";

const people = 20;
const saturationEvents = 6000;
/** Changes that are under way at once when everything is saturated: what a burst looks like. */
const window = 2000;
/** Connections of the relay's client. */
const relayConnections = 100;
const calmSeconds = 10;
const calmPerSecond = 10;
const rounds = 3;

const nowMs = (): number => performance.timeOrigin + performance.now();

/** What a rule that people would write costs: a condition on the event, and a webhook. */
const rule = {
  name: "Everything I watch, to my server",
  when: { event: "episode.watched" },
  if: ["episode.season > 0", 'show.title != ""'],
  then: [{ do: "webhook", channel: "my server" }],
};

let plays = 0;

function play(): Finding {
  plays += 1;
  const watched_at = new Date().toISOString();
  const show = { title: "Game of Thrones", year: 2011, ids: { trakt: 1390, slug: "game-of-thrones" } };
  const episode = { season: 2, number: 8, title: `sentAt=${nowMs()}`, ids: { trakt: 73657 } };
  return {
    draft: {
      type: "episode.watched",
      subject: "episode:73657",
      time: watched_at,
      identity: `play:${plays}`,
      data: { play_id: plays, watched_at, action: "scrobble", episode, show },
    },
  };
}

interface Round {
  perSecond: number;
  /** Processor time of the process that does it, for each change; other programs' load does not move it much. */
  cpuMicros: number;
  calm: number[];
  saturated: number[];
}

/**
 * Changes as a poll records them, through rules to a signed webhook on loopback, with event, run and action stored
 * durably; beside a relay that accepts a POST and posts it on and stores nothing. Turn by turn in one run.
 */
export async function measureEvents(): Promise<Figure[]> {
  const sandbox = await startSandbox();
  const receiver = await startScript("./receiver.ts");
  const relay = await startScript("./relay.ts", [receiver.url]);
  const fleet = await openFleet(sandbox.url);
  try {
    const { accounts } = await connectPeople(fleet, sandbox.url, people);
    await eachOf(accounts, 1, (account) => prepare(fleet, account, receiver.url));
    const engine = startEngine(fleet.ctx, fleet.database);
    const ours: Round[] = [];
    const floors: Round[] = [];
    let next = 0;
    const record = async (count: number): Promise<void> => {
      const account = accounts[next++ % accounts.length];
      if (account !== undefined) await recordEvents(fleet.ctx, account, Array.from({ length: count }, play));
    };
    const pool = new Pool(relay.url, { connections: relayConnections, pipelining: 1 });
    const post = async (): Promise<void> => {
      const body = JSON.stringify(play().draft);
      const answer = await pool.request({ method: "POST", path: "/", body });
      await answer.body.dump();
    };
    await saturate(receiver.url, 500, record);
    for (let round = 0; round < rounds; round++) {
      floors.push(
        await measureRound(
          receiver.url,
          relay.process.pid,
          async () => {
            await eachOf([...Array(saturationEvents).keys()], relayConnections, post);
          },
          post,
        ),
      );
      ours.push(
        await measureRound(
          receiver.url,
          process.pid,
          () => saturate(receiver.url, saturationEvents, record),
          () => record(1),
        ),
      );
    }
    await engine.stop();
    await pool.close();
    return figures(ours, floors);
  } finally {
    await fleet.end();
    await relay.stop();
    await receiver.stop();
    await sandbox.stop();
  }
}

async function prepare(fleet: Fleet, account: Account, url: string): Promise<void> {
  await saveChannel(fleet.ctx, account.id, {
    kind: "webhook",
    name: "my server",
    config: { url: `${url}/` },
    secrets: { signing: [newWebhookSecret()] },
  });
  await saveRule(fleet.ctx, account.id, rule, { enabled: true });
}

/** Records changes, ten at a time as polls find them, never more than the window on their way. */
async function saturate(receiverUrl: string, count: number, record: (count: number) => Promise<void>): Promise<void> {
  const before = (await told(receiverUrl)).received;
  let sent = 0;
  while (sent < count) {
    const arrived = (await told(receiverUrl)).received - before;
    const room = Math.min(count - sent, window - (sent - arrived));
    const batches = Math.floor(room / 10);
    await Promise.all(Array.from({ length: batches }, () => record(10)));
    sent += batches * 10;
    if (batches === 0) await pause(10);
  }
  while ((await told(receiverUrl)).received - before < count) await pause(10);
}

async function measureRound(
  receiverUrl: string,
  pid: number | undefined,
  saturated: () => Promise<void>,
  one: () => Promise<void>,
): Promise<Round> {
  await fetch(receiverUrl, { method: "DELETE" });
  const startedAt = performance.now();
  const cpuBefore = cpuMicrosOf(pid);
  await saturated();
  const cpuMicros = (cpuMicrosOf(pid) - cpuBefore) / saturationEvents;
  const perSecond = (saturationEvents / (performance.now() - startedAt)) * 1000;
  const atSaturation = await told(receiverUrl, true);
  await fetch(receiverUrl, { method: "DELETE" });
  for (let at = 0; at < calmSeconds * calmPerSecond; at++) {
    const dueAt = performance.now() + 1000 / calmPerSecond;
    await one();
    await pause(Math.max(0, dueAt - performance.now()));
  }
  while ((await told(receiverUrl)).received < calmSeconds * calmPerSecond) await pause(1);
  const calm = await told(receiverUrl, true);
  return { perSecond, cpuMicros, calm: calm.latenciesMs, saturated: atSaturation.latenciesMs };
}

const Told = z.object({ received: z.int(), latenciesMs: z.array(z.number()) });

async function told(url: string, latencies = false): Promise<z.infer<typeof Told>> {
  return Told.parse(await (await fetch(latencies ? `${url}/latencies` : url)).json());
}

function figures(ours: readonly Round[], floors: readonly Round[]): Figure[] {
  const rate = median(ours.map((round) => round.perSecond));
  const floor = median(floors.map((round) => round.perSecond));
  const both = (from: readonly Round[], which: "calm" | "saturated"): string => {
    const all = from.flatMap((round) => round[which]);
    return `p50 ${readable(percentile(all, 0.5))} ms, p99 ${readable(percentile(all, 0.99))} ms`;
  };
  return [
    {
      what: "events through rules to a webhook",
      value: `${readable(rate)}/s, ${readable((rate / floor) * 100)} % of the floor`,
      floor: `relay without storage: ${readable(floor)}/s`,
      aim: "≥ 50 %",
      met: rate / floor >= 0.5,
    },
    {
      what: "processor time an event",
      value: `${readable(median(ours.map((round) => round.cpuMicros)))} µs`,
      floor: `relay: ${readable(median(floors.map((round) => round.cpuMicros)))} µs`,
    },
    { what: "change to webhook at 10/s", value: both(ours, "calm"), floor: `relay: ${both(floors, "calm")}` },
    {
      what: "change to webhook at saturation",
      value: both(ours, "saturated"),
      floor: `relay: ${both(floors, "saturated")}`,
    },
  ];
}
