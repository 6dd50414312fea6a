import { saveRule } from "@showrunner/services/rules/rules.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import { Pool } from "undici";
import { connectPeople, eachOf, openFleet } from "./fleet.ts";
import { type Figure, median, readable } from "./numbers.ts";
import { startSandbox } from "./processes.ts";

const people = 500;
const atATime = 16;
const rounds = 6;

const rule = {
  name: "Everything I watch",
  when: { event: ["episode.watched", "movie.watched", "watchlist.item_added"] },
  then: [{ do: "notify", channel: "inbox", title: "watched", body: "{{ event.type }}" }],
};

/** Polls of accounts where nothing changed, beside a bare undici loop of the same call, turn by turn in one run. */
export async function measurePolls(): Promise<Figure[]> {
  const sandbox = await startSandbox();
  const fleet = await openFleet(sandbox.url);
  const pool = new Pool(sandbox.url, { connections: 16, pipelining: 1 });
  try {
    const { accounts, tokens } = await connectPeople(fleet, sandbox.url, people);
    await eachOf(accounts, atATime, ({ id }) => saveRule(fleet.ctx, id, rule, { enabled: true }));
    // The first poll seeds; the second finds a young account and may settle.
    for (let round = 0; round < 2; round++) await eachOf(accounts, atATime, ({ id }) => pollAccount(fleet.ctx, id));

    const bare = async (token: string): Promise<void> => {
      const { body } = await pool.request({
        method: "GET",
        path: "/sync/last_activities",
        headers: {
          "content-type": "application/json",
          "user-agent": "bench/1.0",
          "trakt-api-key": "bench",
          "trakt-api-version": "2",
          authorization: `Bearer ${token}`,
        },
      });
      JSON.parse(await body.text());
    };
    const polls: number[] = [];
    const floors: number[] = [];
    fleet.database.resetCounts();
    const callsBefore = fleet.ctx.trakt.calls();
    for (let round = 0; round < rounds; round++) {
      floors.push(await perSecond(tokens.length, () => eachOf(tokens, atATime, bare)));
      polls.push(
        await perSecond(accounts.length, () => eachOf(accounts, atATime, ({ id }) => pollAccount(fleet.ctx, id))),
      );
    }
    const count = rounds * accounts.length;
    const calls = (fleet.ctx.trakt.calls() - callsBefore) / count;
    const { writes, reads } = fleet.database.counts();
    const share = median(polls) / median(floors);
    return [
      {
        what: "polls of unchanged accounts",
        value: `${readable(median(polls))}/s, ${readable(share * 100)} % of the floor`,
        floor: `bare undici GET loop: ${readable(median(floors))}/s`,
        aim: "≥ 60 %",
        met: share >= 0.6,
      },
      { what: "Trakt calls a poll", value: String(calls), aim: "1", met: calls === 1 },
      { what: "store writes a poll", value: String(writes / count), aim: "0", met: writes === 0 },
      { what: "store reads a poll (keys)", value: readable(reads / count) },
    ];
  } finally {
    await pool.close();
    await fleet.end();
    await sandbox.stop();
  }
}

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (count / (performance.now() - startedAt)) * 1000;
}
