import { connectionKey } from "@showrunner/core/keys.ts";
import { accountPk, pollPk } from "@showrunner/core/keys.ts";
import { connectAccount, getConnection } from "@showrunner/services/accounts/accounts.ts";
import { deleteAccount } from "@showrunner/services/accounts/delete-account.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import { createHook, deleteHook, rotateHook } from "@showrunner/services/hooks/hooks.ts";
import { receiveHook } from "@showrunner/services/hooks/receive.ts";
import { openDestination } from "@showrunner/services/act/destinations.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld, type TestWorld, tokensOf } from "../harness/test-world.ts";
import { actionsOf, eventsOf } from "../harness/told.ts";
import { type UnderRights, underRights } from "./under-rights.ts";
import { withinRights } from "./within-rights.ts";

let t: TestWorld;
let hours: UnderRights["hours"];
let refused: UnderRights["refused"];
beforeEach(async () => {
  t = await createTestWorld();
  ({ hours, refused } = underRights(t));
});
afterEach(() => t.close());

const rule = (when: string, then: string): string =>
  `name: ${when.split(",", 1).join()}\nwhen: { event: ${when} }\nthen:\n  - ${then}\n`;

describe("with the rights of the table, and no others", () => {
  it("a person signs in, is polled, has rules applied, and is acted for and told", async () => {
    t.world.addPerson({ username: "ann" });
    const ann = await connectAccount(withinRights("api", t.ctx), tokensOf(t.world.issueTokens("ann")));
    await t.rule(ann, rule("movie.watched", '{ do: notify, channel: inbox, title: Seen, body: "{{ movie.title }}" }'));
    await t.rule(ann, rule("watchlist.item_added", "{ do: list.add, list: Later }"));
    await t.rule(ann, rule("item.rated", "{ do: watchlist.add }"));
    const { show } = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 3, ahead: 2 });
    await hours(2);
    const movie = { type: "movie" as const, trakt: t.world.addMovie({ title: "Heat" }) };
    t.world.watch("ann", movie);
    t.world.rate("ann", movie, 9);
    t.world.watchlistAdd("ann", { type: "show", trakt: show });
    await hours(24);

    expect(refused()).toEqual([]);
    expect((await eventsOf(t, ann)).map(({ type }) => type)).toContain("movie.watched");
    expect((await readInbox(t.ctx, ann.id, 10)).map(({ body }) => body)).toContain("Heat");
    expect(new Set((await actionsOf(t, ann)).map(({ state }) => state))).toEqual(new Set(["DONE"]));
  });

  it("a person is told by the clock, by a hook of their own, and of what holds for a day", async () => {
    t.world.addPerson({ username: "ann" });
    const { show, episodes } = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 3, ahead: 2 });
    const [first] = episodes;
    t.world.watch("ann", { type: "episode", trakt: first ?? 0 });
    const door = withinRights("api", t.ctx);
    const ann = await connectAccount(door, tokensOf(t.world.issueTokens("ann")));
    const inbox = '{ do: notify, channel: inbox, title: "{{ event.type }}", body: told }';
    for (const when of ['time.scheduled, cron: "0 20 * * *"', "show.canceled", "show.season_announced"])
      await t.rule(ann, rule(when, inbox));
    await t.rule(ann, rule('show.premiering, scope: all, offset: "-1h"', inbox));
    await t.rule(ann, rule("show.stalled, after: 2 days", inbox));
    await t.rule(
      ann,
      rule(
        "hook.received",
        '{ do: notify, channel: inbox, title: "{{ event.type }}", body: "{{ show.title }}", url: "{{ hook.title }}" }',
      ),
    );
    const { hook, secrets } = await createHook(door, ann.id, { name: "Door", kind: "plex" });
    const secret = secrets.path.reveal().split("/").at(-1) ?? "";
    await hours(2);
    t.world.setStatus(show, "canceled");
    t.world.addEpisode(show, { season: 2, number: 1, first_aired: null });
    // One without an address fails, and one with it ends that.
    for (const title of ["none", "https://example.org/"]) {
      const Metadata = { type: "episode", title, Guid: [{ id: "tvdb://349232" }] };
      const body = Buffer.from(JSON.stringify({ event: "media.scrobble", Metadata }));
      await receiveHook(door, { hookId: hook.id, secret, header: () => undefined, body });
      await hours(1);
    }
    await rotateHook(door, ann.id, "Door");
    await deleteHook(door, ann.id, "Door");
    await hours(60);

    expect(refused()).toEqual([]);
    const told = new Set((await readInbox(t.ctx, ann.id, 50)).map(({ title }) => title));
    expect([...told].toSorted()).toEqual(
      ["hook.received", "show.canceled", "show.season_announced", "show.stalled", "time.scheduled"].toSorted(),
    );
  });

  it("a person is told later: after quiet hours, in a digest, and after a second look", async () => {
    t.world.addPerson({ username: "ann" });
    const ann = await connectAccount(withinRights("api", t.ctx), tokensOf(t.world.issueTokens("ann")));
    await saveSettings(withinRights("api", t.ctx), ann.id, { time_zone: "UTC", quiet_hours: "13:30-17:30" });
    await t.rule(ann, rule("item.rated", '{ do: notify, channel: inbox, title: "{{ movie.title }}", body: rated }'));
    const held = "name: Held\nwhen: { event: item.rated }\nthen:\n  - { do: hold, channel: inbox, title: x }\n";
    await t.rule(ann, `${held}  - { do: watchlist.add, wait: 3 hours, if: rating > 5 }\n`);
    await hours(2);
    for (const title of ["Heat", "Alien"])
      t.world.rate("ann", { type: "movie", trakt: t.world.addMovie({ title }) }, 9);
    await hours(2);
    await saveSettings(withinRights("api", t.ctx), ann.id, { time_zone: "UTC", quiet_hours: "13:30-18:30" });
    await hours(22);

    expect(refused()).toEqual([]);
    const titles = (await readInbox(t.ctx, ann.id, 10)).map(({ title }) => title);
    expect(titles.toSorted()).toEqual(["2 messages from your quiet hours", "Held: 2"]);
    expect(t.world.watchlist("ann")).toHaveLength(2);
  });

  it("what a condition asks of the person is read by who may open their tokens, which who applies rules may not", async () => {
    t.world.addPerson({ username: "ann" });
    const ann = await connectAccount(withinRights("api", t.ctx), tokensOf(t.world.issueTokens("ann")));
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 3, ahead: 2 });
    await t.rule(
      ann,
      'name: Far\nwhen: { event: episode.watched }\nif: progress.behind == 2\nthen: [{ do: notify, channel: inbox, title: Far, body: "{{ progress.percent | round }} %" }]\n',
    );
    await hours(1);
    t.world.watch("ann", { type: "episode", trakt: episodes[0] ?? 0 });
    await hours(1);
    expect(refused()).toEqual([]);
    expect((await readInbox(t.ctx, ann.id, 10)).map(({ body }) => body)).toEqual(["33 %"]);

    const { vault, store } = withinRights("apply-rules", t.ctx);
    const { accessToken } = (await getConnection(t.ctx, ann.id)).value;
    const place = { purpose: "tokens" as const, accountId: ann.id, field: "accessToken" };
    await expect(vault.open(place, accessToken)).rejects.toThrow(/AccessDenied.*kms:Decrypt/);
    await expect(store.get(connectionKey(ann.id))).rejects.toThrow(/AccessDenied/);
  });

  it("tokens are renewed, and whose tokens Trakt no longer renews is told", async () => {
    t.world.addPerson({ username: "ann" });
    const ann = await connectAccount(withinRights("api", t.ctx), tokensOf(t.world.issueTokens("ann")));
    await hours(1);
    t.world.disconnectApp("ann");
    await hours(3);

    expect(refused()).toEqual([]);
    expect((await getConnection(t.ctx, ann.id)).value.state).toBe("needs_reconnect");
    expect((await readInbox(t.ctx, ann.id, 10)).length).toBe(1);
  });

  it("an account is deleted", async () => {
    const ann = await t.person("ann");
    await hours(1);
    await deleteAccount(withinRights("refresh-tokens", t.ctx), ann);
    await hours(2);

    expect(refused()).toEqual([]);
    for (const pk of [pollPk(ann.id), accountPk(ann.id)]) expect((await t.ctx.store.query({ pk })).items).toEqual([]);
  });

  it("the deliverer gets no connection, and the API no channel's secrets", async () => {
    const ann = await t.person("ann");
    await expect(getConnection(withinRights("deliver", t.ctx), ann.id)).rejects.toThrow("AccessDenied");
    await expect(openDestination(withinRights("api", t.ctx), ann.id, "inbox")).rejects.toThrow("AccessDenied");
  });
});
