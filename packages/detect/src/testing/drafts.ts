import { definitionOf } from "@showrunner/core/events/catalogue.ts";
import type { Draft } from "@showrunner/core/events/envelope.ts";
import { expect } from "vitest";

/** The drafts, each found to be what the catalogue says, and no more. */
export function checked(drafts: Draft[]): Draft[] {
  for (const draft of drafts) {
    expect(definitionOf(draft.type).data.parse(draft.data)).toEqual(draft.data);
    expect(draft.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  }
  return drafts;
}

/** What the event's id is made of, besides the account. */
export const factOf = (draft: Draft): string => `${draft.type} ${draft.identity}`;

export const factsOf = (drafts: readonly Draft[]): string[] => drafts.map(factOf).toSorted();

const startMs = Date.parse("2026-11-20T18:00:00.000Z");

/** A time `minutes` after a fixed start: Trakt's plays know minutes. */
export const minute = (minutes: number): string => new Date(startMs + minutes * 60_000).toISOString();
