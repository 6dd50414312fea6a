import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffLikes, type LikedRow, meetComments, type OwnComment } from "./comment-likes.ts";
import { diffFriendPlays, type FriendPlay, isKnownPage, type KnownPlay, mergeFriendPlays } from "./friend-plays.ts";
import { diffFriendsWatching, type FriendRow, mergeFriendsWatching } from "./friends-watching.ts";
import { diffFollowers } from "./people.ts";
import { checked, factOf, factsOf, minute } from "./testing/drafts.ts";
import { aMovie } from "./testing/things.ts";

const person = (n: number) => ({ username: `Person ${n}`, slug: `person-${n}` });

describe("followers", () => {
  const before = [{ person: person(1), followed_at: minute(1) }];

  it("who rename themselves are no new ones", () => {
    const after = [{ person: person(2), followed_at: minute(1) }];
    expect(diffFollowers({ before, after, whole: true, removedAt: minute(9) })).toEqual([]);
  });

  it("who come back are told again", () => {
    const after = [{ person: person(1), followed_at: minute(5) }];
    expect(factsOf(diffFollowers({ before, after, whole: true, removedAt: minute(9) }))).toEqual([
      `follower.added person-1@${minute(5)}`,
    ]);
  });
});

const play = (id: number, friend: number, at: number): FriendPlay => ({
  id: String(id),
  friend: person(friend),
  item_type: "movie",
  movie: aMovie(id % 5),
  watched_at: minute(at),
  action: "watch",
  rating: null,
});
const newestFirst = (plays: readonly FriendPlay[]): FriendPlay[] =>
  plays.toSorted((a, b) => (a.watched_at < b.watched_at ? 1 : -1));

describe("plays of friends", () => {
  const lives = fc.array(
    fc.record({
      friend: fc.nat(3),
      late: fc.nat(4),
      removes: fc.option(fc.nat(30), { nil: undefined, freq: 3 }),
      polled: fc.nat(7).map((n) => n === 0),
    }),
    { maxLength: 60 },
  );

  it("are each told once, and none twice, however many are removed or looked at in between", () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: 10, max: 14 }), (lived, pageSize) => {
        const seeded = Array.from({ length: 20 }, (_, n) => play(n, n % 4, n));
        let feed = newestFirst(seeded);
        let known: KnownPlay[] = mergeFriendPlays({ before: [], after: feed.slice(0, pageSize), most: 500 });
        const told: string[] = [];
        const expected = new Set<string>();
        for (const [at, { friend, late, removes, polled }] of lived.entries()) {
          const fresh = play(100 + at, friend, 40 + at - late);
          feed = newestFirst([...feed, fresh]);
          expected.add(`friend.watched play:${fresh.id}`);
          if (removes !== undefined && feed.length > 1) {
            const [gone] = feed.splice(removes % feed.length, 1);
            expected.delete(`friend.watched play:${gone?.id}`);
          }
          if (!polled && at !== lived.length - 1) continue;
          const after: FriendPlay[] = [];
          for (let from = 0; from < feed.length; from += pageSize) {
            const page = feed.slice(from, from + pageSize);
            after.push(...page);
            if (isKnownPage(known, page)) break;
          }
          const since = new Map([0, 1, 2, 3].map((n) => [person(n).slug, minute(0)]));
          told.push(...checked(diffFriendPlays({ before: known, after, since })).map(factOf));
          known = mergeFriendPlays({ before: known, after, most: 500 });
        }
        expect(new Set(told).size).toBe(told.length);
        // What came and went between two looks may be told or not; what is there is, and nothing of the past.
        expect([...expected].filter((fact) => !told.includes(fact))).toEqual([]);
        expect(told.filter((fact) => Number(/\d+$/.exec(fact)?.[0]) < 100)).toEqual([]);
      }),
    );
  });

  it("are read page after page until one holds nothing new", () => {
    const before: KnownPlay[] = [5, 10, 15].map((at) => ({ id: String(at), slug: "person-1", watched_at: minute(at) }));
    const page = [play(15, 1, 15), play(12, 1, 12), play(10, 1, 10)];
    expect(isKnownPage(before, page)).toBe(false);
    // What is older than all that is known came into view when others went.
    expect(isKnownPage(before, [play(10, 1, 10), play(5, 1, 5), play(2, 1, 2)])).toBe(true);
    expect(isKnownPage([], page)).toBe(false);
  });

  it("from before the two were friends are not told", () => {
    const before = [{ id: "1", slug: "person-1", watched_at: minute(0) }];
    const after = [play(7, 2, 30), play(6, 2, 20), play(5, 3, 25)];
    const since = new Map([["person-2", minute(25)]]);
    expect(factsOf(diffFriendPlays({ before, after, since }))).toEqual(["friend.watched play:7"]);
    const known = mergeFriendPlays({ before, after, most: 500 });
    expect(diffFriendPlays({ before: known, after, since })).toEqual([]);
  });

  it("are remembered up to a number, the newest of them", () => {
    const after = Array.from({ length: 9 }, (_, n) => play(n, 1, n));
    expect(mergeFriendPlays({ before: [], after, most: 2 }).map((one) => one.id)).toEqual(["8", "7"]);
  });
});

describe("friends who watch something", () => {
  const watching = (n: number, from: number, until: number) => ({
    item_type: "movie" as const,
    movie: aMovie(n),
    action: "checkin",
    started_at: minute(from),
    expires_at: minute(until),
  });
  const row = (friend: number, what: FriendRow["watching"]): FriendRow => ({ friend: person(friend), watching: what });

  it("are told of when it is another thing than before, and not when they are asked after for the first time", () => {
    const before = [row(1, null), row(2, watching(1, 0, 90)), row(3, watching(1, 0, 90))];
    const after = [
      row(1, watching(1, 5, 95)),
      row(2, watching(2, 20, 110)),
      row(3, watching(1, 30, 120)),
      row(4, watching(1, 0, 90)),
    ];
    expect(factsOf(checked(diffFriendsWatching({ before, after })))).toEqual([
      `friend.watching person-1:movie:1@${minute(5)}`,
      `friend.watching person-2:movie:2@${minute(20)}`,
    ]);
  });

  it("are forgotten when they are friends no more, and kept while it is the turn of others", () => {
    const rows = mergeFriendsWatching({
      before: [row(1, watching(1, 0, 90)), row(2, null)],
      after: [row(3, null)],
      friends: new Set(["person-1", "person-3"]),
    });
    expect(rows).toEqual([row(1, watching(1, 0, 90)), row(3, null)]);
  });
});

describe("likes of comments", () => {
  const comment = (id: number, likes: number, at: number): OwnComment => ({
    id,
    likes,
    text: "What a movie",
    created_at: minute(at),
    url: `https://trakt.tv/comments/${id}`,
    about: { movie: aMovie(1) },
  });
  const like = (n: number, at: number) => ({ person: person(n), liked_at: minute(at) });

  it("from before the first look are not told, those of a comment written since are all told", () => {
    const before = meetComments({ before: [], comments: [comment(1, 3, 0)], at: minute(10), lookedAt: undefined });
    expect(before).toEqual([{ id: 1, likes: 3, known_until: minute(10) }]);
    const comments = [comment(3, 1, 12), comment(2, 5, 4), comment(1, 3, 0)];
    expect(meetComments({ before, comments, at: minute(20), lookedAt: minute(10) })).toEqual([
      { id: 1, likes: 3, known_until: minute(10) },
      { id: 2, likes: 5, known_until: minute(20) },
      { id: 3, likes: 0, known_until: minute(11).replace("00.000Z", "59.999Z") },
    ]);
  });

  it("are each told once, though some are taken back, and whenever they are looked at", () => {
    const lives = fc.array(fc.record({ unlikes: fc.boolean(), polled: fc.boolean() }), { maxLength: 20 });
    fc.assert(
      fc.property(lives, (lived) => {
        let likes = [like(900, 1), like(901, 2)];
        let row: LikedRow = { id: 1, likes: 2, known_until: minute(10) };
        const told: string[] = [];
        for (const [at, { unlikes, polled }] of lived.entries()) {
          likes = unlikes && likes.length > 0 ? likes.toSpliced(at % likes.length, 1) : [...likes, like(at, 20 + at)];
          const seen = comment(1, likes.length, 0);
          if ((!polled && at < lived.length - 1) || row.likes === likes.length) continue;
          const found = diffLikes({ row, comment: seen, likes });
          told.push(...checked(found.drafts).map(factOf));
          ({ row } = found);
        }
        expect(new Set(told).size).toBe(told.length);
        expect(told.filter((fact) => /person-90[01]/.test(fact))).toEqual([]);
        // A number that is the same again hides what came and went; when it moves, all that is there is told.
        told.push(...diffLikes({ row, comment: comment(1, likes.length, 0), likes }).drafts.map(factOf));
        expect(new Set(told).size).toBe(told.length);
        const there = likes.filter((one) => one.liked_at >= minute(20));
        expect(there.filter((one) => !told.some((fact) => fact.includes(`:${one.person.slug}@`)))).toEqual([]);
      }),
    );
  });
});
