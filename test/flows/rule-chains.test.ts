import { readInbox } from "@showrunner/services/act/inbox.ts";
import { findRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf, runsOf, writesOf } from "../harness/told.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

const tell = (type: string) =>
  `name: Tell of ${type}\nwhen: { event: ${type} }\nthen:\n  - { do: notify, channel: inbox, title: Told, body: "{{ event.subject }}" }\n`;

describe("rules that trigger each other", () => {
  it("a chain of different rules goes as deep as is allowed, and the next run says why it went no further", async () => {
    const movie = { type: "movie" as const, trakt: t.world.addMovie({ title: "A Movie" }) };
    const ann = await t.person("ann");
    await t.rule(ann, "name: A\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n");
    await t.rule(ann, "name: B\nwhen: { event: watchlist.item_added }\nthen: [{ do: rate, rating: 8 }]\n");
    await t.rule(ann, "name: C\nwhen: { event: item.rated }\nthen: [{ do: hide, section: calendar }]\n");
    await t.rule(ann, tell("item.hidden"));
    await t.minutes(1);
    t.world.favorite("ann", movie);
    await t.minutes(15);

    expect(t.ctx.settings.maxRuleChain).toBe(3);
    expect(writesOf(t, "ann")).toEqual(["POST /sync/watchlist", "POST /sync/ratings", "POST /users/hidden/:section"]);
    const [hidden] = await eventsOf(t, ann, "item.hidden");
    const ids = await Promise.all(["A", "B", "C"].map(async (name) => (await findRule(t.ctx, ann.id, name)).id));
    expect(hidden?.origin?.chain).toEqual(ids);
    const [last] = await runsOf(t, ann, "item.hidden");
    expect(last?.trace).toMatchObject({ outcome: "suppressed", reason: expect.stringContaining("3 rules in a row") });
    expect(await readInbox(t.ctx, ann.id, 10)).toEqual([]);
  });

  it("two rules that undo each other's work stop after one round", async () => {
    const { show } = addWeeklyShow(t.sandbox, { title: "To and fro", aired: 1 });
    const ann = await t.person("ann");
    await t.rule(ann, "name: Show\nwhen: { event: item.hidden }\nthen: [{ do: unhide, section: calendar }]\n");
    await t.rule(ann, "name: Hide\nwhen: { event: item.unhidden }\nthen: [{ do: hide, section: calendar }]\n");
    await t.minutes(1);
    t.world.hide("ann", { type: "show", trakt: show }, "calendar");
    await t.minutes(30);
    expect(writesOf(t, "ann")).toEqual(["POST /users/hidden/:section/remove", "POST /users/hidden/:section"]);
    expect((await runsOf(t, ann)).map((run) => run.trace.outcome)).toEqual(["matched", "matched", "suppressed"]);
  });

  it("a whole show that a rule adds to the history is known as ours, play by play, and what follows from it", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "All at once", aired: 3, status: "ended" });
    const ann = await t.person("ann");
    await t.rule(
      ann,
      "name: Whole show\nwhen: { event: [episode.watched, show.completed] }\nthen: [{ do: history.add, item: show }]\n",
    );
    await t.minutes(1);
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    await t.minutes(30);
    expect(writesOf(t, "ann")).toEqual(["POST /sync/history"]);
    expect(t.world.history("ann")).toHaveLength(4);
    const plays = await eventsOf(t, ann, "episode.watched");
    expect(plays.map((event) => event.origin !== undefined)).toEqual([false, true, true, true]);
    const [completed, ...more] = await eventsOf(t, ann, "show.completed");
    expect(more).toEqual([]);
    expect(completed?.origin?.chain).toHaveLength(1);
    expect(t.world.progress("ann", show)).toMatchObject({ aired: 3, completed: 3 });
  });

  it("a play of the person's own, of a show that a rule added before, is not taken for the rule's", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Seen before", aired: 3 });
    const ann = await t.person("ann");
    await t.rule(ann, "name: Whole show\nwhen: { event: favorites.item_added }\nthen: [{ do: history.add }]\n");
    await t.rule(ann, tell("episode.watched"));
    await t.minutes(1);
    t.world.favorite("ann", { type: "show", trakt: show });
    await t.minutes(5);
    expect((await eventsOf(t, ann, "episode.watched")).every((event) => event.origin !== undefined)).toBe(true);
    t.world.watch("ann", { type: "episode", trakt: episodes[1] ?? 0 });
    await t.minutes(5);
    expect((await eventsOf(t, ann, "episode.watched")).at(-1)?.origin).toBeUndefined();
  });

  it("a rating that the person changes after a rule rated is the person's own", async () => {
    const movie = { type: "movie" as const, trakt: t.world.addMovie({ title: "Rated" }) };
    const ann = await t.person("ann");
    t.world.rate("ann", movie, 8);
    await t.rule(ann, "name: Rate\nwhen: { event: movie.watched }\nthen: [{ do: rate, rating: 8 }]\n");
    await t.rule(ann, tell("item.rated"));
    await t.minutes(1);
    t.world.watch("ann", movie);
    await t.minutes(5);
    t.world.rate("ann", movie, 10);
    await t.minutes(5);
    expect((await eventsOf(t, ann, "item.rated")).map((event) => [event.data["rating"], event.origin])).toEqual([
      [10, undefined],
    ]);
  });
});
