import type { Account } from "@showrunner/core/records.ts";
import { createHook } from "@showrunner/services/hooks/hooks.ts";
import { receiveHook } from "@showrunner/services/hooks/receive.ts";
import { agreeToHousehold, offerHousehold } from "@showrunner/services/household/links.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { told, useRecipe, verdicts } from "../harness/recipes.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { addHook } from "../harness/webhook.ts";
import { plexEpisode } from "./hook-senders.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
});
afterEach(async () => {
  await t.close();
});

const movie = (title: string) => ({
  type: "movie" as const,
  trakt: t.world.addMovie({ title, year: 2020, released: "2020-01-01" }),
});
const historyOf = (username: string) => t.world.history(username).map(({ item }) => item);

describe("a friend's last episode", () => {
  it("of a season of what the person is in the middle of is told once; no other episode, show or friend is", async () => {
    t.world.addPerson({ username: "bob" });
    t.world.addPerson({ username: "eve" });
    for (const friend of ["bob", "eve"]) t.world.befriend("ann", friend);
    const [mine, done, never] = ["Mine", "Done", "Never begun"].map((title) =>
      addWeeklyShow(t.sandbox, { title, aired: 3, status: "ended" }),
    );
    const watch = (who: string, show: typeof mine, number: number): void => {
      t.world.watch(who, { type: "episode", trakt: show?.episodes[number - 1] ?? 0 });
    };
    watch("ann", mine, 1);
    for (const number of [1, 2, 3]) watch("ann", done, number);
    watch("eve", mine, 3);
    await t.minutes(2);
    await useRecipe(t, ann, "friend-finished", { friends: ["bob"] });
    await t.minutes(20);
    watch("bob", mine, 2);
    for (const show of [done, never]) watch("bob", show, 3);
    watch("eve", mine, 3);
    await t.minutes(20);
    expect(await told(t, ann)).toEqual([]);
    watch("bob", mine, 3);
    await t.minutes(20);
    expect(await told(t, ann)).toEqual(["bob finished season 1 of Mine | You have watched 1 of 3 episodes."]);
    expect((await verdicts(t, ann)).map(({ outcome }) => outcome).toSorted()).toEqual([
      "matched",
      ...Array.from({ length: 4 }, () => "not_matched"),
    ]);
  });
});

describe("everything to a server", () => {
  it("is each play from then on, once, signed with an id of its own, and nothing of before", async () => {
    t.world.watch("ann", movie("Seen before"));
    await t.minutes(2);
    await using hook = await addHook(t, ann);
    await useRecipe(t, ann, "everything-to-my-server", { channel: "hook" });
    await t.minutes(5);
    expect(hook.events()).toEqual([]);
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 3, ahead: 1 });
    t.world.watch("ann", movie("Heat"));
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    await t.minutes(10);
    expect(
      hook
        .events()
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(["episode.watched", "movie.watched"]);
    const ids = hook.receiver.requests.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(2);
    expect(hook.receiver.requests.map(({ headers }) => headers["webhook-signature"])).toEqual([
      expect.stringMatching(/^v1,/),
      expect.stringMatching(/^v1,/),
    ]);
    expect((await verdicts(t, ann)).map(({ outcome }) => outcome)).toEqual(["matched", "matched"]);
  });
});

describe("a media server", () => {
  const ids = { imdb: "tt97654321", tmdb: 94_712_000, tvdb: 349_232 };
  /** Trakt knows the last of them: Breaking Bad, first episode. */
  const known = { type: "episode", trakt: 73_482 };

  async function plex(): Promise<(event: string, user?: string) => Promise<void>> {
    const { hook, secrets } = await createHook(t.ctx, ann.id, { name: "plex", kind: "plex" });
    const secret = secrets.path.reveal().split("/").at(-1) ?? "";
    return async (event, user = "ann") => {
      const payload = { ...plexEpisode(event, ids), Account: { id: 1, title: user } };
      const body = Buffer.from(JSON.stringify(payload));
      const header = (name: string) => (name === "content-type" ? "application/json" : undefined);
      await receiveHook(t.ctx, { hookId: hook.id, secret, header, body });
      await t.minutes(3);
    };
  }

  it("brings what was watched to its end into the history, once, and only the person's own", async () => {
    const call = await plex();
    await call("media.scrobble");
    await useRecipe(t, ann, "media-server", { hook: "plex", users: ["ann"] });
    await t.minutes(10);
    expect(historyOf("ann")).toEqual([]);
    await call("media.play");
    await call("media.scrobble", "a guest");
    expect(historyOf("ann")).toEqual([]);
    await call("media.scrobble");
    await call("media.scrobble");
    expect(historyOf("ann")).toEqual([known]);
    await t.minutes(90);
    expect(historyOf("ann")).toEqual([known]);
    const matched = (await verdicts(t, ann)).filter(({ outcome }) => outcome === "matched");
    expect(matched).toEqual([
      { outcome: "matched", held: [true, true, true], actions: [expect.stringContaining("history")] },
    ]);
  });

  it("checks in to what plays, which becomes one play when it is over", async () => {
    const call = await plex();
    await useRecipe(t, ann, "media-server", { how: "check in" });
    await t.minutes(2);
    await call("media.play");
    expect(t.world.watchingNow("ann").map(({ item }) => item)).toEqual([known]);
    expect(historyOf("ann")).toEqual([]);
    await t.minutes(30);
    await call("media.resume");
    await t.minutes(40);
    await call("media.scrobble");
    await t.minutes(60);
    expect(historyOf("ann")).toEqual([known]);
  });
});

describe("watched together", () => {
  it("is what either watches from the list, once, by an agreement of both; nothing else, and nothing of before", async () => {
    const bo = await t.person("bo");
    const [early, ours, own] = [movie("Seen before"), movie("Ours"), movie("Mine alone")];
    for (const who of ["ann", "bo"]) {
      const list = t.world.createList(who, { name: "Together" });
      for (const one of [early, ours]) t.world.listAdd(who, list, one);
    }
    t.world.watch("ann", early);
    await offerHousehold(t.ctx, ann, bo);
    await agreeToHousehold(t.ctx, bo, ann);
    await useRecipe(t, ann, "household", { with: "bo" });
    await useRecipe(t, bo, "household", { with: "ann" });
    await t.minutes(5);
    t.world.watch("ann", ours);
    t.world.watch("ann", own);
    await t.minutes(30);
    expect(historyOf("bo")).toEqual([ours]);
    expect(historyOf("ann")).toHaveLength(3);
    const back = movie("Bo's turn");
    const list = t.world.lists("bo").find((one) => one.name === "Together");
    t.world.listAdd("bo", list?.id ?? 0, back);
    await t.minutes(3);
    t.world.watch("bo", back);
    await t.minutes(30);
    expect(historyOf("ann").filter((item) => "trakt" in item && item.trakt === back.trakt)).toHaveLength(1);
    expect(historyOf("bo")).toHaveLength(2);
  });

  it("takes over nothing where only sharing was asked for", async () => {
    const bo = await t.person("bo");
    const ours = movie("Ours");
    for (const who of ["ann", "bo"]) t.world.listAdd(who, t.world.createList(who, { name: "Together" }), ours);
    await offerHousehold(t.ctx, ann, bo);
    await agreeToHousehold(t.ctx, bo, ann);
    await useRecipe(t, ann, "household", { with: "bo" });
    await useRecipe(t, bo, "household", { with: "ann", take: false });
    await t.minutes(5);
    t.world.watch("ann", ours);
    await t.minutes(20);
    expect(historyOf("bo")).toEqual([]);
  });
});
