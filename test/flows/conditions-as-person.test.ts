import { unknownLists } from "@showrunner/services/rules/list-names.ts";
import { compiled, findRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { episode, movie, told, verdictsOf } from "./verdicts.ts";

let t: TestWorld;
beforeEach(async () => {
  // A Monday, at noon in UTC.
  t = await createTestWorld({ startsAt: "2026-03-02T12:00:00.000Z" });
});
afterEach(async () => {
  await t.close();
});

describe("what is read as the person", () => {
  it("on_list: a list by its name, kept while no list moved", async () => {
    const [listed, other] = [movie(t, "Listed"), movie(t, "Other")];
    t.world.addPerson({ username: "ann" });
    const list = t.world.createList("ann", { name: "To Watch" });
    t.world.listAdd("ann", list, listed);
    const ann = await t.connect("ann");
    await t.rule(
      ann,
      'name: Told\nwhen: { event: item.rated }\nif: on_list("to watch") && !on_list("No such list")\nthen: [{ do: notify, channel: inbox, title: a, body: b }]\n',
    );
    await t.minutes(3);
    const first = await verdictsOf(t, ann, "item.rated", () => t.world.rate("ann", listed, 8));
    expect(first.verdicts).toEqual([
      { outcome: "matched", values: { 'on_list("to watch")': true, 'on_list("No such list")': false } },
    ]);
    await t.minutes(5);
    const second = await verdictsOf(t, ann, "item.rated", () => t.world.rate("ann", other, 8));
    expect(second.verdicts).toMatchObject([{ outcome: "not_matched", values: { 'on_list("to watch")': false } }]);
    t.world.listAdd("ann", list, other);
    await t.minutes(5);
    const third = await verdictsOf(t, ann, "item.rated", () => t.world.rate("ann", other, 9));
    expect(third.verdicts).toMatchObject([{ outcome: "matched" }]);
    await t.minutes(5);
    const fourth = await verdictsOf(t, ann, "item.rated", () => t.world.rate("ann", other, 10));
    expect(fourth).toMatchObject({ verdicts: [{ outcome: "matched" }], calls: {} });
  });

  it("a list that the person does not have is a warning when the rule is saved, with the one that was meant", async () => {
    t.world.addPerson({ username: "ann" });
    t.world.createList("ann", { name: "To Watch" });
    const ann = await t.connect("ann");
    const save = async (name: string, condition: string): Promise<string[]> => {
      await t.rule(
        ann,
        `name: ${name}\nwhen: { event: item.rated }\nif: ${condition}\nthen: [{ do: notify, channel: inbox, title: a, body: b }]\n`,
      );
      return await unknownLists(t.ctx, ann, compiled(await findRule(t.ctx, ann.id, name)));
    };
    expect(await save("Right", 'on_list("to watch")')).toEqual([]);
    expect(await save("Wrong", 'on_list("To wacth")')).toEqual([
      'ann has no personal list "to wacth", and nothing is on it until there is one; did you mean "To Watch"?',
    ]);
    expect(await t.requestsDuring(() => save("None", "rating > 5"))).toEqual({});
  });

  it("friends_watched: who of the friends watched the show or movie", async () => {
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Show", aired: 3 });
    const other = addWeeklyShow(t.sandbox, { title: "Other", aired: 3 });
    for (const username of ["ann", "bob", "cat", "eve"]) t.world.addPerson({ username });
    for (const friend of ["bob", "cat"]) t.world.befriend("ann", friend);
    for (const username of ["bob", "eve"]) t.world.watch(username, episode(episodes[0]));
    const ann = await t.connect("ann");
    await t.rule(
      ann,
      'name: Told\nwhen: { event: episode.watched }\nif: \'"bob" in friends_watched\'\nthen: [{ do: notify, channel: inbox, title: a, body: "{{ friends_watched | join }}" }]\n',
    );
    await t.minutes(3);
    const first = await verdictsOf(t, ann, "episode.watched", () => t.world.watch("ann", episode(episodes[1])));
    expect(first).toEqual({
      verdicts: [{ outcome: "matched", values: { friends_watched: ["bob"] } }],
      calls: { "GET /users/:id/:type/activities": 1 },
    });
    const second = await verdictsOf(t, ann, "episode.watched", () => t.world.watch("ann", episode(other.episodes[0])));
    expect(second).toMatchObject({ verdicts: [{ outcome: "not_matched", values: { friends_watched: [] } }] });
    expect(await told(t, ann)).toEqual(["bob"]);
  });

  it("rewatching of a show: its progress was begun anew", async () => {
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Show", aired: 1 });
    t.world.addPerson({ username: "ann" });
    t.world.watch("ann", episode(episodes[0]));
    const ann = await t.connect("ann");
    await t.rule(
      ann,
      "name: Told\nwhen: { event: show.dropped }\nif: rewatching\nthen: [{ do: notify, channel: inbox, title: a, body: b }]\n",
    );
    await t.minutes(3);
    const item = { type: "show" as const, trakt: show };
    const before = await verdictsOf(t, ann, "show.dropped", () => t.world.drop("ann", item));
    expect(before.verdicts).toEqual([{ outcome: "not_matched", values: { rewatching: false } }]);
    t.world.undrop("ann", item);
    t.world.resetProgress("ann", show);
    await t.sleep(2 * 3_600_000);
    const after = await verdictsOf(t, ann, "show.dropped", () => t.world.drop("ann", item), 6);
    expect(after.verdicts).toEqual([{ outcome: "matched", values: { rewatching: true } }]);
  });
});

describe("time", () => {
  it("is the person's own: the hour, the weekday, the date, and days since and until", async () => {
    const item = movie(t, "Seen");
    t.world.addPerson({ username: "ann" });
    t.world.setTimezone("ann", "Pacific/Chatham");
    const ann = await t.connect("ann");
    await t.rule(
      ann,
      `name: Told
when: { event: movie.watched }
if:
  - local.weekday == "tuesday" && local.hour == 1 && local.date == "2026-03-03"
  - days_since(movie.released) > 2000 && days_until(movie.released) < 0
  - local.minute >= 45
then: [{ do: notify, channel: inbox, title: a, body: "{{ local.weekday }}" }]
`,
    );
    await t.minutes(3);
    // 12:03 UTC is 01:48 on the next day there, 13 hours and 45 minutes ahead.
    const { verdicts, calls } = await verdictsOf(t, ann, "movie.watched", () => t.world.watch("ann", item), 2);
    expect(verdicts).toMatchObject([
      { outcome: "matched", values: { "local.weekday": "tuesday", "local.hour": 1, "local.date": "2026-03-03" } },
    ]);
    expect(calls).toEqual({});
    expect(await told(t, ann)).toEqual(["tuesday"]);
  });
});
