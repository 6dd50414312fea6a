import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { accountPk, connectionKey, sharedKey } from "@showrunner/core/keys.ts";
import { isDelivery } from "@showrunner/core/actions.ts";
import { type Account, ChannelRecord, Connection } from "@showrunner/core/records.ts";
import * as z from "zod";
import { listAccounts } from "../accounts/accounts.ts";
import { listDead } from "../act/dead.ts";
import type { Services } from "../context.ts";
import { loadMark } from "../house/mark.ts";
import { loadPollCursor } from "../poll/poll-cursor.ts";
import { wheelKey } from "../schedule/wheel.ts";
import { load, loadAll } from "../stored.ts";
import { inWords } from "./check-work.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

/** What failed longer ago is no trouble of today. */
const recentMs = 7 * 24 * 3_600_000;
/** An account is polled within so many times its tier. */
const overdueTiers = 1.5;

const Scheduler = z.object({ lastMinute: z.int() });

/** How each account fares: its connection, whether it is polled, whether its secrets open, and what fails for it. */
export async function checkAccounts(ctx: Services): Promise<Finding[]> {
  const accounts = await listAccounts(ctx);
  if (accounts.length === 0)
    return [warning("accounts", "nobody is connected", "Connect an account with `showrunner login`.")];
  const tick = await load(ctx.store, Scheduler, sharedKey("SCHEDULER"));
  const found: Finding[] = [];
  let well = 0;
  for (const account of accounts) {
    const troubles = [
      ...(await checkConnection(ctx, account)),
      ...(await checkPolled(ctx, account, tick?.value.lastMinute)),
      ...(await checkSealed(ctx, account)),
      ...(await checkFailures(ctx, account)),
    ];
    if (troubles.length === 0) well += 1;
    found.push(...troubles);
  }
  return well === 0
    ? found
    : [ok("accounts", `${well} of ${accounts.length} connected, polled, and without trouble`), ...found];
}

async function checkConnection(ctx: Services, { id, username }: Account): Promise<Finding[]> {
  const check = `account ${username}`;
  const mark = await loadMark(ctx, id);
  if (mark?.value.stage === "arriving" || mark?.value.stage === "waking")
    return [problem(check, "it has not wholly arrived here", "Run the same `showrunner import` again: it goes on.")];
  if (mark?.value.stage === "leaving" || mark?.value.stage === "left")
    return [
      warning(check, "it has left this house", "Nothing, if it lives elsewhere; else `showrunner export --come-back`."),
    ];
  const connection = await load(ctx.store, Connection, connectionKey(id));
  if (connection === undefined)
    return [problem(check, "its signing in was cut off", "Sign in again with `showrunner login`.")];
  const { state, reason, reasonSince } = connection.value;
  if (state === "active") return [];
  if (state === "disconnected")
    return [warning(check, "it is disconnected", "Nothing, if that is wanted; else `showrunner login`.")];
  return [
    problem(
      check,
      `Trakt must be connected again: ${reason ?? "its tokens have run out"}${reasonSince === null ? "" : `, since ${reasonSince}`}`,
      "Run `showrunner login` and sign in as the same person.",
    ),
  ];
}

async function checkPolled(
  ctx: Services,
  { id, username }: Account,
  lastMinute: number | undefined,
): Promise<Finding[]> {
  const connection = await load(ctx.store, Connection, connectionKey(id));
  if (connection?.value.state !== "active") return [];
  const check = `account ${username}`;
  const cursor = await loadPollCursor(ctx, id);
  const tier = cursor?.value.tierMinutes;
  const place = tier === undefined ? undefined : await ctx.store.get(wheelKey(id, tier, ctx.settings.shards));
  if (tier === undefined || place === undefined)
    return [
      problem(
        check,
        "it is connected, and not on the wheel: nobody polls it",
        "Start Showrunner: it puts it back within a quarter of an hour.",
      ),
    ];
  const sinceMs = lastMinute === undefined ? 0 : ctx.clock.now() - lastMinute * 60_000;
  if (sinceMs <= overdueTiers * tier * 60_000) return [];
  const message = `it is to be polled every ${tier === 1 ? "minute" : `${tier} minutes`}, and nobody was for ${inWords(sinceMs)}`;
  return [warning(check, message, "See `schedule`.")];
}

/** Opens what is sealed for an account, as its next poll and its next message will. */
async function checkSealed(ctx: Services, { id, username }: Account): Promise<Finding[]> {
  const connection = await load(ctx.store, Connection, connectionKey(id));
  const channels = await loadAll(ctx.store, ChannelRecord, accountPk(id), "CHANNEL#");
  const sealed = [
    { what: "Trakt's tokens", purpose: "tokens" as const, field: "accessToken", text: connection?.value.accessToken },
    ...channels.map(({ value }) => ({
      what: `the secrets of the channel ${value.name}`,
      purpose: "channels" as const,
      field: value.id,
      text: value.secrets,
    })),
  ];
  const found: Finding[] = [];
  for (const { what, purpose, field, text } of sealed) {
    if (text === undefined || text === null || text === "") continue;
    try {
      await ctx.vault.open({ purpose, accountId: id, field }, text);
    } catch (error) {
      const hint = error instanceof Problem ? error.hint : undefined;
      const remedy = hint ?? "Put back the key that belongs to this store.";
      found.push(problem(`account ${username}`, `${what} cannot be opened: ${messageOf(error)}`, remedy));
    }
  }
  return found;
}

async function checkFailures(ctx: Services, { id, username }: Account): Promise<Finding[]> {
  const since = new Date(ctx.clock.now() - recentMs).toISOString();
  const dead = (await listDead(ctx, id)).filter((action) => (action.finishedAt ?? "") >= since);
  const byPlace = new Map<string, { count: number; last: string | null }>();
  for (const { request, outcome } of dead) {
    const place = isDelivery(request) ? `channel ${request.channel}` : "writes to Trakt";
    byPlace.set(place, { count: (byPlace.get(place)?.count ?? 0) + 1, last: outcome });
  }
  return [...byPlace].map(([place, { count, last }]) =>
    warning(
      `account ${username}`,
      `${place}: ${count} failed for good within a week, the last because: ${last ?? "no reason was kept"}`,
      "Mend that, then `showrunner dead retry`.",
    ),
  );
}
