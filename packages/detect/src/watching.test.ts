import type { Draft } from "@showrunner/core/events/envelope.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checked, factOf, factsOf, minute } from "./testing/drafts.ts";
import { aMovie, anEpisode, aShow } from "./testing/things.ts";
import { endSittings, type FollowedSitting, followSittings, isPlayOf, type Sitting } from "./watching.ts";

/** Somebody's evening, minute by minute: what they watch from when to when, and whether it becomes a play. */
interface Seat extends Sitting {
  from: number;
  until: number;
  isPlay: boolean;
  outcome: string;
}

const evenings = fc
  .array(
    fc.record({
      gap: fc.nat(4),
      runtime: fc.integer({ min: 4, max: 20 }),
      left: fc.nat(3),
      isPlay: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((lived) => {
    const seats: Seat[] = [];
    let at = 1;
    for (const [n, { gap, runtime, left, isPlay }] of lived.entries()) {
      const from = at + (n === 0 ? 0 : gap);
      const until = from + runtime - left;
      const sitting = {
        item_type: "movie" as const,
        movie: aMovie(n),
        action: "scrobble",
        started_at: minute(from),
        expires_at: minute(from + runtime),
      };
      const next = lived[n + 1];
      const unfinished = next !== undefined && next.gap === 0 ? "replaced" : "stopped";
      seats.push({ ...sitting, from, until, isPlay, outcome: isPlay || left === 0 ? "finished" : unfinished });
      at = until;
    }
    return seats;
  });

/** Looks at the minutes given; a look whose state is lost is one that crashed. */
function lookAt(
  seats: readonly Seat[],
  minutes: readonly number[],
  isLost: (at: number) => boolean = () => false,
): Draft[] {
  let rows: FollowedSitting[] = [];
  const told: Draft[] = [];
  for (const now of minutes) {
    const at = minute(now);
    const seat = seats.find(({ from, until }) => from <= now && now < until);
    const seen = seat === undefined ? null : sittingOf(seat);
    const followed = followSittings({ rows, seen, at });
    const isOver = ({ movie }: Sitting): boolean =>
      seats.some((one) => one.isPlay && one.until <= now && one.movie?.ids.trakt === movie?.ids.trakt);
    const ended = endSittings({ rows: followed.rows, watched: isOver, at, graceMs: 90_000 });
    told.push(...checked([...followed.started, ...ended.ended]));
    if (!isLost(now)) ({ rows } = ended);
  }
  return told;
}

const sittingOf = ({ item_type, movie, action, started_at, expires_at }: Seat): Sitting => ({
  item_type,
  movie,
  action,
  started_at,
  expires_at,
});

const everyMinute = (seats: readonly Seat[]): number[] =>
  Array.from({ length: (seats.at(-1)?.until ?? 0) + 5 }, (_, at) => at);

describe("what somebody watches", () => {
  it("is told once when it begins and once when it ends, with what became of it, when looked at every minute", () => {
    fc.assert(
      fc.property(evenings, (seats) => {
        const told = lookAt(seats, everyMinute(seats));
        const begun = told.filter((draft) => draft.type === "watching.started");
        expect(begun.map((draft) => draft.time)).toEqual(seats.map((seat) => seat.started_at));
        const ended = told.flatMap((draft) => (draft.type === "watching.ended" ? [draft.data] : []));
        expect(
          new Set(ended.map(({ movie, outcome, became_play }) => `${movie?.title} ${outcome} ${became_play}`)),
        ).toEqual(new Set(seats.map(({ movie, outcome, isPlay }) => `${movie?.title} ${outcome} ${isPlay}`)));
        expect(ended).toHaveLength(seats.length);
      }),
    );
  });

  it("is told under the same identities whenever it is looked at, and whatever look is lost to a crash", () => {
    fc.assert(
      fc.property(
        evenings,
        fc.infiniteStream(fc.boolean()),
        fc.infiniteStream(fc.boolean()),
        (seats, looks, losses) => {
          const all = new Set(factsOf(lookAt(seats, everyMinute(seats))));
          const seldom = everyMinute(seats).filter(() => looks.next().value === true);
          const told = lookAt(seats, seldom);
          expect(new Set(told.map(factOf)).size).toBe(told.length);
          expect(told.map(factOf).filter((fact) => !all.has(fact))).toEqual([]);
          const crashing = lookAt(seats, everyMinute(seats), () => losses.next().value === true);
          expect(crashing.map(factOf).filter((fact) => !all.has(fact))).toEqual([]);
        },
      ),
    );
  });

  const sitting: Sitting = {
    item_type: "episode",
    show: aShow(7),
    episode: anEpisode(1, 2),
    action: "scrobble",
    started_at: minute(0),
    expires_at: minute(45),
  };
  const followed: FollowedSitting = { ...sitting, gone_at: null, replaced: false };

  it("goes on when it is begun again before its time was over, as players do after a pause", () => {
    const seen = { ...sitting, started_at: minute(20), expires_at: minute(65) };
    const gone = followSittings({ rows: [followed], seen: null, at: minute(19) });
    expect(gone).toMatchObject({ started: [], rows: [{ gone_at: minute(19) }] });
    const again = followSittings({ rows: gone.rows, seen, at: minute(20) });
    expect(again).toEqual({ started: [], rows: [{ ...followed, expires_at: minute(65) }] });
    expect(endSittings({ rows: again.rows, watched: () => false, at: minute(60), graceMs: 0 }).ended).toEqual([]);
  });

  it("is another sitting when it is begun again after its time", () => {
    const seen = { ...sitting, started_at: minute(50), expires_at: minute(95) };
    const { started, rows } = followSittings({ rows: [followed], seen, at: minute(50) });
    expect(factsOf(started)).toEqual([`watching.started episode:70102@${minute(50)}`]);
    expect(endSittings({ rows, watched: () => true, at: minute(50), graceMs: 90_000 }).ended).toMatchObject([
      { time: minute(45), data: { outcome: "finished", became_play: true } },
    ]);
  });

  it("has as its play one of the same thing, from the minute on in which it began", () => {
    const late = { ...sitting, started_at: minute(0).replace("00.000Z", "42.000Z") };
    expect(isPlayOf(late, { ...sitting, watched_at: minute(0) })).toBe(true);
    expect(isPlayOf(late, { ...sitting, watched_at: minute(-1) })).toBe(false);
    expect(isPlayOf(late, { ...sitting, episode: anEpisode(1, 3), watched_at: minute(1) })).toBe(false);
  });
});
