import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder } from "./progress-sort.ts";
import type { ShowAndProgress } from "./progress-view.ts";
import { type ProgressSort, progressSorts } from "./query.ts";

interface Made {
  title?: string;
  of?: [completed: number, aired: number];
  watched?: string | null;
  aired?: string | null;
}

let made = 0;

function aShow({ title = "A Show", of = [1, 2], watched = null, aired = null }: Made): ShowAndProgress {
  made += 1;
  return {
    show: { title, ids: { trakt: made }, genres: [] },
    progress: {
      completed: of[0],
      aired: of[1],
      lastWatchedAt: watched,
      seasons: [],
      hiddenSeasons: [],
      next: null,
      stats: { plays: 0, scrobbles: 0, checkins: 0, seen: 0 },
      lastAiredMs: aired === null ? null : Date.parse(aired),
      nextAirsMs: null,
    },
  };
}

const titles = (shows: readonly Made[], sort: ProgressSort): string[] =>
  inOrder(shows.map(aShow), sort).map((one) => one.show.title);

describe("shows come", () => {
  it("by title as in a catalogue: without the article, whatever its case or accents, numbers as numbers", () => {
    const shows = ["The Wire", "24", "élite", "a Touch of Frost", "Elite 2", "9-1-1", "an Idiot Abroad", "Them"];
    expect(
      titles(
        shows.map((title) => ({ title })),
        "title",
      ),
    ).toEqual(["9-1-1", "24", "élite", "Elite 2", "an Idiot Abroad", "Them", "a Touch of Frost", "The Wire"]);
  });

  it("by activity: what was watched last first, what never was last", () => {
    const shows: Made[] = [
      { title: "Never" },
      { title: "Long ago", watched: "2019-01-01T10:00:00.000Z" },
      { title: "Just now", watched: "2026-03-01T10:00:00.000Z" },
    ];
    expect(titles(shows, "activity")).toEqual(["Just now", "Long ago", "Never"]);
  });

  it("by how much is watched; of equals the one with less left is the more complete", () => {
    const shows: Made[] = [
      { title: "Half of many", of: [50, 100] },
      { title: "Half of few", of: [1, 2] },
      { title: "All", of: [10, 10] },
      { title: "Nothing", of: [0, 8] },
    ];
    expect(titles(shows, "most-completed")).toEqual(["All", "Half of few", "Half of many", "Nothing"]);
    expect(titles(shows, "least-completed")).toEqual(["Nothing", "Half of many", "Half of few", "All"]);
  });

  it("by when their newest episode aired, either way; of which none has aired, last both ways", () => {
    const shows: Made[] = [
      { title: "To come" },
      { title: "Old", aired: "2001-01-01T10:00:00.000Z" },
      { title: "New", aired: "2026-01-01T10:00:00.000Z" },
    ];
    expect(titles(shows, "recently-aired")).toEqual(["New", "Old", "To come"]);
    expect(titles(shows, "previously-aired")).toEqual(["Old", "New", "To come"]);
  });
});

it("every order is one and the same, however the shows came", () => {
  const when = fc.constantFrom(null, "2020-01-01T00:00:00.000Z", "2021-01-01T00:00:00.000Z");
  const show = fc.record({
    title: fc.constantFrom("A", "The A", "b", "B", ""),
    of: fc.constantFrom<[number, number]>([0, 0], [1, 2], [2, 4], [2, 2]),
    watched: when,
    aired: when,
  });
  const shuffled = fc
    .array(show, { maxLength: 8 })
    .map((all) => all.map(aShow))
    .chain((all) => fc.record({ all: fc.constant(all), other: fc.shuffledSubarray(all, { minLength: all.length }) }));
  fc.assert(
    fc.property(fc.constantFrom(...progressSorts), shuffled, (sort, { all, other }) => {
      expect(inOrder(other, sort)).toEqual(inOrder(all, sort));
    }),
  );
});
