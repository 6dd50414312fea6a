import { ChangeEvent, type Draft, type Origin } from "@showrunner/core/events/envelope.ts";
import { deriveId, spread } from "@showrunner/core/ids.ts";
import { eventKey, index, sortableTime } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import { consumeEcho, originsOf } from "./echoes.ts";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";
import { newTraceparent } from "./traceparent.ts";
import { historyTtl } from "../ttl.ts";

/** A draft with what is known of its cause, where it was derived from another change. */
export interface Finding {
  draft: Draft;
  origin?: Origin | undefined;
  /** When Trakt says that the feed it was found in last moved: it happened by then. */
  movedAt?: string | undefined;
  /** The rule that is applied to it, where it was there already. */
  appliedRule?: string | undefined;
}

/** The id under which a finding is kept: once for what happened, and once for each rule that is applied to it later. */
export function eventIdOf(accountId: string, { draft, appliedRule }: Pick<Finding, "draft" | "appliedRule">): string {
  const applied = appliedRule === undefined ? [] : ["applied", appliedRule];
  return deriveId("evt", [accountId, draft.type, draft.identity, ...applied]);
}

export interface Recorded {
  /** The event of each finding as it is kept, in their order: one that was found before is as it was then. */
  events: ChangeEvent[];
  /** How many of them were new. */
  fresh: number;
}

/**
 * Records changes as events and sends them to the rules: each is put if absent, in the outbox, then sent, then
 * taken out of the outbox. A crash in between leaves it for the sweeper; finding it again changes nothing. With `sending:
 * "later"` all are left to it: for who consumes the queue that they are sent to.
 */
export async function recordEvents(
  ctx: Services,
  account: Pick<Account, "id" | "username">,
  findings: readonly Finding[],
  { sending = "now" }: { sending?: "now" | "later" } = {},
): Promise<Recorded> {
  if (findings.length === 0) return { events: [], fresh: 0 };
  const now = ctx.clock.now();
  const recordedtime = new Date(now).toISOString();
  const traceparent = newTraceparent(ctx.random);
  const echoed = await originsOf(
    ctx,
    account.id,
    findings.map((one) => one.draft),
  );
  const ttl = historyTtl(ctx);

  const written = await Promise.all(
    findings.map(async ({ draft, origin: derived, movedAt, appliedRule }, at) => {
      const id = eventIdOf(account.id, { draft, appliedRule });
      // An echo is of what is yet to be found: what was there already is none.
      const origin = appliedRule === undefined ? (echoed[at] ?? derived) : derived;
      const event: ChangeEvent = {
        specversion: "1.0",
        id,
        source: ctx.source,
        type: draft.type,
        subject: draft.subject,
        time: draft.time,
        recordedtime,
        ...(movedAt === undefined ? {} : { movedtime: movedAt }),
        traceparent,
        accountid: account.id,
        ...(origin === undefined ? {} : { origin }),
        ...(appliedRule === undefined ? {} : { appliedrule: appliedRule }),
        data: draft.data,
      };
      const shard = spread(id, ctx.settings.shards);
      const gsi1sk = `${sortableTime(now)}#${id}`;
      const item = { ...eventKey(account.id, id), data: event, ttl };
      const isNew = await ctx.store.put({ ...item, v: 1, gsi1pk: index.outbox(shard), gsi1sk }, { kind: "absent" });
      const known = isNew ? undefined : (await load(ctx.store, ChangeEvent, eventKey(account.id, id)))?.value;
      const kept = known ?? event;
      // Also of an event that a crash kept from using its echo up; one that had another cause leaves it be.
      const echo = echoed[at] !== undefined && echoed[at].actionid === kept.origin?.actionid;
      return { draft, event: kept, item, gsi1sk, isNew, echo };
    }),
  );

  const fresh = written.filter((one) => one.isNew);
  const isSent = sending === "now";
  if (isSent && fresh.length > 0)
    await ctx.queue.send(
      "ChangeEvents",
      fresh.map(({ event }) => ({ body: { accountId: account.id, eventId: event.id }, group: account.id })),
    );
  await Promise.all(
    written.map(async ({ draft, item, gsi1sk, isNew, echo }) => {
      if (isSent && isNew)
        await ctx.store.put({ ...item, v: 2, gsi1pk: index.timeline(account.id), gsi1sk }, { kind: "version", v: 1 });
      if (echo) await consumeEcho(ctx, account.id, draft);
    }),
  );
  for (const { draft, event, echo } of fresh)
    ctx.log({
      kind: "event",
      accountId: account.id,
      who: account.username,
      eventId: event.id,
      traceparent: event.traceparent,
      type: draft.type,
      about: aboutOf(draft.type, draft.data),
      echo,
    });
  return { events: written.map((one) => one.event), fresh: fresh.length };
}
