import { manualClock } from "@showrunner/core/clock.ts";
import { expect, test } from "vitest";
import { serviceSettings } from "../settings.ts";
import { isOf, joined, type KeptFact, type Moment, mostEvents, noFact } from "./kept-facts.ts";

const minute = 60_000;
const noon = Date.parse("2026-03-02T12:00:00.000Z");
const mark = new Date(noon - 10 * minute).toISOString();
const ctx = { clock: manualClock(noon), settings: serviceSettings };
const fact = (at: number, more: Partial<NonNullable<KeptFact["read"]>> = {}): KeptFact => ({
  failure: null,
  read: { value: {}, at, mark, events: [], ...more },
});
const moment = (more: Partial<Moment> = {}): Moment => ({ id: "evt_1", knownAt: noon, notBefore: null, ...more });

test.each<[string, KeptFact, string, Moment, boolean]>([
  ["never read", noFact, mark, moment(), false],
  ["read when all had settled", fact(noon - minute), mark, moment(), true],
  [
    "read for the very event, whatever moved since",
    fact(noon - minute, { events: ["evt_1"] }),
    "later",
    moment(),
    true,
  ],
  ["something moved since", fact(noon - minute), new Date(noon - minute / 2).toISOString(), moment(), false],
  [
    "something moved, and was seen late",
    fact(noon - minute),
    new Date(noon - 5 * minute).toISOString(),
    moment(),
    false,
  ],
  ["read too long ago", fact(noon - 61 * minute, { mark: "" }), "", moment(), false],
  ["nothing ever moves it", fact(noon - 59 * minute, { mark: "" }), "", moment(), true],
  ["Trakt may not have settled", fact(noon - 9.5 * minute), mark, moment(), false],
  [
    "the same, of an event known by then",
    fact(noon - 9.5 * minute),
    mark,
    moment({ knownAt: noon - 9.6 * minute }),
    true,
  ],
  ["nobody saw anything move, of a later event", fact(noon - minute, { mark: "?" }), "?", moment(), false],
  ["nobody saw anything move, of an earlier one", fact(noon, { mark: "?" }), "?", moment({ knownAt: noon - 1 }), true],
  ["read before it aired", fact(noon - 2 * minute), mark, moment({ notBefore: noon - minute }), false],
  ["read after it aired", fact(noon), mark, moment({ notBefore: noon - minute }), true],
])("a fact: %s", (_, kept, seen, of, expected) => {
  expect(isOf(ctx, kept, seen, of)).toBe(expected);
});

test("the events of a fact are so many, the latest", () => {
  const many = Array.from({ length: mostEvents }, (_, at) => `evt_${at}`);
  expect(joined(many, ["evt_new", "evt_5"])).toEqual([...many.slice(1), "evt_new"]);
});
