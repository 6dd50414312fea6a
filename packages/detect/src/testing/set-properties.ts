import type { Draft } from "@showrunner/core/events/envelope.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checked, factOf, factsOf, minute } from "./drafts.ts";
import type { Feed } from "./feeds.ts";
import { minutes, onlyNew, pictureOf, pictureTold, poll, seenIn, statesOf } from "./polling.ts";

const isRemoval = (draft: Draft): boolean => /removed|unhidden|undropped|unrated|deleted/.test(draft.type);
/** What an event comes to for the person, whichever of several stays on the list it belongs to. */
const effectOf = (draft: Draft): string => {
  const rating = draft.type === "item.rated" ? ` ${draft.data.rating}` : "";
  const list =
    draft.type === "list.item_added" || draft.type === "list.item_removed" ? ` ${draft.data.personal_list.id}` : "";
  const section = draft.type === "item.hidden" || draft.type === "item.unhidden" ? ` ${draft.data.section}` : "";
  return `${draft.type} ${draft.subject}${list}${section}${rating}`;
};
const startMinute = 100;

/** What must hold of every feed that is read as a set. */
export function setProperties<Row>(feed: Feed<Row>): void {
  const live = (before: Parameters<typeof statesOf>[2], lived: Parameters<typeof statesOf>[2]) => {
    const seeded = statesOf(feed, [], before, 0).at(-1) ?? [];
    return { seeded, states: statesOf(feed, seeded, lived, startMinute) };
  };
  /** Each read is told of at another time, as Trakt's activities would. */
  let reads = 0;
  const diff = (before: readonly Row[], after: readonly Row[], whole = true): Draft[] =>
    checked(feed.diff({ before, after, whole, removedAt: minute(5000 + reads++) }));

  describe(`the ${feed.name} feed`, () => {
    it("tells exactly what leads from the seeded state to the polled one, whenever it is polled", () => {
      fc.assert(
        fc.property(minutes(), minutes(), (before, lived) => {
          const { seeded, states } = live(before, lived);
          const { told, snapshot } = poll(feed, seeded, states, (at) => lived[at]?.polled === true);
          const there = pictureOf(feed, states.at(-1) ?? seeded);
          const heard = pictureTold(feed, seeded, told);
          expect(seenIn(heard, feed.tellsRemovals ? undefined : there)).toEqual(seenIn(there));
          expect(seenIn(pictureOf(feed, snapshot))).toEqual(seenIn(there));
        }),
      );
    });

    it("tells additions the same, whenever it is polled", () => {
      fc.assert(
        fc.property(minutes(), minutes(["add"]), fc.infiniteStream(fc.boolean()), (before, lived, other) => {
          const seeded = live(before, []).seeded;
          const added = onlyNew(feed, seeded, lived);
          const states = statesOf(feed, seeded, added, startMinute);
          const otherwise = states.map(() => other.next().value === true);
          const once = poll(feed, seeded, states, (at) => added[at]?.polled === true);
          const again = poll(feed, seeded, states, (at) => otherwise[at] === true);
          expect(factsOf(once.told)).toEqual(factsOf(again.told));
          expect(once.told).toHaveLength(added.length);
        }),
      );
    });

    it("loses no effect by being polled more often", () => {
      fc.assert(
        fc.property(minutes(), minutes(), (before, lived) => {
          const { seeded, states } = live(before, lived);
          const seldom = poll(feed, seeded, states, (at) => lived[at]?.polled === true && at % 3 === 0);
          const often = poll(feed, seeded, states, (at) => lived[at]?.polled === true);
          expect(often.told.map(effectOf)).toEqual(expect.arrayContaining(seldom.told.map(effectOf)));
          const heard = pictureTold(feed, seeded, often.told);
          const there = pictureOf(feed, states.at(-1) ?? seeded);
          expect(seenIn(pictureTold(feed, seeded, seldom.told), there)).toEqual(seenIn(heard, there));
        }),
      );
    });

    it("gives every fact an identity of its own, and the same one each time it is found", () => {
      fc.assert(
        fc.property(minutes(), minutes(), (before, lived) => {
          const { seeded, states } = live(before, lived);
          const first = poll(feed, seeded, states, (at) => lived[at]?.polled === true);
          const second = poll(feed, seeded, states, (at) => lived[at]?.polled === true);
          expect(second.told).toEqual(first.told);
          expect(new Set(first.told.map(factOf)).size).toBe(first.told.length);
        }),
      );
    });

    it("finds after a crash what it had told before it, under the same identities, as far as it still holds", () => {
      fc.assert(
        fc.property(minutes(), minutes(), fc.nat(23), (before, lived, crashAt) => {
          const { seeded, states } = live(before, lived);
          const crashed = states[crashAt] ?? seeded;
          const later = states.at(-1) ?? seeded;
          const told = factsOf(diff(seeded, crashed));
          const toldAgain = new Set(factsOf(diff(seeded, later)));
          const stillThere = diff(
            [],
            crashed.filter((row) => later.includes(row)),
          );
          const goneForGood = diff(
            seeded.filter(
              (row) => ![...crashed, ...later].some((other) => feed.picture(other)[0] === feed.picture(row)[0]),
            ),
            [],
          );
          const holds = new Set(factsOf([...stillThere, ...goneForGood]));
          expect(told.filter((fact) => holds.has(fact) && !toldAgain.has(fact))).toEqual([]);
        }),
      );
    });

    if (feed.tellsRemovals && feed.isQuietAboutSame === undefined) {
      it("leaves nothing untold that is there, when polls crash before their snapshot is kept", () => {
        fc.assert(
          fc.property(minutes(), minutes(), (before, lived) => {
            const { seeded, states } = live(before, lived);
            const heard = new Map<string, Draft>();
            let snapshot = feed.merge({ before: [], after: seeded, whole: true });
            for (const [at, after] of states.entries()) {
              for (const draft of diff(snapshot, after)) if (!heard.has(factOf(draft))) heard.set(factOf(draft), draft);
              const crashed = at !== states.length - 1 && lived[at]?.polled === false;
              if (!crashed) snapshot = feed.merge({ before: snapshot, after, whole: true });
            }
            const there = pictureOf(feed, states.at(-1) ?? seeded);
            expect(seenIn(pictureTold(feed, seeded, [...heard.values()]), there)).toEqual(seenIn(there));
          }),
        );
      });
    }

    it("never takes what a read missed for removed, and loses nothing once all is read", () => {
      fc.assert(
        fc.property(
          minutes(),
          minutes(),
          fc.array(fc.nat(0xff), { minLength: 24, maxLength: 24 }),
          (before, lived, missed) => {
            const { seeded, states } = live(before, lived);
            const told: Draft[] = [];
            let snapshot = feed.merge({ before: [], after: seeded, whole: true });
            for (const [at, state] of states.entries()) {
              const mask = missed[at] ?? 0;
              const after = state.filter((_, row) => ((mask >> (row % 8)) & 1) === 0);
              const drafts = diff(snapshot, after, false);
              expect(drafts.filter(isRemoval)).toEqual([]);
              const next = feed.merge({ before: snapshot, after, whole: false });
              const kept = new Set(next.map((row) => feed.picture(row)[0]));
              expect(snapshot.filter((row) => !kept.has(feed.picture(row)[0]))).toEqual([]);
              told.push(...drafts);
              snapshot = next;
            }
            const all = states.at(-1) ?? seeded;
            told.push(...diff(snapshot, all));
            const there = pictureOf(feed, all);
            const heard = pictureTold(feed, seeded, told);
            expect(seenIn(heard, feed.tellsRemovals ? undefined : there)).toEqual(seenIn(there));
          },
        ),
      );
    });

    it("does not depend on the order of rows, nor on rows that came twice because pages shifted", () => {
      fc.assert(
        fc.property(minutes(), minutes(), fc.infiniteStream(fc.nat()), (before, lived, random) => {
          const { seeded, states } = live(before, lived);
          const all = states.at(-1) ?? seeded;
          const stale = states[0] ?? seeded;
          const keys = new Set(all.map((row) => feed.picture(row)[0]));
          const after = [...all, ...all.slice(0, 2), ...stale.filter((row) => keys.has(feed.picture(row)[0]))];
          const shuffled = <T>(rows: T[]): T[] =>
            rows
              .map((row) => ({ row, at: Number(random.next().value) }))
              .toSorted((a, b) => a.at - b.at)
              .map(({ row }) => row);
          const read = { before: seeded, after, whole: true, removedAt: minute(5000) };
          const other = { ...read, before: shuffled(seeded), after: shuffled(after) };
          expect(feed.diff(other)).toEqual(feed.diff(read));
          expect(feed.merge(other)).toEqual(feed.merge(read));
          expect(feed.merge({ ...other, whole: false })).toEqual(feed.merge({ ...read, whole: false }));
          expect(feed.diff(read).map(factOf)).toEqual(diff(seeded, all).map(factOf));
        }),
      );
    });
  });
}
