import { inboxKey, index } from "@showrunner/core/keys.ts";
import { InboxMessage } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { historyPage, type HistoryPage, type PageAsked } from "../events/explain.ts";
import { historyTtl } from "../ttl.ts";

/** Puts a message into a person's inbox; the same id again changes nothing. */
export async function saveInboxMessage(
  ctx: Services,
  accountId: string,
  message: { id: string; title: string; body: string; url?: string | undefined },
): Promise<void> {
  const at = new Date(ctx.clock.now()).toISOString();
  const { id, title, body } = message;
  const kept: InboxMessage = { id, accountId, at, title, body, url: message.url ?? null };
  await ctx.store.put(
    {
      ...inboxKey(accountId, id),
      v: 1,
      data: kept,
      gsi1pk: index.inbox(accountId),
      gsi1sk: `${at}#${id}`,
      ttl: historyTtl(ctx),
    },
    { kind: "absent" },
  );
}

/** A page of a person's inbox, newest first. */
export async function readInboxPage(
  ctx: Services,
  accountId: string,
  asked: PageAsked,
): Promise<HistoryPage<InboxMessage>> {
  return await historyPage(ctx, index.inbox(accountId), InboxMessage, asked);
}

/** The newest messages of a person's inbox. */
export async function readInbox(ctx: Services, accountId: string, limit: number): Promise<InboxMessage[]> {
  return (await readInboxPage(ctx, accountId, { limit })).items;
}
