import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { cursorKey, eventKey, profileKey } from "@showrunner/core/keys.ts";
import { Account } from "@showrunner/core/records.ts";
import { type FeedFact, feedFacts } from "@showrunner/rules/word.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import { asPerson } from "../accounts/tokens.ts";
import type { Services } from "../context.ts";
import { deferEvent, endWaiting } from "../events/defer-event.ts";
import type { FactsJob } from "../rules/facts-jobs.ts";
import { feedName, isOf, joined, keepFact, loadFact, markOf, type Moment, momentOf } from "../rules/kept-facts.ts";
import { brakeOn } from "../schedule/brake.ts";
import { load, parseItem } from "../stored.ts";
import { hastenWait } from "../timing/waits.ts";
import { readFact } from "./person-facts.ts";
import { pollAccount } from "./poll-account.ts";

/**
 * Reads the facts that a person's rules wait for, keeps them, and sends the events to the rules again. What cannot be
 * read now lets its events wait; what never can be is kept as that.
 */
export async function readFacts(ctx: Services, job: FactsJob): Promise<void> {
  await inTurn(ctx, job.accountId, () => read(ctx, job));
}

/** Something that waits for facts, and what becomes of it once they were read, or why they were not. */
interface Waiting {
  moment: Moment;
  facts: readonly string[];
  goOn(why: Problem | undefined): Promise<void>;
}

async function waitingFor(ctx: Services, { accountId, events, waits }: FactsJob): Promise<Waiting[]> {
  const items = await ctx.store.getMany(events.map(({ id }) => eventKey(accountId, id)));
  const moments = new Map(
    items.map((item) => parseItem(ChangeEvent, item).value).map((one) => [one.id, momentOf(one)]),
  );
  const ofEvents = events.flatMap(({ id, facts }): Waiting[] => {
    const moment = moments.get(id);
    if (moment === undefined) return [];
    const goOn = async (why: Problem | undefined): Promise<void> =>
      why === undefined ? endWaiting(ctx, accountId, id) : deferEvent(ctx, accountId, id, why);
    return [{ moment, facts, goOn }];
  });
  const ofWaits = waits.map(({ id, facts, from }): Waiting => {
    // It waits for its next turn by itself: where the facts are there, that is now.
    const goOn = async (why: Problem | undefined): Promise<void> => {
      if (why === undefined) await hastenWait(ctx, accountId, id);
    };
    return { moment: { id, knownAt: from, notBefore: from }, facts, goOn };
  });
  return [...ofEvents, ...ofWaits];
}

async function read(ctx: Services, job: FactsJob): Promise<void> {
  const { accountId } = job;
  const account = (await load(ctx.store, Account, profileKey(accountId)))?.value;
  if (account === undefined) return;
  const asked = await waitingFor(ctx, job);
  const wanted = new Map<string, Moment[]>();
  for (const { moment, facts } of asked)
    for (const name of facts) wanted.set(name, [...(wanted.get(name) ?? []), moment]);
  const missing: Missing[] = [];
  const late = await seedFeeds(ctx, accountId, new Set(wanted.keys()));
  for (const [name, waiting] of wanted) {
    if (feedIn(name) !== undefined) continue;
    const mark = await markOf(ctx, accountId, name);
    const kept = (await loadFact(ctx, accountId, name))?.value;
    const without = waiting.filter((moment) => kept === undefined || !isOf(ctx, kept, mark, moment));
    if (without.length > 0) missing.push({ name, mark, events: without.map((moment) => moment.id) });
  }
  if (missing.length > 0) for (const [name, problem] of await readAll(ctx, account, missing)) late.set(name, problem);
  await Promise.all(
    asked.map(async ({ facts, goOn }) => {
      await goOn(facts.map((name) => late.get(name)).find((problem) => problem !== undefined));
    }),
  );
}

const feedIn = (name: string): FeedFact | undefined => feedFacts.find((feed) => feedName(feed) === name);

/** Polls the person where a feed that is asked for was never read; returns the feeds that it did not bring. */
async function seedFeeds(ctx: Services, accountId: string, names: ReadonlySet<string>): Promise<Map<string, Problem>> {
  const asked = [...names].map(feedIn).filter((feed) => feed !== undefined);
  const isMissing = async (feed: FeedFact): Promise<boolean> =>
    (await ctx.store.get(cursorKey(accountId, feed))) === undefined;
  const late = new Map<string, Problem>();
  if (!(await Promise.all(asked.map(isMissing))).includes(true)) return late;
  await pollAccount(ctx, accountId);
  for (const feed of asked)
    if (await isMissing(feed))
      late.set(
        feedName(feed),
        new Problem({
          code: "facts.late",
          message: `the person's ${feed} could not be read yet`,
          retry: { kind: "default" },
        }),
      );
  return late;
}

interface Missing {
  name: string;
  /** As of before it is read. */
  mark: string;
  /** The events that wait for it. */
  events: string[];
}

/** Reads and keeps facts; returns those that could not be read now, with what kept them from it. */
async function readAll(ctx: Services, account: Account, missing: readonly Missing[]): Promise<Map<string, Problem>> {
  const late = new Map<string, Problem>();
  const open = new Set(missing);
  const failed = async (one: Missing, error: unknown): Promise<void> => {
    open.delete(one);
    const problem = error instanceof Problem ? error : passing(error);
    const isFinal = problem.retry.kind === "never";
    await keepFact(ctx, account.id, one.name, (former) => ({
      ...former,
      failure: {
        message: problem.message,
        final: joined(former.failure?.final ?? [], isFinal ? one.events : []),
      },
    }));
    if (!isFinal) late.set(one.name, problem);
    await brakeOn(ctx, error);
    ctx.log({
      kind: "poll.failed",
      accountId: account.id,
      who: account.username,
      feed: one.name,
      code: problem.code,
      message: problem.message,
    });
  };
  try {
    await asPerson(ctx, account, async (session) => {
      await Promise.all(
        [...open].map(async (one) => {
          try {
            await readOne(ctx, account.id, session, one);
            open.delete(one);
          } catch (error) {
            // A token that was refused is renewed, and what is still open is read with the new one.
            if (error instanceof TraktError && error.kind === "unauthorized") throw error;
            await failed(one, error);
          }
        }),
      );
    });
  } catch (error) {
    for (const one of open) await failed(one, error);
  }
  return late;
}

async function readOne(
  ctx: Services,
  accountId: string,
  session: TraktSession,
  { name, mark, events }: Missing,
): Promise<void> {
  const at = ctx.clock.now();
  const value = await readFact(session, name);
  await keepFact(ctx, accountId, name, (former) => ({
    read: { value, at, mark, events: joined(former.read?.events ?? [], events) },
    failure: null,
  }));
}

/** What nobody foresaw may pass. */
function passing(error: unknown): Problem {
  return new Problem({ code: "defect.facts", message: messageOf(error), retry: { kind: "default" }, cause: error });
}

const turns = new WeakMap<Services, Map<string, Promise<unknown>>>();

/** One job of a person after the other, in one process: the second finds what the first read. */
async function inTurn(ctx: Services, accountId: string, work: () => Promise<void>): Promise<void> {
  const own = turns.get(ctx) ?? new Map<string, Promise<unknown>>();
  turns.set(ctx, own);
  const before = own.get(accountId) ?? Promise.resolve();
  const turn = before.catch(() => undefined).then(work);
  own.set(accountId, turn);
  try {
    await turn;
  } finally {
    if (own.get(accountId) === turn) own.delete(accountId);
  }
}
