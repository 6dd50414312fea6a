import type { Services } from "@showrunner/services/context.ts";
import type { Context } from "hono";
import { addressOf } from "../address.ts";
import type { Endpoint } from "../contract/endpoint.ts";
import type { Who } from "../who-asks.ts";

/**
 * Counts what may be asked for only so often, by account, or by address where there is none. Whoever has the operator's
 * password is not counted. Throws Problem `request.too_often`.
 */
export async function limited(
  ctx: Services,
  c: Context,
  { limit }: Endpoint,
  who: Who,
  accountId: string | null,
): Promise<void> {
  if (limit === undefined || who.kind === "operator") return;
  const { takeTurn } = await import("@showrunner/services/accounts/rate-limit.ts");
  await takeTurn(ctx, limit, accountId ?? addressOf(c));
}
