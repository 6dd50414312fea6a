import type { ActionRequest } from "@showrunner/core/actions.ts";
import { actionKey, approvalKey } from "@showrunner/core/keys.ts";
import { ActionRecord, type Run } from "@showrunner/core/records.ts";
import { Approval } from "../approvals/approvals.ts";
import type * as z from "zod";
import type { Services } from "../context.ts";
import { load, parseItem } from "../stored.ts";
import { clockText } from "../timing/clock-words.ts";
import { actionWords } from "../views/action-words.ts";

/** How it stands with something that a rule asked for. */
export interface ActionStanding {
  id: string;
  request: ActionRequest;
  /** What it does: `add Andor to the watchlist`. */
  effect: string;
  state:
    | "done"
    | "dead"
    /** For quiet hours, a digest, a throttle or while an account catches up. */
    | "held"
    /** For its wait, to be looked at again. */
    | "waits"
    /** Looked at again, and not to be done. */
    | "not_done"
    /** For the person's yes; or there was none. */
    | "asks"
    | "refused"
    | "retry"
    | "under_way";
  /** Until when it waits, ISO 8601. */
  until: string | null;
  /** A sentence without its beginning: `is held for quiet hours until …`. */
  words: string;
}

/** How it stands with all that a run asked for; times in words are those of `zone`. */
export async function standingsOf(ctx: Services, run: Run, zone: string): Promise<ActionStanding[]> {
  if (run.actions.length === 0) return [];
  const [items, approval] = await Promise.all([
    ctx.store.getMany(run.actions.map(({ id }) => actionKey(run.accountId, id))),
    run.approvalId == null ? undefined : load(ctx.store, Approval, approvalKey(run.accountId, run.approvalId)),
  ]);
  const records = new Map(items.map((item) => [item.sk, parseItem(ActionRecord, item).value]));
  return run.actions.map((action) =>
    standingOf(run, action, records.get(actionKey(run.accountId, action.id).sk), approval?.value, zone),
  );
}

/** The same of one action, for whoever has read its record and its run's approval. */
export function standingOf(
  run: Pick<Run, "looks">,
  action: Run["actions"][number],
  record: AskedAction | undefined,
  approval: Approval | undefined,
  zone: string,
): ActionStanding {
  const stands = record === undefined ? unasked(run, action, approval, zone) : asked(record, zone);
  return { id: action.id, request: action.request, effect: actionWords(action.request), ...stands };
}

type Stands = Omit<ActionStanding, "id" | "request" | "effect">;

/** What of an action's record says how it stands. */
export const AskedAction = ActionRecord.pick({
  id: true,
  state: true,
  hold: true,
  outcome: true,
  dueAt: true,
  finishedAt: true,
});
export type AskedAction = z.infer<typeof AskedAction>;

function asked(record: AskedAction, zone: string): Stands {
  const { state, hold, outcome, dueAt, finishedAt } = record;
  const said = outcome === null ? "" : `: ${outcome}`;
  switch (state) {
    case "DONE":
      return { state: "done", until: null, words: `was done ${timeWords(finishedAt, zone)}${said}` };
    case "DEAD":
      return { state: "dead", until: null, words: `was given up ${timeWords(finishedAt, zone)}${said}` };
    case "WAITING":
      return { state: "held", until: isoOf(hold?.until ?? null), words: `is ${hold?.reason ?? "held"}` };
    case "RETRY":
      return { state: "retry", until: isoOf(dueAt), words: `is tried again ${timeWords(isoOf(dueAt), zone)}${said}` };
    case "PENDING":
    case "INFLIGHT":
      return { state: "under_way", until: null, words: "is under way" };
  }
}

function unasked(
  run: Pick<Run, "looks">,
  { id, waitsUntil }: Run["actions"][number],
  approval: Approval | undefined,
  zone: string,
): Stands {
  const look = run.looks?.find(({ actionId }) => actionId === id);
  if (look !== undefined && look.request === null)
    return {
      state: "not_done",
      until: null,
      words: `was looked at again ${timeWords(look.at, zone)}, and left undone: ${look.trace.reason}`,
    };
  switch (approval?.state) {
    case "waiting": {
      const until = isoOf(approval.expiresAt);
      return { state: "asks", until, words: `waits for your yes until ${timeWords(until, zone)}` };
    }
    case "refused":
      return {
        state: "refused",
        until: null,
        words: `was left undone: you said no ${timeWords(approval.decidedAt, zone)}`,
      };
    case "expired":
      return { state: "refused", until: null, words: "was left undone: nobody said yes in time" };
    default:
      break;
  }
  if (waitsUntil != null)
    return {
      state: "waits",
      until: waitsUntil,
      words: `waits until ${timeWords(waitsUntil, zone)}, and is looked at again then`,
    };
  return { state: "under_way", until: null, words: "is about to be asked for" };
}

const isoOf = (epochMs: number | null): string | null => (epochMs === null ? null : new Date(epochMs).toISOString());

function timeWords(iso: string | null, zone: string): string {
  return iso === null ? "at some time" : clockText(zone, Date.parse(iso));
}
