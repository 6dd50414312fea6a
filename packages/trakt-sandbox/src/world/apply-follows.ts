import { unreachable } from "@showrunner/core/errors.ts";
import { touch } from "./activities.ts";
import type { OpOf } from "./ops.ts";
import { personOf, type Person, type State } from "./state.ts";

export type FollowOp = OpOf<
  "follow.asked" | "follow.begun" | "follow.ended" | "person.blocked" | "author.hidden" | "profile.changed"
>;

export function applyToFollows(state: State, op: FollowOp): void {
  const who = personOf(state, op.who);
  switch (op.kind) {
    case "follow.asked": {
      const whom = personOf(state, op.whom);
      if (whom.social.blocked.has(op.who)) return;
      whom.social.requests.set(op.who, { id: state.nextId++, at: op.at });
      touch(who, op.at, ["account.pending_at"]);
      touch(whom, op.at, ["account.requested_at"]);
      return;
    }
    case "follow.begun": {
      const whom = personOf(state, op.whom);
      withdraw(who, whom, op.at);
      if (who.social.following.has(op.whom) || whom.social.blocked.has(op.who)) return;
      who.social.following.set(op.whom, op.at);
      whom.social.followers.set(op.who, op.at);
      touch(who, op.at, ["account.following_at"]);
      touch(whom, op.at, ["account.followed_at"]);
      return;
    }
    case "follow.ended":
      end(who, personOf(state, op.whom), op.at);
      return;
    case "person.blocked": {
      const whom = personOf(state, op.whom);
      if (who.social.blocked.has(op.whom) === op.blocked) return;
      if (op.blocked) {
        who.social.blocked.set(op.whom, op.at);
        end(whom, who, op.at);
      } else who.social.blocked.delete(op.whom);
      touch(who, op.at, ["comments.blocked_at"]);
      return;
    }
    case "author.hidden": {
      const { hiddenAuthors } = who.social;
      if (hiddenAuthors.has(op.whom) === (op.hiddenAt !== null)) return;
      if (op.hiddenAt === null) hiddenAuthors.delete(op.whom);
      else hiddenAuthors.set(op.whom, op.hiddenAt);
      touch(who, op.at, ["comments.blocked_at"]);
      return;
    }
    case "profile.changed": {
      who.social.profile = op.profile;
      who.name = op.name;
      who.private = op.private;
      touch(who, op.at, ["account.settings_at"]);
      return;
    }
    default:
      unreachable(op);
  }
}

/** Ends it as well where it only waits for leave. */
function end(who: Person, whom: Person, at: number): void {
  withdraw(who, whom, at);
  if (!who.social.following.delete(whom.username)) return;
  whom.social.followers.delete(who.username);
  touch(who, at, ["account.following_at"]);
  touch(whom, at, ["account.followed_at"]);
}

function withdraw(who: Person, whom: Person, at: number): void {
  if (!whom.social.requests.delete(who.username)) return;
  touch(who, at, ["account.pending_at"]);
  touch(whom, at, ["account.requested_at"]);
}
