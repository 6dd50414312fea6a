import type { EventType } from "@showrunner/core/events/catalogue.ts";
import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import type { TestWorld } from "../harness/test-world.ts";
import { runsOf } from "../harness/told.ts";

export interface Verdict {
  outcome: string;
  /** What the names of its conditions stood for. */
  values: Record<string, unknown>;
}

/** Calls for facts, beside what every poll makes. */
const factCalls = [
  "GET /shows/:id/progress/watched",
  "GET /shows/:id/seasons/:season",
  "GET /shows/:id/stats",
  "GET /movies/:id/stats",
  "GET /users/:id/:type/activities",
  "GET /users/:id/lists",
  "GET /users/:id/lists/:list_id/items/:type?/:sort_by?/:sort_how?",
];

/** Lets something happen, and tells what the account's rules made of it, and what facts it cost in calls. */
export async function verdictsOf(
  t: TestWorld,
  account: Account,
  type: EventType,
  happen: () => void,
  minutes = 3,
): Promise<{ verdicts: Verdict[]; calls: Record<string, number> }> {
  const before = (await runsOf(t, account, type)).length;
  const requests = await t.requestsDuring(async () => {
    happen();
    await t.minutes(minutes);
  });
  const runs = (await runsOf(t, account, type)).slice(before);
  const verdicts = runs.map(({ trace }) => ({
    outcome: trace.outcome,
    values: Object.assign({}, ...trace.conditions.map((one) => one.values)),
  }));
  return { verdicts, calls: Object.fromEntries(Object.entries(requests).filter(([name]) => factCalls.includes(name))) };
}

export async function ruled(
  t: TestWorld,
  event: string,
  condition: string,
  body = "{{ event.subject }}",
): Promise<Account> {
  const ann = await t.person("ann");
  await t.rule(
    ann,
    `name: Told
when: { event: ${event} }
if: ${JSON.stringify(condition)}
then: [{ do: notify, channel: inbox, title: Told, body: ${JSON.stringify(body)} }]
`,
  );
  await t.minutes(3);
  return ann;
}

export const told = async (t: TestWorld, account: Account): Promise<string[]> =>
  (await readInbox(t.ctx, account.id, 20)).map(({ body }) => body).toReversed();

export const movie = (t: TestWorld, title: string): { type: "movie"; trakt: number } => ({
  type: "movie",
  trakt: t.world.addMovie({ title, released: "2020-01-01" }),
});
export const episode = (trakt: number | undefined): { type: "episode"; trakt: number } => ({
  type: "episode",
  trakt: trakt ?? 0,
});
