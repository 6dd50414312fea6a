import { inboxKey, index } from "@showrunner/core/keys.ts";
import { InboxMessage } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { parseItem } from "../stored.ts";
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

/** The newest messages of a person's inbox. */
export async function readInbox(ctx: Services, accountId: string, limit: number): Promise<InboxMessage[]> {
  const page = await ctx.store.queryIndex({ gsi1pk: index.inbox(accountId), descending: true, limit });
  return page.items.map((item) => parseItem(InboxMessage, item).value);
}
