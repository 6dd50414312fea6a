import { fuzzRuns, fuzzTimeoutMs, quickly } from "@showrunner/rules/testing/fuzz.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { PersonSettings } from "./settings.ts";

const text = fc.oneof(
  fc.constantFrom(
    "22:00-07:00",
    "24:00-25:00",
    "08:00",
    "8:00",
    "sunday",
    "Sunday",
    "none",
    "3 per 1 hour",
    "3 per",
    "0 per 1 hour",
  ),
  fc.constantFrom(
    "Europe/Berlin",
    "europe/berlin",
    "Etc/GMT+5",
    "+02:00",
    "UTC",
    "monday",
    "weekdays",
    "a".repeat(130),
    "__proto__",
  ),
  fc.string({ maxLength: 70 }),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const value = fc.letrec<Record<"any", unknown>>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined)),
    fc.array(tie("any"), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          "daily_at",
          "weekly_on",
          "weekly_at",
          "at_most",
          "per",
          "by",
          "quiet_hours",
          "throttle",
          "from",
          "to",
          "days",
        ),
        text,
      ),
      tie("any"),
      { maxKeys: 5 },
    ),
  ),
})).any;

test(
  "settings of any shape are read or refused at their places, soon, and what was read is read the same again",
  () => {
    const settings = fc.dictionary(fc.oneof(fc.constantFrom(...Object.keys(PersonSettings.shape)), text), value, {
      maxKeys: 4,
    });
    fc.assert(
      fc.property(fc.oneof(settings, value), (wanted) => {
        const parsed = quickly(() => PersonSettings.safeParse(wanted));
        if (parsed.success) expect(PersonSettings.parse(JSON.parse(JSON.stringify(parsed.data)))).toEqual(parsed.data);
        else expect(parsed.error.issues.every(({ message }) => message !== "")).toBe(true);
      }),
      fuzzRuns,
    );
  },
  fuzzTimeoutMs,
);
