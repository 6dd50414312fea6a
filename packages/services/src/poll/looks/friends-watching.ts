import { diffFriendsWatching, FriendRow, mergeFriendsWatching } from "@showrunner/detect/friends-watching.ts";
import type { TraktPerson } from "@showrunner/core/events/people.ts";
import type { TraktSession } from "@showrunner/trakt/client.ts";
import { PersonId } from "@showrunner/trakt/contract/params.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import { TraktError } from "@showrunner/trakt/errors.ts";
import { recordEvents } from "../../events/record-events.ts";
import { inTurns, readsAtOnce } from "../../views/in-turns.ts";
import { loadSnapshot, saveSnapshot } from "../snapshots.ts";
import { friendsOf } from "./friends.ts";
import type { Look } from "./look.ts";
import { lineOf } from "./rhythm.ts";
import { sittingOf } from "./watching.ts";

/** What friends watch now. Trakt is to be asked for each of them, so a look asks after so many, and the next after others. */
export const friendsWatching: Look = {
  name: "friends_watching",
  types: ["friend.watching"],
  async look(ctx, session, account) {
    const now = ctx.clock.now();
    const { friendsAskedAtOnce, looks } = ctx.settings;
    const snapshot = await loadSnapshot(ctx, account.id, friendsWatching.name, FriendRow);
    const before = snapshot?.rows ?? [];
    const friends = (await friendsOf(session)).map((friend) => friend.person);
    const busy = new Set(before.filter((row) => isBusy(row, now)).map((row) => row.friend.slug));
    const turn = turnOf(friends, lineOf(account.id, looks.friends_watching.everyMs, now), friendsAskedAtOnce);
    // Who watches something that is not over yet has hardly begun another thing.
    const asked = turn.filter(({ slug }) => !busy.has(slug));
    const after = await inTurns(asked, readsAtOnce, (friend) => ask(session, friend));
    const recorded = await recordEvents(
      ctx,
      account,
      diffFriendsWatching({ before, after }).map((draft) => ({ draft })),
    );
    const rows = mergeFriendsWatching({ before, after, friends: new Set(friends.map((one) => one.slug)) });
    const changed = snapshot === undefined || JSON.stringify(rows) !== JSON.stringify(before);
    if (changed) await saveSnapshot(ctx, account.id, friendsWatching.name, snapshot, rows, { wholeAt: now });
    return { seeded: snapshot === undefined, changed, events: recorded.fresh };
  },
};

const isBusy = ({ watching }: FriendRow, now: number): boolean =>
  watching !== null && Date.parse(watching.expires_at) > now;

/** Those whose turn it is: all of them when they are few. */
function turnOf(friends: readonly TraktPerson[], line: number, most: number): TraktPerson[] {
  const turns = Math.ceil(friends.length / most);
  const bySlug = friends.toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
  return turns < 2 ? bySlug : bySlug.filter((_, at) => at % turns === line % turns);
}

async function ask(session: TraktSession, friend: TraktPerson): Promise<FriendRow> {
  const id = PersonId.safeParse(friend.slug);
  if (!id.success) return { friend, watching: null };
  try {
    const watching = await session.call(Users.watching, { id: id.data });
    return { friend, watching: watching === null ? null : (sittingOf(watching) ?? null) };
  } catch (error) {
    if (error instanceof TraktError && keptToThemselves.has(error.kind)) return { friend, watching: null };
    throw error;
  }
}

/** Private, closed to us, or gone since the list was made. */
const keptToThemselves: ReadonlySet<TraktError["kind"]> = new Set(["private", "forbidden", "not_found"]);
