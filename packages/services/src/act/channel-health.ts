import { isDelivery } from "@showrunner/core/actions.ts";
import { ChannelProblem } from "@showrunner/channels/problem.ts";
import { messageOf } from "@showrunner/core/errors.ts";
import { spread } from "@showrunner/core/ids.ts";
import { channelHealthKey, channelKey, index, profileKey, sortableTime } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { Account, ActionRecord, ChannelRecord } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { tellChannelDisabled } from "../health/tell.ts";
import { indexItems, load, parseItem, type Stored } from "../stored.ts";
import { revive } from "./actions.ts";
import { ChannelHealth, loadChannelHealth } from "./channel-rows.ts";
import { requestNotices } from "./notices.ts";

const hourMs = 3_600_000;
/** When the person is told that nothing gets through, and when it is switched off. Source: Standard Webhooks, "Disabling". */
const noticesAfterMs = [24 * hourMs, 72 * hourMs] as const;
const offAfterMs = 5 * 24 * hourMs;
/** Fewer say little of a channel that is seldom used. */
const offAfterEvents = 10;
const longestReason = 300;

/** Notes that a message got through: what was counted is forgotten. */
export async function noteWorking(ctx: Services, health: Stored<ChannelHealth> | undefined): Promise<void> {
  // What is switched off stays so until its owner says otherwise.
  if (health === undefined || health.value.disabledAt !== null) return;
  const { recoversFrom, failed } = health.value;
  if (recoversFrom == null) await forget(ctx, health);
  else if (failed.length > 0) await save(ctx, health, { ...health.value, failed: [], told: 0 });
}

async function forget(ctx: Services, { v, value }: Stored<ChannelHealth>): Promise<boolean> {
  return await ctx.store.delete(channelHealthKey(value.accountId, value.channelId), { kind: "version", v });
}

/**
 * Notes that an action, tried at `startedMs`, did not get through. A receiver that says it is gone for good is switched off at once; the sweeper
 * tells the person, and switches off what failed for days.
 */
export async function noteFailing(
  ctx: Services,
  channel: Pick<ChannelRecord, "id" | "accountId">,
  { actionId, startedMs, error }: { actionId: string; startedMs: number; error: unknown },
): Promise<void> {
  const isGone = error instanceof ChannelProblem && error.code === "channel.gone";
  const now = new Date(ctx.clock.now()).toISOString();
  const startedAt = new Date(startedMs).toISOString();
  for (;;) {
    const known = await loadChannelHealth(ctx, channel.accountId, channel.id);
    const former = known?.value ?? {
      accountId: channel.accountId,
      channelId: channel.id,
      since: startedAt,
      failed: [],
      reason: "",
      told: 0,
      disabledAt: null,
    };
    // Of many that fail at once, one that began sooner may come later.
    const since = former.failed.length > 0 && former.since < startedAt ? former.since : startedAt;
    const isCounted = former.failed.includes(actionId) || former.failed.length >= offAfterEvents;
    const next: ChannelHealth = {
      ...former,
      since,
      failed: isCounted ? former.failed : [...former.failed, actionId],
      reason: messageOf(error).slice(0, longestReason),
      disabledAt: former.disabledAt ?? (isGone ? now : null),
    };
    if (isCounted && next.disabledAt === former.disabledAt) return;
    if (await save(ctx, known, next)) return;
  }
}

/** What the sweeper does with a channel's health that fell due: tells the person, or switches the channel off. */
export async function channelHealthDue(ctx: Services, item: Item): Promise<void> {
  const stored = parseItem(ChannelHealth, item);
  const health = stored.value;
  const [account, channel] = await Promise.all([
    load(ctx.store, Account, profileKey(health.accountId)),
    load(ctx.store, ChannelRecord, channelKey(health.accountId, health.channelId)),
  ]);
  // Removed since: there is nothing to tell.
  if (account === undefined || channel === undefined) {
    await forget(ctx, stored);
    return;
  }
  const forMs = ctx.clock.now() - Date.parse(health.since);
  const isOver = forMs >= offAfterMs && health.failed.length >= offAfterEvents;
  const disabledAt = health.disabledAt ?? (isOver ? new Date(ctx.clock.now()).toISOString() : null);
  const { name, kind } = channel.value;
  // Told before it is written down: a crash in between tells the same notice again, which is one.
  const identity = `channel ${health.channelId} ${health.since} ${disabledAt === null ? health.told : "off"}`;
  await requestNotices(ctx, account.value, identity, noticeOf(name, health, disabledAt !== null));
  if (disabledAt !== null)
    await tellChannelDisabled(ctx, account.value, {
      channelId: health.channelId,
      name,
      kind,
      reason: health.reason,
      since: health.since,
    });
  await save(ctx, stored, { ...health, disabledAt, told: disabledAt === null ? health.told + 1 : allTold });
}

/**
 * Takes a channel into use again. With `recover`, whatever failed for good since it began to fail is done again, under the
 * ids that it had; a crash on the way is made good by doing it once more. Returns how many those are.
 */
export async function enableChannel(
  ctx: Services,
  channel: ChannelRecord,
  { recover }: { recover: boolean },
): Promise<{ recovered: number }> {
  for (;;) {
    const known = await loadChannelHealth(ctx, channel.accountId, channel.id);
    if (known === undefined) return { recovered: 0 };
    const { recoversFrom, since } = known.value;
    if (!recover && (await forget(ctx, known))) return { recovered: 0 };
    if (!recover) continue;
    const from = recoversFrom ?? since;
    const value: ChannelHealth = { ...known.value, failed: [], told: 0, disabledAt: null, recoversFrom: from };
    if (!(await save(ctx, known, value))) continue;
    const recovered = await reviveSince(ctx, channel, from);
    await forget(ctx, { v: known.v + 1, value });
    return { recovered };
  }
}

async function reviveSince(ctx: Services, { id, name, accountId }: ChannelRecord, from: string): Promise<number> {
  const dead: Stored<ActionRecord>[] = [];
  for await (const item of indexItems(ctx.store, index.dead(accountId))) {
    const stored = parseItem(ActionRecord, item);
    const { request, finishedAt } = stored.value;
    if (!isDelivery(request) || (request.channel !== id && request.channel !== name)) continue;
    if (finishedAt !== null && finishedAt >= from) dead.push(stored);
  }
  let revived = 0;
  for (const one of dead) if (await revive(ctx, one)) revived += 1;
  return revived;
}

const allTold = noticesAfterMs.length + 1;

async function save(ctx: Services, known: Stored<ChannelHealth> | undefined, health: ChannelHealth): Promise<boolean> {
  const dueAt = dueOf(health);
  return await ctx.store.put(
    {
      ...channelHealthKey(health.accountId, health.channelId),
      v: (known?.v ?? 0) + 1,
      data: health,
      ...(dueAt === undefined
        ? {}
        : {
            gsi1pk: index.due(spread(health.channelId, ctx.settings.shards)),
            gsi1sk: `${sortableTime(dueAt)}#${health.channelId}`,
          }),
    },
    known === undefined ? { kind: "absent" } : { kind: "version", v: known.v },
  );
}

/** When it is to be looked at next; undefined when all is told. */
function dueOf({ since, told, failed, disabledAt }: ChannelHealth): number | undefined {
  if (told === allTold || (failed.length === 0 && disabledAt === null)) return undefined;
  if (disabledAt !== null) return Date.parse(disabledAt);
  const begun = Date.parse(since);
  const notice = noticesAfterMs[told];
  if (notice !== undefined) return begun + notice;
  return failed.length >= offAfterEvents ? begun + offAfterMs : undefined;
}

function noticeOf(name: string, { since, reason }: ChannelHealth, isOff: boolean): { title: string; body: string } {
  if (isOff)
    return {
      title: `The channel "${name}" is switched off`,
      body: `Nothing got through to it since ${since}: ${reason} Put it right, then switch it on again with: showrunner channels enable '${name}' --recover`,
    };
  return {
    title: `Nothing gets through to the channel "${name}"`,
    body: `Since ${since}: ${reason} It is tried on; after five days it is switched off.`,
  };
}
