import { deriveId } from "@showrunner/core/ids.ts";
import { actionKey, bundleKey, profileKey, runKey } from "@showrunner/core/keys.ts";
import { Account, ActionRecord, Run, untouched } from "@showrunner/core/records.ts";
import type { Hold } from "@showrunner/core/timing.ts";
import { channelKindOf } from "@showrunner/channels/registry.ts";
import { outputLimits } from "@showrunner/rules/action.ts";
import {
  compileDigestTemplates,
  type DigestTemplates,
  mostDigestItems,
  plainDigest,
  renderDigest,
} from "@showrunner/rules/digest-template.ts";
import { RuleDefinition } from "@showrunner/rules/rule.ts";
import { release, requestActions, settle } from "../act/actions.ts";
import { ourselves } from "../act/notices.ts";
import type { Services } from "../context.ts";
import { load, parseItem, type Stored } from "../stored.ts";
import { historyTtl } from "../ttl.ts";
import { Bundle, heldIn, leaveBundle } from "./held.ts";
import { type PersonTime, personTime } from "./placement.ts";
import { countMerged } from "./throttle.ts";
import { isTakenBack, listUndos } from "../undo/undos.ts";
import { withdraw } from "./withdraw.ts";

/** More wait for the next message. */
const mostTogether = 1000;
const writesAtOnce = 50;

type Waiting = ActionRecord & { hold: Hold };

/** Ends the wait of an action that fell due: with what else waits in its bundle, or by itself where it has none. */
export async function endHold(ctx: Services, due: Stored<ActionRecord>): Promise<void> {
  const { hold, accountId } = due.value;
  const isUndone = isTakenBack(await listUndos(ctx, accountId), due.value);
  if (isUndone && hold?.bundle == null) {
    await withdraw(ctx, due);
    return;
  }
  if (hold == null || hold.bundle === null) {
    await release(ctx, due);
    await leaveBundle(ctx, accountId, null, due.value.id);
    return;
  }
  for (;;) {
    const row = await load(ctx.store, Bundle, bundleKey(accountId, hold.bundle));
    if (row !== undefined && row.value.sealed !== null) {
      await tell(ctx, accountId, hold.bundle, { v: row.v, sealed: row.value.sealed });
      return;
    }
    if (isUndone) {
      await withdraw(ctx, due);
      return;
    }
    const sealed = await choose(ctx, due.value, hold.bundle);
    if (sealed.length === 0) return;
    const v = (row?.v ?? 0) + 1;
    const data: Bundle = { sealed };
    const item = { ...bundleKey(accountId, hold.bundle), v, data, ttl: historyTtl(ctx) };
    // Whoever was quicker may have told what was chosen here: then it is chosen anew.
    if (!(await ctx.store.put(item, row === undefined ? { kind: "absent" } : { kind: "version", v: row.v }))) continue;
    await tell(ctx, accountId, hold.bundle, { v, sealed });
    return;
  }
}

/** The ids of what is due in a bundle, in the order in which it is told; `due` also if it was not entered yet. */
async function choose(ctx: Services, due: ActionRecord, bundle: string): Promise<string[]> {
  const ids = new Set([due.id, ...(await heldIn(ctx, due.accountId, bundle, mostTogether - 1))]);
  const now = ctx.clock.now();
  const actions = (await recordsOf(ctx, due.accountId, [...ids])).filter((action): action is Waiting => {
    if (action.state !== "WAITING" || action.hold?.bundle !== bundle) return false;
    // The last item of a digest, and a throttle's room, are there for all that wait for them.
    return action.hold.until <= now || action.hold.kind === "throttle" || typeof action.hold.schedule === "number";
  });
  return actions
    .toSorted((a, b) => rank(a) - rank(b) || (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0))
    .map(({ id }) => id);
}

const rank = ({ timing }: ActionRecord): number => ({ high: 0, normal: 1, low: 2 })[timing?.priority ?? "normal"];

async function recordsOf(ctx: Services, accountId: string, ids: readonly string[]): Promise<ActionRecord[]> {
  const items = await ctx.store.getMany(ids.map((id) => actionKey(accountId, id)));
  const records = new Map(items.map((item) => [item.sk, parseItem(ActionRecord, item).value]));
  return ids.flatMap((id) => records.get(actionKey(accountId, id).sk) ?? []);
}

/** Tells what a seal names, in one message, or one alone as it is; then takes the seal away. Any part may be repeated. */
async function tell(
  ctx: Services,
  accountId: string,
  bundle: string,
  { v, sealed }: { v: number; sealed: readonly string[] },
): Promise<void> {
  const items = await recordsOf(ctx, accountId, sealed);
  const [first] = items;
  const stillWaits = (action: ActionRecord): boolean => action.state === "WAITING" && action.hold?.bundle === bundle;
  if (items.length === 1 && first !== undefined && first.hold?.kind !== "digest") {
    const stored = await load(ctx.store, ActionRecord, actionKey(accountId, first.id));
    if (first.hold?.counter !== undefined) await countMerged(ctx, accountId, first.hold.counter, first.id);
    if (stored !== undefined && stillWaits(stored.value)) await release(ctx, stored);
    await leaveBundle(ctx, accountId, bundle, first.id);
  } else if (first !== undefined) {
    const message = await merged(ctx, sealed, items, first);
    const counter = first.hold?.counter;
    if (counter !== undefined) await countMerged(ctx, accountId, counter, message.id);
    await requestActions(ctx, [message]);
    const outcome =
      first.hold?.kind === "digest"
        ? `told in the digest "${first.hold.name ?? ""}" with ${items.length - 1} more [${message.id}]`
        : `told in one message with ${items.length - 1} more [${message.id}]`;
    for (let at = 0; at < items.length; at += writesAtOnce)
      await Promise.all(
        items.slice(at, at + writesAtOnce).map(async ({ id }) => {
          const stored = await load(ctx.store, ActionRecord, actionKey(accountId, id));
          if (stored !== undefined && stillWaits(stored.value)) await settle(ctx, stored, outcome);
          await leaveBundle(ctx, accountId, bundle, id);
        }),
      );
  }
  const open: Bundle = { sealed: null };
  await ctx.store.put(
    { ...bundleKey(accountId, bundle), v: v + 1, data: open, ttl: historyTtl(ctx) },
    { kind: "version", v },
  );
}

/** The one message that stands for several. Its id is made from theirs, so that it is asked for once. */
async function merged(
  ctx: Services,
  sealed: readonly string[],
  items: readonly ActionRecord[],
  first: ActionRecord,
): Promise<ActionRecord> {
  const account = (await load(ctx.store, Account, profileKey(first.accountId)))?.value;
  const time = account === undefined ? undefined : await personTime(ctx, account);
  const { request } = first;
  const channel = request.do === "notify" ? request.channel : "";
  const isOfOneRule = items.every(({ ruleId }) => ruleId === first.ruleId);
  const rule = isOfOneRule ? { ruleId: first.ruleId, ruleName: first.ruleName } : ourselves;
  const templates = await templatesOf(ctx, first);
  const told = renderDigest(
    templates,
    {
      name: nameOf(items.length, first, rule.ruleName),
      count: items.length,
      items: items.slice(0, mostDigestItems).map(({ request: one, createdAt, ruleName }) => ({
        title: "title" in one ? one.title : "",
        body: "body" in one ? one.body : "",
        url: ("url" in one ? one.url : undefined) ?? "",
        at: createdAt,
        rule: ruleName,
      })),
    },
    { nowMs: ctx.clock.now(), timezone: time?.zone ?? "UTC" },
    limitsOf(time, channel),
  );
  return {
    id: deriveId("act", ["merged", ...sealed]),
    accountId: first.accountId,
    username: first.username,
    runId: first.runId,
    ...rule,
    eventId: first.eventId,
    chain: [],
    traceparent: first.traceparent,
    request: { do: "notify", channel, ...told },
    ...untouched,
    timing: {
      quiet: items.every(({ timing }) => timing?.quiet !== false),
      priority: first.timing?.priority ?? "normal",
      merges: [...sealed],
    },
    createdAt: new Date(ctx.clock.now()).toISOString(),
  };
}

function nameOf(count: number, { hold, ruleName }: ActionRecord, whose: string): string {
  switch (hold?.kind) {
    case "digest":
      return hold.name ?? ruleName;
    case "throttle":
      return `${count} more from ${whose}`;
    case "catch_up":
      return `${count} things that happened while nothing was seen`;
    default:
      return `${count} messages from your quiet hours`;
  }
}

/** Of a digest, those of its first item's rule, as it was; ours where it has none. */
async function templatesOf(ctx: Services, { hold, accountId, runId }: ActionRecord): Promise<DigestTemplates> {
  if (hold?.kind !== "digest") return { title: "{{ digest.name }}", body: plainDigest.body };
  const run = await load(ctx.store, Run, runKey(accountId, runId));
  const rule = RuleDefinition.safeParse(run?.value.rule);
  return compileDigestTemplates(rule.data?.options?.digest).templates;
}

function limitsOf(time: PersonTime | undefined, wanted: string): { titleLength: number; bodyLength: number } {
  const channel = time?.channels.find(({ id, name }) => id === wanted || name === wanted);
  const limits = channel === undefined ? undefined : channelKindOf(channel.kind)?.limits;
  return {
    titleLength: Math.min(outputLimits.titleLength, limits?.title ?? Infinity),
    bodyLength: Math.min(outputLimits.bodyLength, limits?.body ?? Infinity),
  };
}
