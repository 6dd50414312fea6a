import { finalStatuses } from "@showrunner/core/media.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffStatus } from "./status.ts";
import { checked, factOf, minute } from "./testing/drafts.ts";
import { aShow } from "./testing/things.ts";

const show = aShow(1390);
const statuses = ["returning series", "planned", "in production", "ended", "canceled", "a new word of Trakt's"];

/** A show's status from update to update; `updated_at` moves with each, whether or not the status did. */
const life = fc.array(fc.record({ status: fc.constantFrom(...statuses), polled: fc.boolean() }), { minLength: 1 });

describe("a show's status", () => {
  it.each([
    ["returning series", "ended", "show.ended"],
    ["in production", "canceled", "show.canceled"],
    ["ended", "canceled", "show.canceled"],
    ["canceled", "ended", "show.ended"],
    ["canceled", "returning series", "show.renewed"],
    ["ended", "in production", "show.renewed"],
  ])("%s → %s is %s", (before, after, type) => {
    expect(checked(diffStatus({ show, before, after, at: minute(4) }))).toEqual([
      {
        type,
        subject: "show:1390",
        time: minute(4),
        identity: `show:1390:${before}>${after}@${minute(4)}`,
        data: { show, status: after, previous_status: before },
      },
    ]);
  });

  it.each([
    ["returning series", "in production"],
    ["ended", "ended"],
  ])("%s → %s is nothing", (before, after) => {
    expect(diffStatus({ show, before, after, at: minute(4) })).toEqual([]);
  });

  it("is known from the events alone, whether it is over and how, whenever it is polled", () => {
    fc.assert(
      fc.property(fc.constantFrom(...statuses), life, (seeded, updates) => {
        let polled = seeded;
        let over = finalStatuses.includes(seeded) ? seeded : "goes on";
        const facts: string[] = [];
        for (const [at, update] of updates.entries()) {
          if (!update.polled && at !== updates.length - 1) continue;
          const change = { show, before: polled, after: update.status, at: minute(at) };
          const told = checked(diffStatus(change));
          expect(diffStatus(change)).toEqual(told);
          expect(told.length).toBeLessThanOrEqual(1);
          facts.push(...told.map(factOf));
          polled = update.status;
          for (const draft of told) {
            over = draft.type === "show.renewed" ? "goes on" : draft.type.replace("show.", "");
          }
          expect(over).toBe(finalStatuses.includes(polled) ? polled : "goes on");
        }
        expect(new Set(facts).size).toBe(facts.length);
      }),
    );
  });
});
