import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { index } from "@showrunner/core/keys.ts";
import type { Services } from "../context.ts";
import { parseItem } from "../stored.ts";

/** Items a read of the store asks for. */
const pageSize = 500;

/** A person's events, the newest first, back to what was recorded at a time (ISO 8601). */
export async function* eventsBack(
  ctx: Pick<Services, "store">,
  accountId: string,
  from: string,
): AsyncGenerator<ChangeEvent> {
  let after: string | undefined;
  do {
    const page = await ctx.store.queryIndex({
      gsi1pk: index.timeline(accountId),
      descending: true,
      limit: pageSize,
      after,
    });
    for (const item of page.items) {
      const event = parseItem(ChangeEvent, item).value;
      if (event.recordedtime < from) return;
      yield event;
    }
    after = page.next;
  } while (after !== undefined);
}
