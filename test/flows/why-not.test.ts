import type { Account } from "@showrunner/core/records.ts";
import { explainEvent } from "@showrunner/services/explain/explain-event.ts";
import { explainRule } from "@showrunner/services/explain/explain-rule.ts";
import { whyNot, type WhyNotAsked } from "@showrunner/services/explain/why-not.ts";
import { findRule, saveRule, setEnabled } from "@showrunner/services/rules/rules.ts";
import { disconnectAccount } from "@showrunner/services/accounts/disconnect.ts";
import { listChannels, removeChannel } from "@showrunner/services/act/channels.ts";
import { pauseAll } from "@showrunner/services/schedule/pause.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf, runsOf } from "../harness/told.ts";

const minuteMs = 60_000;
const dayMs = 24 * 3_600_000;

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

/** A rule that tells what airs, under this condition. */
const airs = (more = "") => `
name: Tell me when it airs
when: { event: episode.airing }
${more}
then:
  - do: notify
    channel: inbox
    title: On now
    body: "{{ show.title }}"
`;

/** A show of which episode 3 airs in so many minutes, on ann's watchlist; she is connected. */
async function annWith(minutes: number, { isHers = true, rule = airs() } = {}): Promise<Account> {
  t.sandbox.world.addPerson({ username: "ann" });
  const nextAt = t.clock.now() + minutes * minuteMs;
  const { show } = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 2, ahead: 3, nextAt });
  if (isHers) t.world.watchlistAdd("ann", { type: "show", trakt: show });
  const ann = await t.connect("ann");
  if (rule !== "") await t.rule(ann, rule);
  await t.minutes(2);
  return ann;
}

const third = { title: "Weekly", season: 1, episode: 3 };

async function ask(account: Account, asked: WhyNotAsked = third) {
  const answer = await whyNot(t.ctx, account, asked);
  return { ...answer, codes: answer.causes.map((cause) => cause.code), text: answer.sentences.join("\n") };
}

describe("why was I not told: it was seen", () => {
  it("and a condition did not hold: which, with its values, in which version of the rule", async () => {
    const ann = await annWith(10, { rule: airs("if: show.rating >= 9.5") });
    await t.minutes(15);
    const { seen, codes, text } = await ask(ann);
    expect(codes).toEqual([]);
    const [run] = seen.flatMap((one) => one.runs);
    expect(run).toMatchObject({
      outcome: "not_matched",
      rule: { version: 1 },
      failing: { values: { "show.rating": 8 } },
    });
    expect(text).toContain('"Weekly 1×03 airs" (episode.airing) was seen');
    expect(text).toContain(
      'Rule "Tell me when it airs" (version 1) did not act: show.rating >= 9.5 did not hold: show.rating is 8.',
    );
  });

  it("and it was told after all", async () => {
    const ann = await annWith(10);
    await t.minutes(15);
    const { seen, text } = await ask(ann);
    expect(seen[0]?.runs[0]?.actions[0]).toMatchObject({ state: "done", until: null });
    expect(text).toContain("“On now” to inbox was done");
  });

  it("and it is held for quiet hours, and until when", async () => {
    const ann = await annWith(10);
    await saveSettings(t.ctx, ann.id, { quiet_hours: "03:00-10:00" });
    await t.minutes(15);
    const { seen, text } = await ask(ann);
    expect(seen[0]?.runs[0]?.actions[0]).toMatchObject({ state: "held", until: "2026-03-02T18:00:00.000Z" });
    expect(text).toContain("is held for quiet hours until");
  });

  it("and it is in a digest, throttled, or waits to be looked at again", async () => {
    const ann = await annWith(10, { rule: airs("options: { digest: daily }") });
    await t.rule(ann, airs("options: { throttle: { at_most: 1, per: 30 days } }").replace("it airs", "it may"));
    await t.rule(
      ann,
      "name: Later\nwhen: { event: episode.airing }\nthen:\n  - do: favorites.add\n    item: show\n    wait: 2 days\n",
    );
    await t.minutes(15);
    for (let half = 0; half < 14; half++) await t.sleep(dayMs / 2);
    const fourth = await ask(ann, { ...third, episode: 4 });
    const states = fourth.seen.flatMap(({ runs }) => runs.flatMap(({ actions }) => actions.map(({ state }) => state)));
    expect(states.toSorted()).toEqual(["held", "held", "waits"]);
    expect(fourth.text).toContain("held for the digest");
    expect(fourth.text).toContain("throttled: 1 in 30 days");
    expect(fourth.text).toContain("is looked at again then");
  });

  it("and its actions wait for a yes", async () => {
    const ann = await annWith(10, {
      rule: "name: Off it\nwhen: { event: episode.airing }\nthen:\n  - do: watchlist.remove\n    item: show\noptions: { limit: { removals: 0 } }\n",
    });
    await t.minutes(15);
    const { seen, text } = await ask(ann);
    expect(seen[0]?.runs[0]?.actions[0]?.state).toBe("asks");
    expect(text).toContain("waits for your yes until");
  });

  it("and what was to be sent was given up: the channel is gone", async () => {
    const ann = await annWith(10);
    for (const channel of await listChannels(t.ctx, ann.id)) await removeChannel(t.ctx, channel);
    await t.minutes(15);
    const { seen, text } = await ask(ann);
    expect(seen[0]?.runs[0]?.actions[0]?.state).toBe("dead");
    expect(text).toContain("was given up");
  });

  it("and no rule waited for it: the nearest is named, with what it lacks", async () => {
    const ann = await annWith(10, { rule: airs().replace("episode.airing }", "episode.airing, offset: -5m }") });
    await t.rule(ann, "name: Rated\nwhen: { event: item.rated }\nthen:\n  - do: watchlist.add\n");
    await t.minutes(15);
    const airing = (await eventsOf(t, ann, "episode.airing")).find((one) => one.data["offset_minutes"] === undefined);
    if (airing === undefined) throw new Error("nothing aired");
    const explained = await explainEvent(t.ctx, ann, airing.id);
    expect(explained.runs).toEqual([]);
    expect(explained.unheard.map(({ why }) => why).toSorted()).toEqual(["other_time", "other_type"]);
    expect(explained.sentences.join("\n")).toContain(
      'No rule ran on it. The nearest: Rule "Tell me when it airs" wants it 5 min before its time.',
    );
  });

  it("and the rule was off, or was switched on only later", async () => {
    const ann = await annWith(10);
    await t.rule(
      ann,
      "name: Keeps it read\nwhen: { event: episode.airing, offset: 10m }\nthen:\n  - do: watchlist.add\n    item: show\n",
    );
    const rule = await findRule(t.ctx, ann.id, "Tell me when it airs");
    const off = await setEnabled(t.ctx, rule, false);
    await t.minutes(11);
    const asked = { ...third, rule: "Tell me when it airs" };
    const whileOff = await ask(ann, asked);
    expect(whileOff.seen.flatMap(({ unheard }) => unheard.map(({ why }) => why))).toEqual(["disabled"]);
    expect(whileOff.codes).toEqual(["rule_off"]);
    await setEnabled(t.ctx, off, true);
    await t.minutes(1);
    const later = await ask(ann, asked);
    expect(later.seen.flatMap(({ unheard }) => unheard.map(({ why }) => why))).toEqual(["before_on"]);
    expect(later.text).toContain("was switched on only");
  });
});

describe("why was I not told: it was never seen", () => {
  it("Trakt must be connected again, since when; or the account is not connected at all", async () => {
    const ann = await annWith(60 * 24 * 200);
    t.world.revokeAllRefreshTokens();
    await t.sleep(200 * dayMs);
    await t.minutes(5);
    const lost = await ask(ann);
    expect(lost.codes).toContain("needs_reconnect");
    expect(lost.causes[0]?.at).not.toBeNull();
    expect(lost.text).toContain("Trakt must be connected again since");
    await disconnectAccount(t.ctx, ann);
    expect((await ask(ann)).codes).toContain("disconnected");
  });

  it("Trakt asked everybody to wait", async () => {
    const ann = await annWith(2);
    await pauseAll(t.ctx, t.clock.now() + 5 * minuteMs, "too many requests");
    expect((await ask(ann, { ...third, episode: 4 })).codes).toContain("paused");
  });

  it("there are no rules, or all are off, or none needs the calendar", async () => {
    const ann = await annWith(10, { rule: "" });
    await t.minutes(15);
    expect((await ask(ann)).codes).toEqual(expect.arrayContaining(["no_rules", "not_read"]));
    await saveRule(t.ctx, ann.id, airs(), { enabled: false });
    expect((await ask(ann)).codes).toEqual(expect.arrayContaining(["rules_off", "not_read"]));
    await t.rule(ann, "name: Rated\nwhen: { event: item.rated }\nthen:\n  - do: watchlist.add\n");
    await t.minutes(2);
    const { codes, text } = await ask(ann);
    expect(codes).toContain("not_read");
    expect(codes).not.toContain("rules_off");
    expect(text).toContain("Your calendar is not read, for no rule that is on needs it.");
  });

  it("was never polled, or not for long", async () => {
    t.sandbox.world.addPerson({ username: "ann" });
    addWeeklyShow(t.sandbox, { title: "Weekly", aired: 2, ahead: 3 });
    const ann = await t.connect("ann");
    await t.rule(ann, airs());
    expect((await ask(ann)).codes).toContain("never_polled");
    await t.minutes(2);
    expect((await ask(ann)).codes).not.toContain("never_polled");
    await t.clock.advance(3 * dayMs);
    expect((await ask(ann)).codes).toContain("not_polled_since");
  });

  it("is hidden, or dropped", async () => {
    const ann = await annWith(60);
    await t.rule(
      ann,
      "name: Hidings\nwhen: { event: [item.hidden, show.dropped] }\nif: 'false'\nthen:\n  - do: watchlist.add\n    item: show\n",
    );
    const { about } = await ask(ann);
    await t.minutes(2);
    t.world.hide("ann", { type: "show", trakt: about.trakt }, "calendar");
    await t.minutes(3);
    expect((await ask(ann, { ...third, days: 1 })).codes).toContain("hidden");
    t.world.unhide("ann", { type: "show", trakt: about.trakt }, "calendar");
    t.world.drop("ann", { type: "show", trakt: about.trakt });
    await t.minutes(3);
    expect((await ask(ann, third)).codes).toContain("dropped");
  });

  it("is none of the person's shows", async () => {
    const ann = await annWith(10, { isHers: false });
    await t.minutes(15);
    const { codes, text } = await ask(ann);
    expect(codes).toEqual(["not_yours"]);
    expect(text).toContain("is not on your calendar");
    await t.rule(
      ann,
      "name: Reads all\nwhen: { event: [episode.watched, watchlist.item_added] }\nif: 'false'\nthen:\n  - do: watchlist.add\n",
    );
    await t.minutes(3);
    expect((await ask(ann)).text).toContain("you never watched it, and it is not on your watchlist");
  });

  it("has not aired yet, or moved, or Trakt knows no date or no such episode", async () => {
    const ann = await annWith(60);
    const soon = await ask(ann);
    expect(soon.codes).toEqual(["not_aired"]);
    expect(soon.causes[0]?.at).toBe("2026-03-02T13:00:00.000Z");
    expect(soon.text).toContain("Weekly S01E03 airs only Mon");
    expect((await ask(ann, { ...third, episode: 9 })).codes).toEqual(["no_such_episode"]);
    t.world.addEpisode(soon.about.trakt, { season: 1, number: 9, first_aired: null });
    await t.sleep(13 * 3_600_000);
    expect((await ask(ann, { ...third, episode: 9 })).codes).toEqual(["no_date"]);
  });

  it("was before the rule was on, before they were here, or before the days that are looked at", async () => {
    const ann = await annWith(10, { rule: "" });
    expect((await ask(ann, { ...third, episode: 2 })).codes).toEqual(
      expect.arrayContaining(["before_you", "no_rules"]),
    );
    await t.minutes(15);
    await t.rule(ann, airs());
    await t.minutes(2);
    expect((await ask(ann)).codes).toEqual(["before_on"]);
    await t.sleep(20 * dayMs);
    await t.minutes(2);
    expect((await ask(ann, { ...third, days: 7 })).codes).toContain("before_days");
    await t.sleep(190 * dayMs);
    await t.minutes(2);
    expect((await ask(ann)).codes).toContain("not_kept");
  });

  it("what is asked about is found by title, slug and number, and a name that nobody knows is refused", async () => {
    const ann = await annWith(60);
    const { about } = await ask(ann);
    for (const title of ["weekly", "WEEKLY (2026)", String(about.trakt)])
      expect((await ask(ann, { ...third, title })).about.trakt).toBe(about.trakt);
    const movie = t.world.addMovie({ title: "Somebody Else's", released: "2026-09-01" });
    expect((await ask(ann, { title: "somebody else's" })).about).toMatchObject({ kind: "movie", trakt: movie });
    await expect(ask(ann, { title: "qqqq zzzz" })).rejects.toMatchObject({ code: "media.unknown" });
    await expect(ask(ann, { ...third, rule: "None" })).rejects.toMatchObject({ code: "rule.unknown" });
  });
});

describe("a rule explained", () => {
  it("says what it waits for, since when, what its last runs came to, and what is waiting", async () => {
    const ann = await annWith(10, { rule: airs("if: show.rating >= 7.0\noptions: { digest: daily }") });
    await t.minutes(15);
    const rule = await findRule(t.ctx, ann.id, "Tell me when it airs");
    const explained = await explainRule(t.ctx, ann, rule);
    expect(explained.runs.byOutcome).toMatchObject({ matched: 1, not_matched: 0 });
    expect(explained.waiting).toMatchObject([{ state: "held", about: "Weekly 1×03 airs" }]);
    expect(explained.latest[0]?.runId).toBe((await runsOf(t, ann))[0]?.id);
    const text = explained.sentences.join("\n");
    expect(text).toContain("waits for episode.airing");
    expect(text).toContain("It acts if show.rating >= 7.0.");
    expect(text).toContain("held for your daily digest");
    expect(text).toContain("it acted once");
  });
});
