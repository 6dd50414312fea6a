import {
  diffFriendPlays,
  type FriendPlay,
  isKnownPage,
  KnownPlay,
  mergeFriendPlays,
  newFriendsIn,
} from "@showrunner/detect/friend-plays.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import * as UsersSocial from "@showrunner/trakt/contract/users-social.ts";
import { recordEvents } from "../../events/record-events.ts";
import { playedItemOf } from "../feeds/played-item.ts";
import { traktPersonOf } from "../feeds/trakt-person.ts";
import { loadSnapshot, saveSnapshot } from "../snapshots.ts";
import { friendsOf } from "./friends.ts";
import type { Look } from "./look.ts";

/** What friends watched: one feed of all of them, however many there are. */
export const friendPlays: Look = {
  name: "friend_plays",
  types: ["friend.watched"],
  async look(ctx, session, account) {
    const now = ctx.clock.now();
    const snapshot = await loadSnapshot(ctx, account.id, friendPlays.name, KnownPlay);
    const before = snapshot?.rows ?? [];
    const after = await readPlays(session, snapshot?.rows);
    const since =
      snapshot !== undefined && newFriendsIn(before, after).size > 0 ? await friendsSince(session) : new Map();
    const drafts = snapshot === undefined ? [] : diffFriendPlays({ before, after, since });
    const recorded = await recordEvents(
      ctx,
      account,
      drafts.map((draft) => ({ draft })),
    );
    const rows = mergeFriendPlays({ before, after, most: ctx.settings.friendPlaysKept });
    const changed = snapshot === undefined || JSON.stringify(rows) !== JSON.stringify(before);
    if (changed) await saveSnapshot(ctx, account.id, friendPlays.name, snapshot, rows, { wholeAt: now });
    return { seeded: snapshot === undefined, changed, events: recorded.fresh };
  },
};

/** The newest plays, page after page until one holds nothing new; the first page alone when nothing is known. */
async function readPlays(session: TraktSession, known: readonly KnownPlay[] | undefined): Promise<FriendPlay[]> {
  const plays: FriendPlay[] = [];
  const asked = { id: "me", type: "friends" as const, limit: 100 };
  for await (const { items } of session.pages(UsersSocial.activities, asked)) {
    const page = items.map(playOf).filter((one) => one !== undefined);
    plays.push(...page);
    if (known === undefined || isKnownPage(known, page)) break;
  }
  return plays;
}

function playOf(one: UsersSocial.SocialActivity): FriendPlay | undefined {
  const item = playedItemOf(one);
  if (item === undefined) return undefined;
  const { activity_at: watched_at, action, user_rating: rating = null } = one;
  return { id: String(one.id), friend: traktPersonOf(one.user), ...item, watched_at, action, rating };
}

/** Since when each is a friend, by name; of whom Trakt does not say it, nothing is known. */
async function friendsSince(session: TraktSession): Promise<Map<string, string>> {
  const since = new Map<string, string>();
  for (const { person, friendsAt } of await friendsOf(session))
    if (friendsAt !== null) since.set(person.slug, friendsAt);
  return since;
}
