import { connectionKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import * as z from "zod";

/** What a parked row was before, kept in its data under `away`. */
const Away = z.object({
  v: z.int(),
  data: z.record(z.string(), z.unknown()),
  gsi1pk: z.string().nullable(),
  gsi1sk: z.string().nullable(),
});

/** Why rows are parked: one line for a person, and since when (ISO 8601). */
export interface Parking {
  reason: string;
  since: string;
}

/** Partitions of the index from which things are taken up by themselves; the others are for looking only. */
const waking = /^(?:DUE|OUTBOX|TRIGGER)#/;

const unfinished: readonly unknown[] = ["PENDING", "WAITING", "INFLIGHT", "RETRY"];

/**
 * A row as it is while its account lives in another house, or is still on its way here: nothing takes it up by itself,
 * and everything that reads it sees a state that it knows. A connection is disconnected and holds no tokens, a rule is off,
 * an action needs no doing, nothing waits for a yes or for a second look, a timer or an unsent event stands in no index. What it was is kept in it. Rows in which
 * nothing wakes are as they were.
 */
export function parked(item: Item, parking: Parking): Item {
  if (awayOf(item) !== undefined) return item;
  const asleep = asleepData(item, parking);
  const wakes = waking.test(item.gsi1pk ?? "");
  if (asleep === undefined && !wakes) return item;
  const { gsi1pk, gsi1sk, ...plain } = item;
  const away: z.infer<typeof Away> = {
    v: item.v,
    data: item.data,
    gsi1pk: gsi1pk ?? null,
    gsi1sk: gsi1sk ?? null,
  };
  const place = wakes || gsi1pk === undefined || gsi1sk === undefined ? {} : { gsi1pk, gsi1sk };
  return { ...plain, ...place, v: item.v + 1, data: { ...(asleep ?? item.data), away } };
}

function asleepData({ sk, data }: Item, { reason, since }: Parking): Record<string, unknown> | undefined {
  if (sk === connectionKey("").sk)
    return {
      ...data,
      state: "disconnected",
      accessToken: "",
      refreshToken: "",
      lease: null,
      reason,
      reasonSince: since,
    };
  if (sk.startsWith("RULE#") && data["enabled"] === true) return { ...data, enabled: false, enabledAt: null };
  if (sk.startsWith("APPROVAL#") && ["waiting", "approved"].includes(String(data["state"])))
    return { ...data, state: "expired", decidedAt: since };
  if (sk.startsWith("WAIT#") && data["isDone"] === false) return { ...data, isDone: true };
  if (sk.startsWith("UNDO#") && data["state"] === "going") return { ...data, state: "done" };
  if (sk.startsWith("ACTION#") && unfinished.includes(data["state"]))
    return { ...data, state: "DONE", owner: null, leaseUntil: null, finishedAt: since, outcome: reason };
  return undefined;
}

/** The row as it was before it was parked, under its version of then; the row itself when it is not. */
export function unparked(item: Item): Item {
  const away = awayOf(item);
  if (away === undefined) return item;
  const { gsi1pk: _pk, gsi1sk: _sk, ...plain } = item;
  const { v, data, gsi1pk, gsi1sk } = away;
  return { ...plain, v, data, ...(gsi1pk === null || gsi1sk === null ? {} : { gsi1pk, gsi1sk }) };
}

export function isParked(item: Item): boolean {
  return awayOf(item) !== undefined;
}

function awayOf({ data }: Item): z.infer<typeof Away> | undefined {
  const away = data["away"];
  return away === undefined ? undefined : Away.parse(away);
}
