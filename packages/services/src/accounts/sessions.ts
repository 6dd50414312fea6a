import { hash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, sessionKey, sessionOfKey } from "@showrunner/core/keys.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { load, loadAll, type Stored } from "../stored.ts";
import { audited } from "./audit.ts";
import { SessionWay } from "./session-way.ts";
import { refuseWhileDeleted } from "./tombstone.ts";

/** What is kept of a session: all but what opens it. Times are ISO 8601. */
export const Session = z.object({
  id: z.string(),
  accountId: z.string(),
  /** The browser, in few words. */
  label: z.string(),
  way: SessionWay,
  hash: z.string(),
  createdAt: z.string(),
  /** To the hour. */
  lastSeenAt: z.string(),
  /** When it ends, whatever is done with it. */
  expiresAt: z.string(),
  /** It ends after so long without being used. */
  idleMs: z.number(),
});
export type Session = z.infer<typeof Session>;

export interface NewSession {
  label: string;
  way: SessionWay;
  /** How many times as fast as real time the services' clock runs: people live in real time. */
  speed?: number;
}

/** So that what opens a session is known as that wherever it leaks to. */
const tokenPrefix = "srs_";

/**
 * Signs a person in: a session of its own, under a token that nobody had before, so that none that was planted in the
 * browser ever opens anything. The token is told this once.
 *
 * Throws Problem `account.being_deleted`.
 */
export async function beginSession(
  ctx: Services,
  accountId: string,
  { label, way, speed = 1 }: NewSession,
): Promise<{ session: Session; token: Secret<string> }> {
  await refuseWhileDeleted(ctx, accountId);
  const entry = {
    by: { kind: "session" as const, name: label },
    action: "session.begin",
    what: waysIn[way],
    about: null,
  };
  return await audited(ctx, accountId, entry, () => begin(ctx, accountId, { label, way, speed }));
}

const waysIn: Readonly<Record<SessionWay, string>> = {
  trakt: "signed in at Trakt",
  device: "signed in by a code at Trakt",
  link: "signed in by a link of the command line",
  demo: "signed in to the demo",
};

async function begin(
  ctx: Services,
  accountId: string,
  { label, way, speed }: Required<NewSession>,
): Promise<{ session: Session; token: Secret<string> }> {
  const token = `${tokenPrefix}${ctx.random.id("ses").slice(4)}${ctx.random.id("ses").slice(4)}`;
  const now = ctx.clock.now();
  const { lifeMs, idleMs } = ctx.settings.sessions;
  const session: Session = {
    id: ctx.random.id("ses"),
    accountId,
    label,
    way,
    hash: hashOf(token),
    createdAt: iso(now),
    lastSeenAt: iso(now),
    expiresAt: iso(now + lifeMs * speed),
    idleMs: idleMs * speed,
  };
  // In the account first: a session that opens is one that its person can see, and end.
  await ctx.store.put({ ...sessionOfKey(accountId, session.id), ...rowOf(session, 1) }, { kind: "absent" });
  await ctx.store.put({ ...sessionKey(session.hash), ...rowOf(session, 1) }, { kind: "absent" });
  // Ended meanwhile, with all the others or with the account: then this one is not to outlive them.
  const isThere = (await ctx.store.get(sessionOfKey(accountId, session.id))) !== undefined;
  if (!isThere) await ctx.store.delete(sessionKey(session.hash));
  return { session, token: new Secret(token) };
}

/** The session that a token opens; undefined for one that never was and for one that is over. */
export async function openSession(ctx: Services, token: string): Promise<Session | undefined> {
  if (!token.startsWith(tokenPrefix) || token.length > 100) return undefined;
  const kept = await load(ctx.store, Session, sessionKey(hashOf(token)));
  if (kept === undefined || !holds(kept.value, ctx.clock.now())) return undefined;
  await noteSeen(ctx, kept);
  return kept.value;
}

/** An account's sessions that still hold, the one used last first. */
export async function listSessions(ctx: Services, accountId: string): Promise<Session[]> {
  const now = ctx.clock.now();
  return (await allOf(ctx, accountId))
    .filter((session) => holds(session, now))
    .toSorted((a, b) => (a.lastSeenAt > b.lastSeenAt ? -1 : 1));
}

/** Ends a session: what opened it opens nothing from now on. Throws Problem `session.unknown`. */
export async function endSession(ctx: Services, accountId: string, sessionId: string): Promise<Session> {
  const found = await load(ctx.store, Session, sessionOfKey(accountId, sessionId));
  if (found === undefined)
    throw new Problem({
      code: "session.unknown",
      message: `there is no session "${sessionId}"`,
      hint: "It may be over already; look at the list of them.",
    });
  await end(ctx, found.value);
  return found.value;
}

/** Ends every session of an account but `except`, and returns how many. */
export async function endSessions(ctx: Services, accountId: string, except?: string): Promise<number> {
  const going = (await allOf(ctx, accountId)).filter(({ id }) => id !== except);
  for (const session of going) await end(ctx, session);
  return going.length;
}

/** First what opens it: cut off in between, it is still in the list, and can be ended again. */
async function end(ctx: Services, session: Session): Promise<void> {
  await ctx.store.delete(sessionKey(session.hash));
  await ctx.store.delete(sessionOfKey(session.accountId, session.id));
  // One that was just being begun may have been written in between.
  await ctx.store.delete(sessionKey(session.hash));
}

async function allOf(ctx: Services, accountId: string): Promise<Session[]> {
  const prefix = sessionOfKey(accountId, "").sk;
  return (await loadAll(ctx.store, Session, accountPk(accountId), prefix)).map(({ value }) => value);
}

function holds({ expiresAt, lastSeenAt, idleMs }: Session, now: number): boolean {
  return now < Date.parse(expiresAt) && now < Date.parse(lastSeenAt) + idleMs;
}

/** Once an hour at most, and only over what is still there: who signs out at the same moment stays signed out. */
async function noteSeen(ctx: Services, { v, value }: Stored<Session>): Promise<void> {
  const now = ctx.clock.now();
  if (now - Date.parse(value.lastSeenAt) < ctx.settings.sessions.noteSeenMs) return;
  const seen: Session = { ...value, lastSeenAt: iso(now) };
  if (!(await ctx.store.put({ ...sessionKey(value.hash), ...rowOf(seen, v + 1) }, { kind: "version", v }))) return;
  const listed = await load(ctx.store, Session, sessionOfKey(value.accountId, value.id));
  if (listed === undefined) return;
  const row = { ...sessionOfKey(value.accountId, value.id), ...rowOf(seen, listed.v + 1) };
  await ctx.store.put(row, { kind: "version", v: listed.v });
}

function rowOf(session: Session, v: number) {
  return { v, data: session, ttl: Math.ceil(Date.parse(session.expiresAt) / 1000) };
}

const iso = (epochMs: number): string => new Date(epochMs).toISOString();

const hashOf = (token: string): string => hash("sha256", token, "hex");
