import { ActionRequest, type ActionVerb } from "@showrunner/core/actions.ts";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { findRule } from "@showrunner/services/rules/rules.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { actionsOf, eventsOf, runsOf, writesOf } from "../harness/told.ts";
import { addHook } from "../harness/webhook.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(async () => {
  await t.close();
});

type TraktVerb = Exclude<ActionVerb, "notify" | "webhook" | "household.share">;
type Thing = { type: "movie" | "show"; trakt: number };

interface Effect {
  /** The action as a rule has it, without its verb. */
  options?: string;
  /** What the thing is; a movie when left out. */
  of?: "show";
  /** What happens to it; it becomes a favorite when left out. */
  happens?: { type: EventType; make(thing: Thing): void };
  /** What is so before. */
  before?(thing: Thing): void;
  /** Where the sandbox has it. */
  at(): { item: unknown }[];
  /** Whether the thing is there afterwards. */
  there: boolean;
  /** How the change comes back; nobody looks at lists. */
  comesBack: EventType | null;
  endpoint: string;
}

const effects: Record<TraktVerb, Effect> = {
  "watchlist.add": {
    at: () => t.world.watchlist("ann"),
    there: true,
    comesBack: "watchlist.item_added",
    endpoint: "POST /sync/watchlist",
  },
  "watchlist.remove": {
    before: (thing) => t.world.watchlistAdd("ann", thing),
    at: () => t.world.watchlist("ann"),
    there: false,
    comesBack: "watchlist.item_removed",
    endpoint: "POST /sync/watchlist/remove",
  },
  "favorites.add": {
    happens: { type: "watchlist.item_added", make: (thing) => t.world.watchlistAdd("ann", thing) },
    at: () => t.world.favorites("ann"),
    there: true,
    comesBack: "favorites.item_added",
    endpoint: "POST /sync/favorites",
  },
  "favorites.remove": {
    happens: { type: "watchlist.item_added", make: (thing) => t.world.watchlistAdd("ann", thing) },
    before: (thing) => t.world.favorite("ann", thing),
    at: () => t.world.favorites("ann"),
    there: false,
    comesBack: "favorites.item_removed",
    endpoint: "POST /sync/favorites/remove",
  },
  "collection.add": {
    at: () => t.world.collection("ann"),
    there: true,
    comesBack: "collection.item_added",
    endpoint: "POST /sync/collection",
  },
  "collection.remove": {
    before: (thing) => t.world.collect("ann", thing),
    at: () => t.world.collection("ann"),
    there: false,
    comesBack: "collection.item_removed",
    endpoint: "POST /sync/collection/remove",
  },
  hide: {
    options: ", section: calendar",
    at: () => t.world.hidden("ann", "calendar"),
    there: true,
    comesBack: "item.hidden",
    endpoint: "POST /users/hidden/:section",
  },
  unhide: {
    options: ", section: calendar",
    before: (thing) => t.world.hide("ann", thing, "calendar"),
    at: () => t.world.hidden("ann", "calendar"),
    there: false,
    comesBack: "item.unhidden",
    endpoint: "POST /users/hidden/:section/remove",
  },
  drop: {
    of: "show",
    at: () => t.world.hidden("ann", "dropped"),
    there: true,
    comesBack: "show.dropped",
    endpoint: "POST /users/hidden/:section",
  },
  undrop: {
    of: "show",
    before: (thing) => t.world.drop("ann", thing),
    at: () => t.world.hidden("ann", "dropped"),
    there: false,
    comesBack: "show.undropped",
    endpoint: "POST /users/hidden/:section/remove",
  },
  "list.add": {
    options: ", list: Kept",
    before: () => void t.world.createList("ann", { name: "kept" }),
    at: () => t.world.lists("ann").flatMap((list) => list.items),
    there: true,
    comesBack: null,
    endpoint: "POST /users/:id/lists/:list_id/items",
  },
  "list.remove": {
    options: ", list: Kept",
    before: (thing) => t.world.listAdd("ann", t.world.createList("ann", { name: "kept" }), thing),
    at: () => t.world.lists("ann").flatMap((list) => list.items),
    there: false,
    comesBack: null,
    endpoint: "POST /users/:id/lists/:list_id/items/remove",
  },
  "history.add": {
    at: () => t.world.history("ann"),
    there: true,
    comesBack: "movie.watched",
    endpoint: "POST /sync/history",
  },
  "history.remove": {
    before: (thing) => void t.world.watch("ann", thing),
    at: () => t.world.history("ann"),
    there: false,
    comesBack: "play.removed",
    endpoint: "POST /sync/history/remove",
  },
  unrate: {
    before: (thing) => t.world.rate("ann", thing, 8),
    at: () => t.world.ratings("ann"),
    there: false,
    comesBack: "item.unrated",
    endpoint: "POST /sync/ratings/remove",
  },
  checkin: {
    at: () => t.world.watchingNow("ann"),
    there: true,
    comesBack: null,
    endpoint: "POST /checkin",
  },
  rate: {
    options: ", rating: 8",
    at: () => t.world.ratings("ann"),
    there: true,
    comesBack: "item.rated",
    endpoint: "POST /sync/ratings",
  },
};

const verbs = Object.keys(effects).filter((verb): verb is TraktVerb => Object.hasOwn(effects, verb));

function thingFor({ of }: Effect): Thing {
  if (of === "show") return { type: "show", trakt: addWeeklyShow(t.sandbox, { title: "A Show", aired: 2 }).show };
  return { type: "movie", trakt: t.world.addMovie({ title: "A Movie", released: "2020-01-01" }) };
}

function happen({ happens }: Effect, thing: Thing): void {
  if (happens === undefined) t.world.favorite("ann", thing);
  else happens.make(thing);
}

it("every verb of the action schema is done here", () => {
  const known = ActionRequest.options.map((option) => option.shape.do.value);
  expect([...verbs, "notify", "webhook", "household.share"].toSorted()).toEqual(known.toSorted());
});

describe.each(verbs)("%s", (verb) => {
  const effect = effects[verb];

  it("changes it at Trakt with one write, and its own change coming back does not fire the rule again", async () => {
    const thing = thingFor(effect);
    t.world.addPerson({ username: "ann" });
    effect.before?.(thing);
    const ann = await t.connect("ann");
    const types = [
      effect.happens?.type ?? "favorites.item_added",
      ...(effect.comesBack === null ? [] : [effect.comesBack]),
    ];
    await t.rule(
      ann,
      `name: Do it\nwhen: { event: [${types.join(", ")}] }\nthen:\n  - { do: ${verb}${effect.options ?? ""} }\n`,
    );
    await t.minutes(2);
    happen(effect, thing);
    await t.minutes(6);

    expect(effect.at().some((one) => JSON.stringify(one.item) === JSON.stringify(thing))).toBe(effect.there);
    expect(writesOf(t, "ann")).toEqual([effect.endpoint]);
    const [action, ...more] = await actionsOf(t, ann);
    expect(more).toEqual([]);
    expect(action).toMatchObject({ state: "DONE", attempts: 1, request: { do: verb } });
    if (effect.comesBack === null) return;

    const [echo, ...others] = await eventsOf(t, ann, effect.comesBack);
    expect(others).toEqual([]);
    const rule = await findRule(t.ctx, ann.id, "Do it");
    expect(echo?.origin).toEqual({ actionid: action?.id, ruleid: rule.id, chain: [rule.id] });
    const [run] = await runsOf(t, ann, effect.comesBack);
    expect(run?.trace).toMatchObject({ outcome: "suppressed", reason: expect.stringContaining("this same rule") });
  });

  it("where it was so already, a later change by the person's own hand is not taken for ours", async () => {
    const thing = thingFor(effect);
    const hand = handOf(verb, thing);
    // Plays and ratings are given anew each time, and nobody looks at lists.
    if (effect.comesBack === null || hand === undefined) return;
    t.world.addPerson({ username: "ann" });
    const [undo, redo] = hand;
    redo();
    const ann = await t.connect("ann");
    await t.rule(
      ann,
      `name: Do it\nwhen: { event: ${effect.happens?.type ?? "favorites.item_added"} }\nthen:\n  - { do: ${verb}${effect.options ?? ""} }\n`,
    );
    await t.rule(ann, tell(effect.comesBack));
    await t.minutes(2);
    happen(effect, thing);
    await t.minutes(4);
    expect(await eventsOf(t, ann, effect.comesBack)).toEqual([]);
    undo();
    await t.minutes(4);
    redo();
    await t.minutes(4);
    const events = await eventsOf(t, ann, effect.comesBack);
    expect(events).toHaveLength(1);
    expect(events[0]?.origin).toBeUndefined();
  });
});

/** What undoes an action by hand, and what does it. */
function handOf(verb: TraktVerb, thing: Thing): [undo: () => void, redo: () => void] | undefined {
  const on = {
    watchlist: () => t.world.watchlistAdd("ann", thing),
    favorites: () => t.world.favorite("ann", thing),
    collection: () => t.world.collect("ann", thing),
    hide: () => t.world.hide("ann", thing, "calendar"),
    drop: () => t.world.drop("ann", thing),
  };
  const off = {
    watchlist: () => t.world.watchlistRemove("ann", thing),
    favorites: () => t.world.unfavorite("ann", thing),
    collection: () => t.world.uncollect("ann", thing),
    hide: () => t.world.unhide("ann", thing, "calendar"),
    drop: () => t.world.undrop("ann", thing),
  };
  switch (verb) {
    case "watchlist.add":
      return [off.watchlist, on.watchlist];
    case "watchlist.remove":
      return [on.watchlist, off.watchlist];
    case "favorites.add":
      return [off.favorites, on.favorites];
    case "favorites.remove":
      return [on.favorites, off.favorites];
    case "collection.add":
      return [off.collection, on.collection];
    case "collection.remove":
      return [on.collection, off.collection];
    case "hide":
      return [off.hide, on.hide];
    case "unhide":
      return [on.hide, off.hide];
    case "drop":
      return [off.drop, on.drop];
    case "undrop":
      return [on.drop, off.drop];
    default:
      return undefined;
  }
}

function tell(type: EventType): string {
  return `name: Tell of ${type}\nwhen: { event: ${type} }\nthen:\n  - { do: notify, channel: inbox, title: Told, body: "{{ event.subject }}" }\n`;
}

describe("notify and webhook", () => {
  it("one run reaches the inbox and the person's own server once each, with the rule's words", async () => {
    const movie = t.world.addMovie({ title: "A Movie" });
    const ann = await t.person("ann");
    await using hook = await addHook(t, ann);
    await t.rule(
      ann,
      'name: Both\nwhen: { event: movie.watched }\nthen:\n  - { do: notify, channel: inbox, title: "Seen: {{ movie.title }}", body: "At last", url: "https://trakt.tv/movies/{{ movie.ids.slug }}" }\n  - { do: webhook, channel: hook }\n',
    );
    await t.minutes(1);
    t.world.watch("ann", { type: "movie", trakt: movie });
    await t.minutes(10);
    expect(await readInbox(t.ctx, ann.id, 10)).toMatchObject([
      { title: "Seen: A Movie", body: "At last", url: expect.stringContaining("https://trakt.tv/movies/a-movie") },
    ]);
    expect(hook.events().map((event) => event.type)).toEqual(["movie.watched"]);
    expect((await actionsOf(t, ann)).map((action) => action.state)).toEqual(["DONE", "DONE"]);
  });
});
