import { Problem } from "@showrunner/core/errors.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import { householdWatched } from "@showrunner/core/events/household.ts";
import { eventKey } from "@showrunner/core/keys.ts";
import type { ActionRecord } from "@showrunner/core/records.ts";
import { getAccount } from "../accounts/accounts.ts";
import type { Services } from "../context.ts";
import { recordEvents } from "../events/record-events.ts";
import { load } from "../stored.ts";
import { householdMember } from "./links.ts";

/**
 * Shares what an event tells of with a person of the household: it becomes an event of theirs, once however often it is
 * tried, with the rules that led to it, so that two people's rules do not chase each other. Returns what came of it.
 *
 * Throws Problem `household.not_agreed` or `household.nothing_watched`.
 */
export async function shareWithHousehold(ctx: Services, action: ActionRecord, wanted: string): Promise<string> {
  const member = await householdMember(ctx, action.accountId, wanted);
  if (member === undefined)
    throw new Problem({
      code: "household.not_agreed",
      message: `${wanted} and ${action.username} are not one household, or not both have agreed to it`,
      hint: `Offer it with \`showrunner household offer ${wanted}\`, and let them agree.`,
    });
  const event = (await load(ctx.store, ChangeEvent, eventKey(action.accountId, action.eventId)))?.value;
  const [own, other] = await Promise.all([getAccount(ctx, action.accountId), getAccount(ctx, member.withId)]);
  const told = householdWatched.data.safeParse({
    ...event?.data,
    by: { username: own.username, name: own.name },
    item_type: event?.data["item_type"] ?? (event?.data["movie"] === undefined ? "episode" : "movie"),
    watched_at: event?.data["watched_at"] ?? event?.time,
  });
  if (!told.success || event === undefined)
    throw new Problem({
      code: "household.nothing_watched",
      message: "the event tells of no episode or movie that was watched",
      hint: "Share episode.watched and movie.watched.",
    });
  await recordEvents(ctx, other, [
    {
      draft: {
        type: "household.watched",
        subject: event.subject,
        time: event.time,
        identity: action.id,
        data: told.data,
      },
      origin: { actionid: action.id, ruleid: action.ruleId, chain: action.chain },
    },
  ]);
  return `shared with ${other.username}`;
}
