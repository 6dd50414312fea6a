import { type ActionRequest, isDelivery } from "@showrunner/core/actions.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { deriveId } from "@showrunner/core/ids.ts";
import type { Account, ChannelRecord, RuleRecord } from "@showrunner/core/records.ts";
import type { Hold, Timing } from "@showrunner/core/timing.ts";
import { parseDuration } from "@showrunner/rules/duration.ts";
import type { RuleDefinition } from "@showrunner/rules/rule.ts";
import * as z from "zod";
import { listChannels } from "../act/channels.ts";
import type { Services } from "../context.ts";
import { type CatchUp, loadCatchUp, silenceOf } from "./catch-up.ts";
import { nextDigestAt } from "./digest-times.ts";
import { quietUntil } from "./quiet-hours.ts";
import { getSettings, type PersonSettings, zoneOf } from "./settings.ts";
import { admit, type Limit } from "./throttle.ts";
import { clockText } from "./clock-words.ts";

/** All that says when a person may be told something. */
export interface PersonTime {
  accountId: string;
  zone: string;
  settings: PersonSettings;
  channels: readonly ChannelRecord[];
  catchUp: CatchUp | undefined;
}

/** `known`: the person's settings, where they were read already. */
export async function personTime(ctx: Services, account: Account, known?: PersonSettings): Promise<PersonTime> {
  const [settings, channels, catchUp] = await Promise.all([
    known ?? getSettings(ctx, account.id),
    listChannels(ctx, account.id),
    loadCatchUp(ctx, account.id),
  ]);
  return { accountId: account.id, zone: zoneOf(account, settings), settings, channels, catchUp };
}

type Delivery = Extract<ActionRequest, { do: "notify" | "webhook" }>;

/** What a run's action is placed by. */
export interface Asked {
  id: string;
  request: ActionRequest;
  /** Its place in the rule's `then`. */
  place: number;
}

/** When an action may be done: at once where nothing is said. */
export interface Placement {
  timing?: Timing;
  hold?: Hold;
  /** Not at all, and why. */
  leftOut?: string;
}

/** A digest that never gets its items together goes out all the same. */
const longestDigestMs = 30 * 86_400_000;

/**
 * Says when something that a rule asks for may be told: held for a digest, while an account catches up, by a throttle, or
 * for the end of quiet hours, looked for in this order. Counts towards throttles; the same action again gets the same.
 */
export async function placementOf(
  ctx: Services,
  time: PersonTime,
  rule: Pick<RuleRecord, "id"> & { definition: RuleDefinition },
  event: ChangeEvent,
  asked: Asked,
): Promise<Placement> {
  const { request } = asked;
  if (!isDelivery(request)) return {};
  const { options = {} } = rule.definition;
  const isNotice = request.do === "notify";
  const timing: Timing = {
    quiet: isNotice ? options.quiet_hours !== "ignore" : options.quiet_hours === "respect",
    priority: options.priority ?? "normal",
  };
  if (isNotice) {
    const hold = digestHold(ctx, time, rule.definition, request, asked.place) ?? catchUpHold(ctx, time, event, request);
    if (hold !== undefined) return { timing, hold };
  }
  const limits = limitsFor(time, rule, event, request);
  for (const limit of limits) {
    const freeAt = await admit(ctx, time.accountId, limit, asked.id);
    if (freeAt === undefined) continue;
    const { at_most, per } = limit.throttle;
    const reason = `throttled: ${at_most} in ${per} were told already`;
    if (!isNotice) return { leftOut: reason };
    const bundle = bundleOf(time, "throttle", request, limit.counter);
    const until = `${reason}, and this is told with what else waits at ${clockText(time.zone, freeAt)}`;
    return { timing, hold: { kind: "throttle", until: freeAt, bundle, reason: until, counter: limit.counter } };
  }
  const quiet = timing.quiet ? quietHold(time, request, ctx.clock.now()) : undefined;
  return quiet === undefined ? { timing } : { timing, hold: quiet };
}

function digestHold(
  ctx: Services,
  time: PersonTime,
  { name: ruleName, then, options = {} }: RuleDefinition,
  request: Delivery,
  place: number,
): Hold | undefined {
  const isHeld =
    then[place]?.do === "hold" || (options.digest !== undefined && !then.some(({ do: verb }) => verb === "hold"));
  if (!isHeld) return undefined;
  const digest = typeof options.digest === "object" ? options.digest : { every: options.digest ?? "daily" };
  const name = ("name" in digest ? digest.name : undefined) ?? ruleName;
  const schedule = digest.every ?? ("after_items" in digest ? digest.after_items : undefined) ?? "daily";
  const now = ctx.clock.now();
  const isCounted = typeof schedule === "number";
  const until = isCounted ? now + longestDigestMs : nextDigestAt(schedule, time.settings.digests, time.zone, now);
  const when = isCounted
    ? `goes out with ${schedule} items, or on ${clockText(time.zone, until)}`
    : `goes out ${clockText(time.zone, until)}`;
  return {
    kind: "digest",
    until,
    bundle: bundleOf(time, "digest", request, `${name} ${schedule}`),
    reason: `held for the digest "${name}", which ${when}`,
    schedule,
    name,
  };
}

function catchUpHold(ctx: Services, time: PersonTime, event: ChangeEvent, request: Delivery): Hold | undefined {
  const silence = silenceOf(ctx, event, time.catchUp);
  if (silence === undefined) return undefined;
  const since = clockText(time.zone, silence.since);
  return {
    kind: "catch_up",
    until: Math.max(silence.until, ctx.clock.now()),
    bundle: bundleOf(time, "catch_up", request, ""),
    reason: `held until ${clockText(time.zone, silence.until)}: nothing was seen since ${since}, and what happened meanwhile is told in one message`,
  };
}

const About = z.object({ show: z.object({ ids: z.object({ trakt: z.int() }) }).optional() });

function limitsFor(
  time: PersonTime,
  rule: Pick<RuleRecord, "id"> & { definition: RuleDefinition },
  event: ChangeEvent,
  request: Delivery,
): Limit[] {
  const channel = channelOf(time, request.channel);
  const limits: Limit[] = [];
  const own = rule.definition.options?.throttle;
  const byDefault = time.settings.throttle;
  if (own !== undefined) {
    const show = About.safeParse(event.data).data?.show?.ids.trakt;
    const parts = { rule: [], channel: [channel.id], show: [`show ${show ?? "none"}`] }[own.by ?? "rule"];
    limits.push({ counter: [rule.id, ...parts].join("#"), throttle: own });
  } else if (byDefault !== undefined && byDefault !== "none") limits.push({ counter: rule.id, throttle: byDefault });
  const ofChannel = channel.settings?.throttle;
  if (ofChannel !== undefined && ofChannel !== "none")
    limits.push({ counter: `channel#${channel.id}`, throttle: ofChannel });
  return limits;
}

/** The hold of a message that falls into quiet hours; those to one channel are told together when they end. */
export function quietHold(time: PersonTime, request: Delivery, nowMs: number, isMerged = false): Hold | undefined {
  const until = quietEnd(time, request.channel, nowMs);
  if (until === undefined) return undefined;
  return {
    kind: "quiet_hours",
    until,
    bundle: request.do === "notify" && !isMerged ? bundleOf(time, "quiet_hours", request, "") : null,
    reason: `held for quiet hours until ${clockText(time.zone, until)}`,
  };
}

function quietEnd({ settings, zone, ...time }: PersonTime, channelName: string, nowMs: number): number | undefined {
  const own = channelOf({ settings, zone, ...time }, channelName).settings?.quiet_hours;
  return quietUntil(own ?? settings.quiet_hours ?? null, zone, nowMs);
}

/** When what waits is due by the settings of now, epoch ms: they may have changed since it was held. */
export function dueBySettings(time: PersonTime, hold: Hold, request: Delivery, nowMs: number): number {
  if (hold.kind === "quiet_hours") return quietEnd(time, request.channel, nowMs) ?? nowMs;
  if (hold.kind === "digest" && (hold.schedule === "daily" || hold.schedule === "weekly"))
    return nextDigestAt(hold.schedule, time.settings.digests, time.zone, nowMs);
  return hold.until;
}

/** A channel that a rule names, by its id where it is there, and what its settings are. */
function channelOf(
  { channels, settings }: PersonTime,
  wanted: string,
): { id: string; settings: PersonSettings["channels"][string] | undefined } {
  const found = channels.find((one) => one.id === wanted) ?? channels.find((one) => one.name === wanted);
  const own = found === undefined ? undefined : (settings.channels[found.id] ?? settings.channels[found.name]);
  return { id: found?.id ?? wanted, settings: own ?? settings.channels[wanted] };
}

function bundleOf(time: PersonTime, kind: Hold["kind"], request: Delivery, what: string): string {
  return deriveId("hld", [time.accountId, kind, channelOf(time, request.channel).id, what]);
}

/** How long an action waits before it is looked at again, in ms; undefined when it does not. */
export function waitOf(definition: RuleDefinition, place: number): number | undefined {
  const wait = definition.then[place]?.wait;
  return wait === undefined ? undefined : parseDuration(wait);
}
