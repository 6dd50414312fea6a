import { Problem } from "@showrunner/core/errors.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { useInvite } from "./invites.ts";

/** Who may connect an account that is new here: anybody, who was invited, or who is on a list. */
export const Registration = z.enum(["open", "invite", "allow-list"], {
  error: "is neither open, invite nor allow-list",
});
export type Registration = z.infer<typeof Registration>;

export interface HouseRules {
  registration: Registration;
  /** User names at Trakt, in any spelling, of those who are let in without an invitation. */
  allowed: readonly string[];
}

/** `ann, bo` as a list: how names are said in a variable. */
export function namesIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((name) => name !== "");
}

/** What a newcomer brings along. */
export interface Entry {
  /** The SHA-256 of an invitation's token. */
  invite?: string | null | undefined;
  /** Whoever runs the place holds the door open. */
  isVouchedFor?: boolean;
}

/** Somebody who is about to be connected here for the first time. */
export interface Newcomer {
  accountId: string;
  username: string;
}

/** Throws where a newcomer is not let in. */
export type Welcome = (newcomer: Newcomer) => Promise<void>;

/**
 * Lets newcomers in by the rules of the house; an invitation is used up by it, for this one person. Whoever is connected
 * already is never asked.
 *
 * @throws Problem `login.not_invited`, `.invite_over` or `.not_listed`, when the returned function refuses somebody.
 */
export function welcomeBy(ctx: Services, { registration, allowed }: HouseRules, entry: Entry): Welcome {
  return async ({ accountId, username }) => {
    const isListed = allowed.some((one) => one.toLowerCase() === username.toLowerCase());
    if (registration === "open" || entry.isVouchedFor === true || isListed) return;
    if (registration === "allow-list")
      throw refusal("not_listed", `${username} is not on the list of those who may connect here`, "Ask the operator.");
    if (entry.invite === undefined || entry.invite === null)
      throw refusal(
        "not_invited",
        "who is new here needs an invitation",
        "Ask the operator for one, and open its link.",
      );
    if (!(await useInvite(ctx, entry.invite, accountId)))
      throw refusal("invite_over", "this invitation was used already, or is over", "Ask the operator for another.");
  };
}

function refusal(name: string, message: string, hint: string): Problem {
  return new Problem({
    code: `login.${name}`,
    message: `${message}. Nobody was connected, and nothing of yours is kept`,
    hint,
  });
}
