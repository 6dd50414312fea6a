import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { spread } from "@showrunner/core/ids.ts";
import { accountPk, actionKey, eventKey, index } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { RuleRecord, Run } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { waitsFor } from "../rules/apply-rules.ts";
import { loadAll, parseItem } from "../stored.ts";
import { unparked } from "./parked.ts";

/** As long as the longest that a queue keeps a message: what is older was dealt with, or is no news any more. */
const lookBackMs = 14 * 24 * 3_600_000;

/**
 * Events that were sent to the rules and of which nothing came, though a rule waited for them: their messages are still
 * in a queue, or among its dead letters, and no queue moves house. Told by what rules should have left behind: a run,
 * and each of its actions.
 *
 * @returns their sort keys.
 */
export async function overlookedEvents(ctx: Services, accountId: string): Promise<Set<string>> {
  const pk = accountPk(accountId);
  const since = new Date(ctx.clock.now() - lookBackMs).toISOString();
  const recent = new Map<string, ChangeEvent>();
  for await (const item of rowsOf(ctx, pk, "EVENT#")) {
    const event = parseItem(ChangeEvent, item).value;
    if (event.recordedtime >= since) recent.set(event.id, event);
  }
  /** By rule and event: what the run asked for. */
  const asked = new Map<string, string[]>();
  for await (const item of rowsOf(ctx, pk, "RUN#")) {
    const run = parseItem(Run, item).value;
    const actions = run.actions.map(({ id }) => actionKey(accountId, id).sk);
    if (recent.has(run.eventId)) asked.set(`${run.ruleId} ${run.eventId}`, actions);
  }
  const actions = new Set<string>();
  for await (const { sk } of rowsOf(ctx, pk, "ACTION#")) actions.add(sk);
  const versions = await loadAll(ctx.store, RuleRecord, pk, "RULEVERSION#");

  const found = new Set<string>();
  for await (const item of rowsOf(ctx, pk, "RULE#")) {
    const rule = parseItem(RuleRecord, item).value;
    for (const event of recent.values()) {
      const wanted = asked.get(`${rule.id} ${event.id}`);
      const isDealtWith =
        wanted === undefined
          ? !waitsFor(asOf(rule, versions, event.recordedtime), event)
          : wanted.every((sk) => actions.has(sk));
      if (!isDealtWith) found.add(eventKey(accountId, event.id).sk);
    }
  }
  return found;
}

/** The rule as it was when an event was recorded: what it came to wait for later, it does not hear of the past. */
function asOf(rule: RuleRecord, versions: readonly { value: RuleRecord }[], time: string): RuleRecord {
  const then = versions
    .map(({ value }) => value)
    .filter((one) => one.id === rule.id && one.updatedAt <= time)
    .toSorted((a, b) => b.version - a.version)[0];
  return then === undefined ? { ...rule, enabled: false } : { ...rule, version: then.version, source: then.source };
}

/** Rows of an account as they are, or were before they were parked. */
async function* rowsOf(ctx: Services, pk: string, prefix: string): AsyncGenerator<Item> {
  let after: string | undefined;
  do {
    const page = await ctx.store.query({ pk, prefix, after });
    for (const item of page.items) yield unparked(item);
    after = page.next;
  } while (after !== undefined);
}

/** An event's row, put back where the sweeper takes it from and sends it to the rules. */
export function inOutbox(ctx: Services, item: Item): Item {
  const { id, recordedtime } = ChangeEvent.parse(item.data);
  return { ...item, gsi1pk: index.outbox(spread(id, ctx.settings.shards)), gsi1sk: `${recordedtime}#${id}` };
}
