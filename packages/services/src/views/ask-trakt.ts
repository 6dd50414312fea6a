import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import { TraktError, type TraktErrorKind } from "@showrunner/trakt/errors.ts";
import { asPerson } from "../accounts/tokens.ts";
import type { Services } from "../context.ts";
import { brakeOn } from "../schedule/brake.ts";
import { pausedUntil } from "../schedule/pause.ts";
import { endingTogether } from "./ending-together.ts";
import { tooSlow } from "./too-slow.ts";

/**
 * Asks Trakt as a person, unless Trakt turned everybody away not long ago: then Problem `trakt.paused`, and nothing is
 * sent. When the signal comes first, Problem `view.slow`. Throws what `asPerson` throws; that Trakt turns everybody away holds for all who work here.
 */
export async function askTrakt<T>(
  ctx: Services,
  account: Account,
  work: (session: TraktSession) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const waitMs = (await pausedUntil(ctx)) - ctx.clock.now();
  if (waitMs > 0)
    throw new Problem({
      code: "trakt.paused",
      message: `Trakt asked to be left alone for ${Math.ceil(waitMs / 1000)} s more`,
      hint: "Ask again after that.",
      retry: { kind: "after", afterMs: waitMs },
    });
  try {
    return await asPerson(ctx, account, (session) => work(endingTogether(session, signal)));
  } catch (error) {
    if (signal?.aborted === true) throw tooSlow(error);
    await brakeOn(ctx, error);
    throw toWhoeverAsks(error);
  }
}

/** A client's calls are repeated by what runs; a question is not, and did nothing that could show twice. */
const hints: Partial<Record<TraktErrorKind, string>> = {
  server: "Ask again in a while; https://status.trakt.tv tells of Trakt's troubles.",
  no_answer: "Ask again in a while; https://status.trakt.tv tells of Trakt's troubles.",
  unreadable_reply:
    "Ask again in a while: something between may have answered in Trakt's place. If it stays so, Trakt has changed.",
};

function toWhoeverAsks(error: unknown): unknown {
  if (!(error instanceof TraktError)) return error;
  const { code, message, retry } = error;
  const hint =
    error.kind === "rate_limited" && retry.kind === "after"
      ? `Ask again in ${Math.ceil(retry.afterMs / 1000)} s. What was read of shows is kept.`
      : hints[error.kind];
  return hint === undefined ? error : new Problem({ code, message, hint, retry, cause: error });
}
