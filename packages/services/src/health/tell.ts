import type { Account } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";

/** Why a channel is no longer sent to. */
export interface DisabledChannel {
  channelId: string;
  name: string;
  /** `webhook`, `ntfy`, … */
  kind: string;
  reason: string;
  /** Since when nothing got through, ISO 8601. */
  since: string;
}

/** Tells rules that a channel was disabled; once for each time that it is, however often it is said. */
export async function tellChannelDisabled(ctx: Services, account: Account, channel: DisabledChannel): Promise<void> {
  const { channelId, name, kind, reason, since } = channel;
  await recordEvents(ctx, account, [
    {
      draft: {
        type: "channel.disabled",
        subject: `channel:${channelId}`,
        time: new Date(ctx.clock.now()).toISOString(),
        identity: `${channelId}@${since}`,
        data: { channel_id: channelId, channel_name: name, channel_kind: kind, reason, since },
      },
    },
  ]);
}

/** A limit that something ran into. */
export interface ReachedLimit {
  /** `watchlist`, `favorites`, `collection`, `lists`, `list_items`, `calls`, … */
  limit: string;
  /** What was not done, for a person. */
  reason: string;
  /** How much the limit allows, where that is known. */
  allowed?: number | undefined;
  /** Whose action it was, where it was a rule's. */
  ruleId?: string | undefined;
  ruleName?: string | undefined;
}

const dayMs = 24 * 3_600_000;

/**
 * Tells rules that one of Trakt's limits, or a budget, is reached; once a day for each limit, whoever runs into it, and
 * however often.
 */
export async function tellLimitReached(ctx: Services, account: Account, reached: ReachedLimit): Promise<void> {
  const { limit, reason, allowed, ruleId, ruleName } = reached;
  const now = ctx.clock.now();
  const day = new Date(Math.floor(now / dayMs) * dayMs).toISOString().slice(0, 10);
  await recordEvents(ctx, account, [
    {
      draft: {
        type: "limit.reached",
        subject: `limit:${limit}`,
        time: new Date(now).toISOString(),
        identity: `${limit}@${day}`,
        data: {
          limit,
          reason,
          ...(allowed === undefined ? {} : { allowed }),
          ...(ruleId === undefined ? {} : { rule_id: ruleId }),
          ...(ruleName === undefined ? {} : { rule_name: ruleName }),
        },
      },
    },
  ]);
}
