import type { ReplyOf } from "@showrunner/client/asked.ts";
import { describe, expect, it } from "vitest";
import { comingDays } from "./coming-days.ts";

type Entry = ReplyOf<"views.calendar">["days"][number]["entries"][number];
type Episode = Extract<Entry, { kind: "episode" }>;

const episode = (number: number, part: Partial<Episode> = {}): Entry => ({
  kind: "episode",
  show: { trakt: 1, slug: "andor", title: "Andor", year: 2022 },
  trakt: number,
  season: 2,
  number,
  title: "Ever Been to Ghorman?",
  airsAt: "2026-11-21T20:00:00Z",
  runtimeMinutes: 45,
  network: null,
  premiere: null,
  finale: null,
  watched: null,
  ...part,
});
const today = "2026-11-21";
const day = (date: string, count: number) => ({
  date,
  entries: Array.from({ length: count }, (_, at) => episode(at + 1)),
});

describe("today and this week", () => {
  it("always has today, and of the days after it those on which something comes", () => {
    const days = [day("2026-11-21", 0), day("2026-11-22", 0), day("2026-11-23", 1)];
    expect(comingDays({ days, today }).map(({ label, items }) => [label, items.length])).toEqual([
      ["Today", 0],
      [expect.stringContaining("Monday"), 1],
    ]);
  });

  it("is no longer than a glance, and says how many more there are", () => {
    const days = ["21", "22", "23", "24"].map((date) => day(`2026-11-${date}`, 10));
    const shown = comingDays({ days, today });
    expect(shown.map(({ items, more }) => [items.length, more])).toEqual([
      [6, 4],
      [6, 4],
      [2, 8],
    ]);
  });

  it("marks premieres and finales, and names an episode unless its name is its number", () => {
    const of = (part: Partial<Episode>) =>
      comingDays({ days: [{ date: today, entries: [episode(3, part)] }], today })[0]?.items[0];
    expect(of({})).toMatchObject({ title: "Andor", detail: "2×03 · Ever Been to Ghorman?", isWatched: false });
    expect(of({ title: "Episode 3" })?.detail).toBe("2×03");
    expect(of({ premiere: "season" })?.mark).toEqual({ words: "Season premiere", isEnd: false });
    expect(of({ finale: "show" })?.mark).toEqual({ words: "Series finale", isEnd: true });
    expect(of({ watched: true })?.isWatched).toBe(true);
  });
});
