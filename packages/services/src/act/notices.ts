import { deriveId } from "@showrunner/core/ids.ts";
import { type Account, type ActionRecord, untouched } from "@showrunner/core/records.ts";
import { requestActions } from "./actions.ts";
import { channelRows } from "./channel-rows.ts";
import type { Services } from "../context.ts";
import { newTraceparent } from "../events/traceparent.ts";

/** Whose rule a notice of Showrunner's own counts as. */
export const ourselves = { ruleId: "showrunner", ruleName: "Showrunner itself" };

/**
 * Tells a person something about Showrunner itself on every channel that speaks to people, whatever their rules
 * say; on one alone, where its name or id is given. `identity` makes it one notice however often it is asked for.
 */
export async function requestNotices(
  ctx: Services,
  account: Account,
  identity: string,
  notice: { title: string; body: string; url?: string },
  only?: string,
): Promise<void> {
  const rows = await channelRows(ctx, account.id);
  const people = rows.filter(({ channel }) => channel.value.kind !== "webhook");
  const working = people.filter(({ health }) => (health?.value.disabledAt ?? null) === null);
  const all = working.map(({ channel }) => channel.value);
  const chosen = all.filter((channel) => channel.id === only || channel.name === only);
  // A channel that is no more must not keep the person from being told.
  const channels = chosen.length === 0 ? all : chosen;
  const createdAt = new Date(ctx.clock.now()).toISOString();
  const actions = channels.map((channel): ActionRecord => ({
    id: deriveId("act", ["notice", account.id, identity, channel.id]),
    accountId: account.id,
    username: account.username,
    runId: "",
    ...ourselves,
    eventId: "",
    chain: [],
    traceparent: newTraceparent(ctx.random),
    request: { do: "notify", channel: channel.id, ...notice },
    ...untouched,
    createdAt,
  }));
  await requestActions(ctx, actions);
}
