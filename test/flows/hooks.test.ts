import { createApi } from "@showrunner/api/app.ts";
import { hookKey } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { readInbox } from "@showrunner/services/act/inbox.ts";
import {
  createHook,
  deleteHook,
  type HookSecrets,
  listHooks,
  type NewHook,
  rotateHook,
  setHookEnabled,
} from "@showrunner/services/hooks/hooks.ts";
import * as fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { eventsOf, runsOf } from "../harness/told.ts";
import { embyEpisode, jellyfinMovie, plexEpisode, plexForm, plexOldEpisode, tautulliEpisode } from "./hook-senders.ts";

let t: TestWorld;
let api: ReturnType<typeof createApi>;
beforeEach(async () => {
  t = await createTestWorld();
  const queue = { visible: 0, delayed: 0, inFlight: 0, dead: 0 };
  const queues = { PollJobs: queue, ChangeEvents: queue, TraktWrites: queue, Deliveries: queue };
  api = createApi(t.ctx, { mode: "sandbox", version: "1", queues: async () => queues, startedAt: t.clock.now() });
});
afterEach(async () => {
  await t.close();
});

const minuteMs = 60_000;
const json = { "content-type": "application/json" };
const showIds = { imdb: "tt91234567", tmdb: 94_711_000, tvdb: 98_118_900 };
/** Trakt knows the last of them: Breaking Bad, first episode. */
const episodeIds = { imdb: "tt97654321", tmdb: 94_712_000, tvdb: 349_232 };
const knownEpisode = 73_482;
const movieIds = { imdb: "tt92222222", tmdb: 99_000_000, tvdb: 70_000_000 };
const unknownIds = { imdb: "tt99999999", tmdb: 99_999_999, tvdb: 99_999_999 };

async function hooked(account: Account, wanted: Partial<NewHook> = {}): Promise<HookSecrets> {
  return (await createHook(t.ctx, account.id, { name: "Door", ...wanted })).secrets;
}

async function send(
  secrets: HookSecrets | string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = json,
): Promise<{ status: number; answer: Record<string, unknown> }> {
  const path = typeof secrets === "string" ? secrets : secrets.path.reveal();
  const response = await api.request(`http://server.lan:3000${path}`, { method: "POST", body, headers });
  const answer: unknown = await response.json();
  return { status: response.status, answer: Object(answer) };
}

const sendJson = (secrets: HookSecrets, payload: unknown, headers: Record<string, string> = {}) =>
  send(secrets, JSON.stringify(payload), { ...json, ...headers });

function telling(
  condition: string,
  action = 'do: notify, channel: inbox, title: Told, body: "{{ hook.title }}"',
): string {
  return `name: Hook\nwhen: { event: hook.received }\nif: '${condition}'\nthen:\n  - { ${action} }\n`;
}

/** A show whose second episode senders know, and a movie. */
function library(): { show: number; second: number; movie: number } {
  const show = t.world.addShow({ title: "A Show", year: 2024, ids: showIds });
  t.world.addEpisode(show, { season: 1, number: 1, first_aired: t.clock.now() - 9 * 86_400_000 });
  const second = t.world.addEpisode(show, {
    season: 1,
    number: 2,
    first_aired: t.clock.now() - 86_400_000,
  });
  const movie = t.world.addMovie({ title: "A Movie", year: 2020, released: "2020-01-01", ids: movieIds });
  return { show, second, movie };
}

const watched = (username: string): string[] =>
  t.world.history(username).map(({ item }) => (item.type === "season" ? "a season" : `${item.type} ${item.trakt}`));

describe("a hook of one's own", () => {
  it("makes an event of any JSON, which rules ask by its words", async () => {
    const ann = await t.person("ann");
    const secrets = await hooked(ann);
    await t.rule(ann, telling('"sensor.door=open" in hook.fields && hook.event == "door" && hook.kind == "generic"'));
    await t.minutes(2);
    const open = { event: "door", title: "Front door", sensor: { door: "open", level: 3 } };
    expect((await sendJson(secrets, { ...open, sensor: { door: "shut" } })).status).toBe(202);
    await t.minutes(1);
    expect((await sendJson(secrets, open)).status).toBe(202);
    await t.minutes(1);
    expect((await readInbox(t.ctx, ann.id, 10)).map((one) => one.body)).toEqual(["Front door"]);
    expect((await runsOf(t, ann)).map((run) => run.trace.outcome)).toEqual(["not_matched", "matched"]);
    expect((await eventsOf(t, ann, "hook.received"))[1]?.data).toMatchObject({ payload: open });
  });

  it("received twice is one event: by the sender's id for a day, or by the same body for some minutes", async () => {
    const ann = await t.person("ann");
    const secrets = await hooked(ann);
    const first = await sendJson(secrets, { a: 1 });
    const again = await sendJson(secrets, { a: 1 });
    expect(again.answer).toEqual({ event_id: first.answer["event_id"], duplicate: true });
    await t.sleep(6 * minuteMs);
    expect((await sendJson(secrets, { a: 1 })).answer["duplicate"]).toBe(false);
    const named = { "webhook-id": "msg_1" };
    expect((await sendJson(secrets, { b: 1 }, named)).answer["duplicate"]).toBe(false);
    await t.sleep(60 * minuteMs);
    expect((await sendJson(secrets, { b: "spelled otherwise" }, named)).answer["duplicate"]).toBe(true);
    const many = await Promise.all(Array.from({ length: 10 }, () => sendJson(secrets, { c: 1 })));
    expect(new Set(many.map((one) => one.answer["event_id"])).size).toBe(1);
    expect(await eventsOf(t, ann, "hook.received")).toHaveLength(4);
  });

  it("lets in nobody without its secret, after it was rotated, switched off or deleted, and tells them nothing", async () => {
    const ann = await t.person("ann");
    const secrets = await hooked(ann);
    const other = await hooked(await t.person("bob"));
    const [id, secret] = secrets.path.reveal().split("/").slice(2);
    const [, others] = other.path.reveal().split("/").slice(2);
    const unknown = await send(`/hooks/hok_none/${secret}`, "{}");
    expect(unknown).toMatchObject({ status: 404, answer: { code: "hook.unknown" } });
    expect(await send(`/hooks/${id}/${others}`, "{}")).toEqual(unknown);
    expect(await send(`/hooks/${id}/x`, "{}")).toEqual(unknown);
    const rotated = (await rotateHook(t.ctx, ann.id, "Door")).secrets;
    expect((await send(secrets, "{}")).status).toBe(404);
    expect((await send(rotated, "{}")).status).toBe(202);
    await setHookEnabled(t.ctx, ann.id, "Door", false);
    expect((await send(rotated, "{}")).status).toBe(403);
    await setHookEnabled(t.ctx, ann.id, "Door", true);
    expect(await listHooks(t.ctx, ann.id)).toMatchObject([{ name: "Door", kind: "generic", enabled: true }]);
    await deleteHook(t.ctx, ann.id, "Door");
    expect((await send(rotated, "{}")).status).toBe(404);
    expect(await listHooks(t.ctx, ann.id)).toEqual([]);
    expect(await eventsOf(t, ann, "hook.received")).toHaveLength(1);
  });

  it("keeps no secret that would let anybody in", async () => {
    const ann = await t.person("ann");
    const secrets = await hooked(ann, { signed: true });
    const [hook] = await listHooks(t.ctx, ann.id);
    const kept = JSON.stringify(await t.ctx.store.get(hookKey(ann.id, hook?.id ?? "")));
    expect(kept).toContain("Door");
    expect(kept).not.toContain(secrets.path.reveal().split("/").at(-1));
    expect(kept).not.toContain(secrets.signingSecret?.reveal().slice(6));
    expect(JSON.stringify([secrets, await listHooks(t.ctx, ann.id), t.log])).not.toContain(secrets.path.reveal());
  });

  it("that wants signatures takes those of Standard Webhooks and of GitHub, and no other", async () => {
    const ann = await t.person("ann");
    const secrets = await hooked(ann, { signed: true });
    const key = secrets.signingSecret?.reveal() ?? "";
    const sign = (id: string, body: string, at = t.clock.now()) => ({
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(at / 1000)),
      "webhook-signature": new Webhook(key).sign(id, new Date(at), body),
    });
    const body = '{"event":"signed"}';
    expect((await send(secrets, body, { ...json, ...sign("msg_1", body) })).status).toBe(202);
    const github = `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
    expect((await send(secrets, body, { ...json, "x-hub-signature-256": github })).status).toBe(202);
    const refused = [
      {},
      sign("msg_2", '{"event":"another"}'),
      sign("msg_2", body, t.clock.now() - 6 * minuteMs),
      { ...sign("msg_2", body), "webhook-id": "msg_3" },
      { ...sign("msg_2", body), "webhook-signature": "v1,AAAA v1, v2," },
      { "x-hub-signature-256": `sha256=${"0".repeat(64)}` },
      { "x-hub-signature-256": "sha256=short" },
    ];
    for (const headers of refused)
      expect(await send(secrets, body, { ...json, ...headers })).toMatchObject({ status: 401 });
    await expect(hooked(ann, { name: "Plex", kind: "plex", signed: true })).rejects.toMatchObject({
      code: "hook.invalid",
    });
  });

  it("takes so many calls a minute and no more, whoever else is called", async () => {
    const ann = await t.person("ann");
    const secrets = await hooked(ann);
    const others = await hooked(ann, { name: "Other" });
    const statuses: number[] = [];
    for (let n = 0; n < 65; n++) statuses.push((await sendJson(secrets, { n })).status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(60);
    expect(statuses.slice(60)).toEqual([429, 429, 429, 429, 429]);
    expect((await sendJson(others, {})).status).toBe(202);
    await t.clock.advance(10_000);
    expect((await sendJson(secrets, { later: true })).status).toBe(202);
  });

  it.each([
    ["no JSON", "hello", json, 400],
    ["nothing", "", json, 400],
    ["a list", "[1]", json, 400],
    ["a text", '"x"', json, 400],
    ["too deep", `{"a":${"[".repeat(60)}${"]".repeat(60)}}`, json, 400],
    ["very deep", `{"a":${"[".repeat(30_000)}`, json, 400],
    ["too long", `{"a":"${"x".repeat(65_536)}"}`, json, 413],
    ["far too long", "x".repeat(3_000_000), { "content-type": "multipart/form-data; boundary=x" }, 413],
    [
      "a form without JSON",
      '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
      { "content-type": "multipart/form-data; boundary=x" },
      400,
    ],
    ["half a form", "--x\r\nContent-Disposition", { "content-type": "multipart/form-data; boundary=x" }, 400],
    ["a form without boundary", "x", { "content-type": "multipart/form-data" }, 400],
  ])("refuses %s", async (_what, body, headers, status) => {
    const secrets = await hooked(await t.person("ann"));
    expect(await send(secrets, body, headers)).toMatchObject({ status });
  });

  it("survives whatever is sent to it, of any kind of sender", async () => {
    const ann = await t.person("ann");
    const kinds = ["generic", "plex", "jellyfin", "emby", "tautulli"] as const;
    const all = await Promise.all(kinds.map((kind) => hooked(ann, { name: kind, kind })));
    const keys = fc.constantFrom(
      "event",
      "Metadata",
      "Item",
      "Event",
      "type",
      "Guid",
      "ids",
      "media",
      "__proto__",
      "Type",
      "ProviderIds",
      "imdb",
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(null, true, 0, -1, 1e308, "", "x", "episode", "movie", "tt1234567", []),
        fc.array(tie("tree"), { maxLength: 3 }),
        fc.dictionary(keys, tie("tree"), { maxKeys: 5 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, fc.nat(4), async (payload, at) => {
        await t.clock.advance(2000);
        const secrets = all[at];
        if (secrets === undefined) throw new Error("no hook");
        const { status } = await sendJson(secrets, payload);
        expect([202, 400]).toContain(status);
      }),
      { numRuns: 150 },
    );
    await t.drain();
    expect(t.log.filter((entry) => entry.kind === "defect")).toEqual([]);
  });
});

describe("a media server", () => {
  const history = telling('hook.watched && hook.user == "ann"', "do: history.add");

  it.each([
    ["plex", () => plexForm(plexEpisode("media.scrobble", episodeIds)), "known"],
    ["plex", () => plexForm(plexOldEpisode(showIds.tvdb)), "second"],
    [
      "jellyfin",
      () => ({ headers: json, body: Buffer.from(JSON.stringify(jellyfinMovie("PlaybackStop", movieIds))) }),
      "movie",
    ],
    [
      "emby",
      () => ({ headers: json, body: Buffer.from(JSON.stringify(embyEpisode("playback.stop", episodeIds, true))) }),
      "known",
    ],
    [
      "tautulli",
      () => ({ headers: json, body: Buffer.from(JSON.stringify(tautulliEpisode("watched", showIds))) }),
      "second",
    ],
  ] as const)(
    "of kind %s tells what was watched, and it comes into Trakt's history once",
    async (kind, make, which) => {
      const { second, movie } = library();
      const ann = await t.person("ann");
      const secrets = await hooked(ann, { name: kind, kind });
      await t.rule(ann, history);
      await t.minutes(2);
      const { headers, body } = make();
      expect((await send(secrets, body, headers)).status).toBe(202);
      await t.minutes(2);
      expect((await send(secrets, body, headers)).answer["duplicate"]).toBe(true);
      await t.minutes(5);
      const things = { known: `episode ${knownEpisode}`, second: `episode ${second}`, movie: `movie ${movie}` };
      expect(watched("ann")).toEqual([things[which]]);
    },
  );

  it.each([
    ["plex", () => plexEpisode("media.play", episodeIds), true],
    ["plex", () => plexEpisode("media.pause", episodeIds), false],
    ["jellyfin", () => jellyfinMovie("PlaybackStart", movieIds, { PlayedToCompletion: undefined }), true],
    ["jellyfin", () => jellyfinMovie("PlaybackStop", movieIds, { PlayedToCompletion: "False" }), false],
    ["emby", () => embyEpisode("playback.start", episodeIds, false), true],
    ["emby", () => embyEpisode("playback.stop", episodeIds, false), false],
    ["tautulli", () => tautulliEpisode("resume", showIds), true],
    ["tautulli", () => tautulliEpisode("stop", showIds), false],
  ] as const)("of kind %s tells what plays and what does not, and neither was watched", async (kind, make, playing) => {
    const ann = await t.person("ann");
    const secrets = await hooked(ann, { name: kind, kind });
    await sendJson(secrets, make());
    const [event] = await eventsOf(t, ann, "hook.received");
    expect(event?.data["hook"]).toMatchObject({ playing, watched: false, user: "ann" });
  });

  it("is asked after at Trakt only where a rule needs to know, and once for the same thing", async () => {
    library();
    const ann = await t.person("ann");
    const secrets = await hooked(ann, { kind: "emby" });
    await t.rule(ann, telling("hook.watched"));
    await t.minutes(2);
    const lookups = async (work: () => Promise<unknown>): Promise<number> => {
      const requests = await t.requestsDuring(work);
      return Object.entries(requests).reduce((sum, [name, count]) => sum + (name.includes("/search/") ? count : 0), 0);
    };
    const stop = async (at: number): Promise<void> => {
      await sendJson(secrets, { ...embyEpisode("playback.stop", episodeIds, true), Date: String(at) });
      await t.minutes(1);
    };
    expect(await lookups(() => stop(1))).toBe(0);
    await t.rule(ann, telling('hook.watched && show.title == "Breaking Bad"'));
    expect(await lookups(() => stop(2))).toBeGreaterThan(0);
    expect(await lookups(() => stop(3))).toBe(0);
    expect((await runsOf(t, ann)).map((run) => run.trace.outcome)).toEqual(["matched", "matched", "matched"]);
  });

  it("that tells of what Trakt does not know leads to a run that says so, and to nothing else", async () => {
    const ann = await t.person("ann");
    const secrets = await hooked(ann, { kind: "emby" });
    await t.rule(ann, history);
    await t.minutes(2);
    await sendJson(secrets, embyEpisode("playback.stop", unknownIds, true));
    await t.minutes(2);
    const [run] = await runsOf(t, ann);
    expect(run?.trace.outcome).toBe("not_matched");
    expect(watched("ann")).toEqual([]);
  });
});
