import { definitionOf, eventTypes } from "@showrunner/core/events/catalogue.ts";
import { describe, expect, it } from "vitest";
import { exampleEvent, noon, placesOf, ruleOf } from "./testing/examples.ts";
import { atItsTime } from "./timing.ts";

const then = [{ do: "webhook", channel: "me" }];

describe("a rule's own time", () => {
  it.each([
    [{ event: "episode.airing", offset: "-30m" }],
    [{ event: ["episode.airing", "season.ending"], offset: "2 hours" }],
    [{ event: "movie.on_disc", offset: "P1D" }],
    [{ event: "time.scheduled", cron: "30 8 * * MON-FRI" }],
    [{ event: "show.stalled", after: "30 days" }],
  ])("%j hears of an event at that time, and of none at another", (when) => {
    const rule = ruleOf("movie.watched", { when, then });
    for (const type of rule.types) {
      const { data } = exampleEvent(type);
      const scope = "scope" in data ? { scope: rule.scope } : {};
      const heard = (given: typeof data): string =>
        rule.evaluate({ event: { ...exampleEvent(type), data: { ...given, ...scope } }, facts: {}, now: noon }).trace
          .outcome;
      expect(heard(atItsTime(rule.timing, data))).toBe("matched");
      expect(heard(data)).toBe("not_matched");
    }
  });

  it.each([
    [{ event: "movie.watched", offset: "1h" }, "when.offset"],
    [{ event: ["episode.airing", "movie.watched"], offset: "1h" }, "when.offset"],
    [{ event: "movie.watched", cron: "0 8 * * *" }, "when.cron"],
    [{ event: "movie.watched", after: "3 days" }, "when.after"],
    [{ event: "time.scheduled", cron: "0 25 * * *" }, "when.cron"],
    [{ event: "show.stalled", after: "3 years" }, "when.after"],
  ])("%j is refused at its place", (when, path) => {
    expect(placesOf(() => ruleOf("movie.watched", { when, then })).map((place) => place.path)).toEqual([path]);
  });

  it("is had by what is on a calendar, and by nothing else", () => {
    for (const type of eventTypes) {
      const places = placesOf(() => ruleOf("movie.watched", { when: { event: type, offset: "1h" }, then }));
      const isTimed = "airs_at" in definitionOf(type).data.shape || "released" in definitionOf(type).data.shape;
      const isAnnounced = type === "episode.scheduled" || type === "episode.rescheduled";
      expect(
        places.some((place) => place.path === "when.offset"),
        type,
      ).toBe(!isTimed || isAnnounced);
    }
  });
});
