import { systemClock } from "@showrunner/core/clock.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { defaultCatalogue } from "@showrunner/trakt-sandbox/catalogue.ts";
import { createTrakt, type TraktSession } from "@showrunner/trakt/client.ts";
import * as Movies from "@showrunner/trakt/contract/movies.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import { createGovernor } from "@showrunner/trakt/governor.ts";
import { Pool } from "undici";
import * as z from "zod";
import { eachOf } from "./fleet.ts";
import { type Figure, median, readable } from "./numbers.ts";
import { startSandbox } from "./processes.ts";

const atATime = 16;
/** Many short ones: what else the machine does then falls on both, and the median leaves out the worst. */
const rounds = 41;
const warmUps = 4;
const pageItems = 250;

/** No limit that this machine could reach, and yet every call asks for its turn. */
const unlimited = { perSecond: 1e9, burst: 1e9, concurrency: 64, personGetsPer5Min: 1e9 };

const Made = z.object({ people: z.array(z.object({ tokens: z.object({ access_token: z.string() }) })) });

interface Race {
  what: string;
  path: string;
  callsPerRound: number;
  aim: number;
  call: (session: TraktSession) => Promise<unknown>;
}

const movie = defaultCatalogue().movies[0]?.ids.trakt ?? Number.NaN;

const races: readonly Race[] = [
  {
    what: "last activities",
    path: "/sync/last_activities",
    callsPerRound: 250,
    aim: 0.7,
    call: (session) => session.call(Sync.lastActivities, {}),
  },
  {
    what: "a movie",
    path: `/movies/${movie}`,
    callsPerRound: 250,
    aim: 0.7,
    call: (session) => session.call(Movies.summary, { id: movie }),
  },
  {
    what: `a history page of ${pageItems}`,
    path: `/sync/history?page=1&limit=${pageItems}`,
    callsPerRound: 25,
    aim: 0.6,
    call: (session) => session.call(Sync.history, { page: 1, limit: pageItems }),
  },
  {
    what: `a watchlist page of ${pageItems}`,
    path: `/sync/watchlist?page=1&limit=${pageItems}`,
    callsPerRound: 25,
    aim: 0.6,
    call: (session) => session.call(Sync.watchlist, { page: 1, limit: pageItems }),
  },
];

/**
 * The client's calls beside a bare undici loop of the same calls: same sandbox, same pool, same number at a time,
 * turn by turn. The bare loop reads each body and does JSON.parse; the client checks it against the contract as well.
 */
export async function measureClient(): Promise<Figure[]> {
  const sandbox = await startSandbox();
  const clock = systemClock;
  const trakt = createTrakt({
    apiUrl: sandbox.url,
    authUrl: sandbox.url,
    clientId: "bench",
    clientSecret: new Secret("bench-app"),
    clock,
    connections: atATime,
    governor: createGovernor({ clock, ...unlimited }),
  });
  const pool = new Pool(sandbox.url, { connections: atATime, pipelining: 1, allowH2: false });
  try {
    const token = await personWithALot(sandbox.url);
    const session = trakt.as({ key: "reader", accessToken: new Secret(token) });
    const page = { page: 1, limit: pageItems };
    const sizes = [(await session.call(Sync.history, page)).length, (await session.call(Sync.watchlist, page)).length];
    if (sizes.some((size) => size !== pageItems)) throw new Error(`pages have ${sizes.join(" and ")} items`);
    const figures: Figure[] = [];
    for (const race of races) figures.push(await run(race, session, () => bareCall(pool, race.path, token)));
    return figures;
  } finally {
    await pool.close();
    await trakt.close();
    await sandbox.stop();
  }
}

async function run(one: Race, session: TraktSession, bare: () => Promise<unknown>): Promise<Figure> {
  const turns = Array.from({ length: one.callsPerRound }, (_none, turn) => turn);
  const ours: number[] = [];
  const floors: number[] = [];
  const race = async (): Promise<void> => void ours.push(await perSecond(turns, () => one.call(session)));
  const pace = async (): Promise<void> => void floors.push(await perSecond(turns, bare));
  for (let round = 0; round < warmUps + rounds; round++) {
    // Neither is always first.
    for (const turn of round % 2 === 0 ? [pace, race] : [race, pace]) await turn();
    if (round < warmUps) ours.length = floors.length = 0;
  }
  const share = median(ours.map((own, round) => own / (floors[round] ?? Number.NaN)));
  return {
    what: `client: ${one.what}`,
    value: `${readable(median(ours))}/s, ${readable(share * 100)} % of the floor`,
    floor: `bare undici loop with JSON.parse: ${readable(median(floors))}/s`,
    aim: `≥ ${one.aim * 100} %`,
    met: share >= one.aim,
  };
}

async function perSecond(turns: readonly number[], work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await eachOf(turns, atATime, work);
  return (turns.length / (performance.now() - startedAt)) * 1000;
}

async function bareCall(pool: Pool, path: string, token: string): Promise<unknown> {
  const { body, statusCode } = await pool.request({
    method: "GET",
    path,
    headers: {
      "content-type": "application/json",
      "user-agent": "bench/1.0",
      "trakt-api-key": "bench",
      "trakt-api-version": "2",
      authorization: `Bearer ${token}`,
    },
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${path} answered ${statusCode}: ${text}`);
  return JSON.parse(text);
}

/** Makes a person whose history and watchlist fill a page each, and gives their access token. */
async function personWithALot(url: string): Promise<string> {
  const person = { people: [{ username: "reader", vip: true }], tokens: true };
  const made = Made.parse(await post(`${url}/sandbox/people`, person)).people[0];
  if (made === undefined) throw new Error("the sandbox made nobody");
  const episodes = defaultCatalogue()
    .shows.flatMap((show) => show.seasons ?? [])
    .flatMap((season) => season.episodes.map(([, , , , trakt]) => trakt))
    .slice(0, pageItems);
  const done = (what: string): unknown[] =>
    episodes.map((trakt) => ({ do: what, username: "reader", item: { type: "episode", trakt } }));
  // Watching takes things off the watchlist: it comes first.
  await post(`${url}/sandbox/happenings`, { happenings: [...done("watch"), ...done("watchlistAdd")] });
  return made.tokens.access_token;
}

async function post(url: string, sent: unknown): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(sent) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
