import { catalogue } from "@showrunner/core/events/catalogue.ts";
import { defineEvent } from "@showrunner/core/events/define.ts";
import * as z from "zod";
import { describe, expect, it } from "vitest";
import { eventDocs, exampleEvent } from "./event-docs.ts";

const definition = defineEvent({
  type: "thing.happened",
  family: "health",
  title: "A thing happened",
  description: "This | that.",
  about: "account",
  data: z.object({
    score: z.int().min(1).max(10).nullish(),
    kind: z.enum(["good", "bad"]),
    rows: z.array(z.object({ n: z.int() })),
  }),
  example: { kind: "good", rows: [] },
});

describe("the events page", () => {
  it("has a section and a link to it for every type of the catalogue", () => {
    const page = eventDocs();
    for (const { type } of catalogue) {
      expect(page).toContain(`\n### ${type}\n`);
      expect(page).toContain(`[\`${type}\`](#${type.replace(".", "")})`);
    }
  });

  it("says each field's type in words, and whether it is always there", () => {
    const page = eventDocs([definition]);
    expect(page).toContain("| `score` | integer, 1 to 10 or null | may be missing |");
    expect(page).toContain('| `kind` | `"good"` or `"bad"` | always |');
    expect(page).toContain("| `rows` | list of { `n` integer } | always |");
  });

  it("keeps a table whole when a description holds a bar", () => {
    expect(eventDocs([definition])).toContain("| This \\| that. |");
  });

  it("is the same every time, so that a stale page shows", () => {
    expect(eventDocs()).toBe(eventDocs());
  });

  it.each(catalogue.map((one) => [one.type, one] as const))("shows %s as a whole event", (type, one) => {
    const event = exampleEvent(one);
    expect(event).toMatchObject({ specversion: "1.0", type, data: one.example });
    expect(event.subject).toMatch(/^(account|(movie|show|episode):\d+|season:\d+:\d+|hook:hok_\w+)$/);
    expect(Date.parse(event.recordedtime)).toBeGreaterThan(Date.parse(event.time));
  });
});
