import { isTraktRequest, type TraktRequest } from "@showrunner/core/actions.ts";
import type { Standing } from "@showrunner/core/deeds.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import type { Services } from "../context.ts";
import { enterDeed } from "./deeds.ts";
import { expectEchoes } from "../events/echoes.ts";
import { whyNotOurs } from "./ledger.ts";
import { withoutRoom } from "./room.ts";
import { type Place, standingsOf } from "./standings.ts";
import type { Effect, Prepared } from "./trakt-writes.ts";

/** What is to become of an action. */
export type Verdict = Effect | { kind: "wait"; detail: string; waitMs: number };

export interface Preparation {
  toWrite: Prepared[];
  /** Of what is not to be written. */
  verdicts: Map<string, Verdict>;
  place: Place | undefined;
}

/**
 * Reads how the things of a batch, all of one kind, stand at Trakt, and writes down for each what is there before it is
 * changed and what will come back of it.
 */
export async function prepare(
  ctx: Services,
  session: TraktSession,
  actions: readonly ActionRecord[],
): Promise<Preparation> {
  const asked = actions.flatMap((action) =>
    isTraktRequest(action.request) ? [{ action, request: action.request }] : [],
  );
  const { standings, place } = await standingsOf(
    ctx,
    session,
    asked.map((one) => one.request),
  );
  const verdicts = await withoutRoom(
    ctx,
    session,
    asked.map((one) => one.action),
    place,
  );
  const toWrite = await Promise.all(
    asked.map(async ({ action, request }, at): Promise<Prepared | undefined> => {
      if (verdicts.has(action.id)) return undefined;
      const standing: Standing = standings[at] ?? { there: null };
      const other =
        changedSince(action, request, standing) ??
        (standing.there === true ? await whyNotOurs(ctx, action, standing.at) : undefined);
      if (other !== undefined) {
        verdicts.set(action.id, { kind: "nothing_to_do", detail: other });
        return undefined;
      }
      const before = await enterDeed(ctx, action, standing);
      await expectEchoes(ctx, action, before);
      return { action, before };
    }),
  );
  return { toWrite: toWrite.filter((one) => one !== undefined), verdicts, place };
}

/** What the person gave another rating since is not overwritten by taking a rule's back. */
function changedSince(action: ActionRecord, request: TraktRequest, standing: Standing): string | undefined {
  const ruled = action.undoes?.rating;
  if (ruled == null || standing.rating == null || standing.rating === ruled) return undefined;
  const isBack = request.do === "rate" && standing.rating === request.rating;
  return isBack ? undefined : `left as it is: ${request.item.title} was rated ${standing.rating} since`;
}
