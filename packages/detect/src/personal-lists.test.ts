import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffListItems, type ListItemRow, mergePartOfList, type OnList } from "./list-items.ts";
import { diffLists, type ListRow, mergeLists } from "./personal-lists.ts";
import { checked, factOf, factsOf, minute } from "./testing/drafts.ts";
import { aMovie } from "./testing/things.ts";

const removedAt = minute(99);
const list = (changes: Partial<ListRow> = {}): ListRow => ({
  id: 5,
  name: "Together",
  slug: "together",
  description: "",
  privacy: "private",
  sort_by: "rank",
  sort_how: "asc",
  created_at: minute(0),
  updated_at: minute(1),
  ...changes,
});

describe("a personal list", () => {
  it("that is renamed is told with what changed, and with its name before", () => {
    const after = [list({ name: "Both of us", privacy: "friends", updated_at: minute(7) })];
    expect(checked(diffLists({ before: [list()], after, whole: true, removedAt }))).toMatchObject([
      {
        type: "list.updated",
        subject: "list:5",
        time: minute(7),
        data: {
          personal_list: { id: 5, name: "Both of us", slug: "together" },
          changed: ["name", "privacy"],
          previous_name: "Together",
        },
      },
    ]);
  });

  it("is not changed by what comes onto it, nor by what another backend leaves out", () => {
    const { sort_by: _, sort_how: __, ...less } = list({ updated_at: minute(7) });
    expect(diffLists({ before: [list()], after: [less], whole: true, removedAt })).toEqual([]);
    expect(diffLists({ before: [less], after: [list()], whole: true, removedAt })).toEqual([]);
  });

  it("tells each change once, also when it is changed back and forth, and the same again after a crash", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ name: fc.constantFrom("a", "b"), isLost: fc.boolean() })), (lived) => {
        let rows = [list({ name: "a" })];
        const told: string[] = [];
        let lost: string[] = [];
        for (const [at, { name, isLost }] of lived.entries()) {
          const after = [list({ name, updated_at: minute(10 + at) })];
          const facts = diffLists({ before: rows, after, whole: true, removedAt }).map(factOf);
          // What was told before a crash and still holds is told under the same identity.
          if (lost.length > 0 && facts.length > 0) expect(facts).toEqual(lost);
          lost = isLost && facts.length > 0 ? facts : lost;
          if (isLost) continue;
          told.push(...facts);
          rows = mergeLists({ before: rows, after, whole: true });
          lost = [];
        }
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });
});

const known = (id: number): ListItemRow => ({
  kind: "list",
  id,
  name: `List ${id}`,
  slug: `list-${id}`,
  updated_at: null,
  item_count: null,
});
const on = (id: number, movie: number, at = movie): OnList => ({
  kind: "item",
  on: id,
  item_type: "movie",
  movie: aMovie(movie),
  listed_at: minute(at),
});

describe("what is on personal lists", () => {
  it("goes with a list that is deleted, and is not told of one by one", () => {
    const before = [known(1), known(2), on(1, 1), on(1, 2), on(2, 1)];
    expect(diffListItems({ before, after: [known(2)], whole: true, removedAt }).map(factOf)).toEqual([
      `list.item_removed list:2:movie:1@${minute(1)}`,
    ]);
  });

  it("comes with a new list, under that list's name", () => {
    const drafts = diffListItems({ before: [known(1)], after: [known(1), known(2), on(2, 3)], whole: true, removedAt });
    expect(checked(drafts)).toMatchObject([
      { type: "list.item_added", subject: "movie:3", data: { personal_list: { id: 2, name: "List 2" } } },
    ]);
  });

  it("is the same thing on two lists as two, each with a stay of its own", () => {
    const after = [known(1), known(2), on(1, 3), on(2, 3)];
    expect(factsOf(diffListItems({ before: [known(1), known(2)], after, whole: true, removedAt }))).toHaveLength(2);
  });

  it("is, of a list that was not read to its end, what was known and what was read", () => {
    expect(mergePartOfList([on(1, 1), on(1, 2)], [on(1, 2, 50), on(1, 3)])).toEqual([on(1, 1), on(1, 2, 50), on(1, 3)]);
  });
});
