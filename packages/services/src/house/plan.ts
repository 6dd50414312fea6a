import { Problem } from "@showrunner/core/errors.ts";
import { profileKey } from "@showrunner/core/keys.ts";
import { Account } from "@showrunner/core/records.ts";
import type { Services } from "../context.ts";
import { load } from "../stored.ts";
import { isAway, loadMark } from "./mark.ts";

/** What to do about an account that lives in the target house already. */
export type OnConflict = "stop" | "keep" | "replace";

/** What is to be done for one account of an archive. */
export interface Plan {
  accountId: string;
  username: string;
  /** Its rows have to be written; it only has to wake; it is here already. */
  step: "write" | "wake" | "nothing";
  mode: "mirror" | "keep";
  /** It lives here, and is put to sleep before another takes its place. */
  leaveFirst: boolean;
}

interface Moving {
  accountId: string;
  username: string;
  /** It sleeps in the house that it comes from. */
  left: boolean;
  archiveId: string;
}

/** Looks how an account stands in the target house, and decides; changes nothing. */
export async function planFor(
  ctx: Services,
  { accountId, username, left, archiveId }: Moving,
  { onConflict, originGone }: { onConflict: OnConflict; originGone: boolean },
): Promise<Plan> {
  const plan: Plan = { accountId, username, step: "write", mode: "mirror", leaveFirst: false };
  const mark = await loadMark(ctx, accountId);
  if (mark !== undefined && mark.value.archive === archiveId)
    switch (mark.value.stage) {
      case "home":
        return { ...plan, step: "nothing" };
      case "waking":
        return { ...plan, step: "wake", mode: mark.value.mode };
      case "arriving":
        return { ...plan, mode: mark.value.mode };
      case "leaving":
      case "left":
        throw spent(username);
    }
  const here = await load(ctx.store, Account, profileKey(accountId));
  const isHome = here !== undefined && !(await isAway(ctx, accountId));
  if (isHome && onConflict === "stop") throw accountThere(username);
  if (!left && !originGone) throw originAlive(username);
  if (!isHome) return plan;
  return onConflict === "keep" ? { ...plan, mode: "keep" } : { ...plan, leaveFirst: true };
}

function accountThere(username: string): Problem {
  return new Problem({
    code: "house.account_there",
    message: `${username} has an account here already, with rules and a history of its own`,
    hint: "Nothing was changed. --on-conflict keep leaves everything that is here as it is and adds what is not; --on-conflict replace puts the archive's account in its place.",
  });
}

function originAlive(username: string): Problem {
  return new Problem({
    code: "house.origin_alive",
    message: `${username} had not left when this archive was made: what is due would be done in both houses`,
    hint: "Nothing was changed. Export again with --leave, or, when the other one will never run again, import with --origin-gone.",
  });
}

function spent(username: string): Problem {
  return new Problem({
    code: "house.archive_spent",
    message: `${username} arrived here from this archive before, and has left again since`,
    hint: "Nothing was changed. Import the newer archive, or take the account up as it was when it left: showrunner export --come-back.",
  });
}
