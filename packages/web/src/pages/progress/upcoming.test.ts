import { describe, expect, it } from "vitest";
import { nextAirings } from "./upcoming.ts";
import type { EpisodeEntry } from "../calendar/airings.ts";

const episode = (show: number, number: number, airsAt: string): EpisodeEntry => ({
  kind: "episode",
  show: { trakt: show, slug: null, title: "A show", year: null },
  trakt: show * 100 + number,
  season: 1,
  number,
  title: null,
  airsAt,
  runtimeMinutes: null,
  network: null,
  premiere: null,
  finale: null,
  watched: null,
});

describe("what airs next", () => {
  it("is the first of each show that has not aired yet", () => {
    const days = [
      { date: "2026-11-20", entries: [episode(1, 1, "2026-11-20T10:00:00.000Z")] },
      {
        date: "2026-11-21",
        entries: [episode(2, 4, "2026-11-21T10:00:00.000Z"), episode(1, 2, "2026-11-21T20:00:00.000Z")],
      },
      { date: "2026-11-22", entries: [episode(1, 3, "2026-11-22T20:00:00.000Z")] },
    ];
    const next = nextAirings({ days }, Date.parse("2026-11-21T12:00:00.000Z"));
    expect([...next].map(([show, { number }]) => [show, number])).toEqual([[1, 2]]);
  });
});
