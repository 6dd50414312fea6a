import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { createApi } from "@showrunner/api/app.ts";
import type { QueueDepth, QueueName } from "@showrunner/core/ports/queue.ts";
import * as keys from "@showrunner/core/keys.ts";
import { eventKey, index } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { beginSession } from "@showrunner/services/accounts/sessions.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { addFeedLink } from "@showrunner/services/feeds/feed-links.ts";
import { createHook } from "@showrunner/services/hooks/hooks.ts";
import {
  accountArchive,
  accountArchiveSchema,
  archivedLists,
  notArchived,
} from "@showrunner/services/house/account-archive.ts";
import { houseMarkKey } from "@showrunner/services/house/rows.ts";
import { agreeToHousehold, offerHousehold } from "@showrunner/services/household/links.ts";
import { findRule } from "@showrunner/services/rules/rules.ts";
import { saveSettings } from "@showrunner/services/timing/settings.ts";
import { requestUndo } from "@showrunner/services/undo/undo.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
let ann: Account;
beforeEach(async () => {
  t = await createTestWorld();
  ann = await t.person("ann");
});
afterEach(() => t.close());

const Document = z.record(z.string(), z.unknown());

async function textOf(account: Account): Promise<string> {
  let text = "";
  for await (const part of accountArchive(t.ctx, account)) text += part;
  return text;
}

const documentOf = async (account: Account) => Document.parse(JSON.parse(await textOf(account)));

/** Every kind of row that there can be of an account, by the functions that make their keys. */
function kindsOfRows(): string[] {
  const made = Object.entries({ ...keys, houseMarkKey }).flatMap(([name, make]): { pk: string; sk: string }[] => {
    if (!name.endsWith("Key") || typeof make !== "function") return [];
    const key: unknown = Reflect.apply(make, undefined, ["acc_1", "one", "two", "three"]);
    return [z.object({ pk: z.string(), sk: z.string() }).parse(key)];
  });
  const own = made.filter(({ pk }) => pk === keys.accountPk("acc_1") || pk === keys.pollPk("acc_1"));
  return [...new Set(own.map(({ sk }) => (sk.includes("#") ? `${sk.split("#", 1)[0]}#` : sk)))];
}

/** Somebody with one of everything, and the secrets that are none of the archive's business. */
async function plantAll(): Promise<string[]> {
  const billie = await t.person("billie");
  const secret = "whsec_Y2FuYXJ5LXNpZ25pbmctc2VjcmV0LWZvci10ZXN0cw==";
  await saveChannel(t.ctx, ann.id, {
    kind: "webhook",
    name: "hook",
    config: { url: "https://hooks.example.org/in?token=canary-in-address" },
    secrets: { signing: [secret] },
  });
  await t.rule(ann, "name: Likes\nwhen: { event: favorites.item_added }\nthen: [{ do: watchlist.add }]\n");
  await t.rule(
    ann,
    "name: Much\nwhen: { event: item.rated }\nthen: [{ do: watchlist.remove }]\noptions: { limit: { removals: 0 } }\n",
  );
  await saveSettings(t.ctx, ann.id, { time_zone: "Europe/Berlin" });
  await t.minutes(2);
  const movie = { type: "movie" as const, trakt: t.world.addMovie({ title: "A Movie" }) };
  t.world.favorite("ann", movie);
  await t.minutes(3);
  t.world.rate("ann", movie, 8);
  await t.minutes(3);
  const rule = await findRule(t.ctx, ann.id, "Likes");
  await requestUndo(t.ctx, ann, { what: "rule", ruleId: rule.id });
  const { token } = await addKey(t.ctx, ann.id, { name: "program", scopes: ["read"] });
  const feed = await addFeedLink(t.ctx, rule);
  const hook = await createHook(t.ctx, ann.id, { name: "server", kind: "generic", signed: true });
  const session = await beginSession(t.ctx, ann.id, { label: "A browser", way: "trakt" });
  await offerHousehold(t.ctx, ann, billie);
  await agreeToHousehold(t.ctx, billie, ann);
  return [
    "canary-in-address",
    secret,
    token.reveal(),
    feed.token.reveal(),
    hook.secrets.path.reveal(),
    hook.secrets.signingSecret?.reveal() ?? "no signing secret",
    session.token.reveal(),
  ];
}

describe("the archive of an account", () => {
  it("has a place for every kind of row, or a reason why it has none", () => {
    const known = new Set<string>([
      ...Object.values(archivedLists).map(({ prefix }) => prefix),
      ...Object.keys(notArchived),
      // In its head.
      "PROFILE",
      "CONNECTION",
      "SETTINGS",
    ]);
    const kinds = kindsOfRows();
    expect(kinds.length).toBeGreaterThan(35);
    expect(kinds.filter((kind) => !known.has(kind))).toEqual([]);
    expect([...known].filter((kind) => !kinds.includes(kind))).toEqual([]);
  });

  it("holds something of each kind that the person has, is what its schema says, and tells no secret", async () => {
    const secrets = await plantAll();
    const text = await textOf(ann);
    const document = Document.parse(JSON.parse(text));
    const empty = Object.keys(archivedLists).filter((name) => z.array(z.unknown()).parse(document[name]).length === 0);
    expect(empty).toEqual([]);
    expect(document).toMatchObject({
      profile: { username: "ann" },
      connection: { state: "active" },
      settings: { time_zone: "Europe/Berlin" },
      channels: expect.arrayContaining([
        expect.objectContaining({ config: { url: "https://hooks.example.org/in?…" } }),
      ]),
      unreadable: [],
    });
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const isValid = ajv.validate(accountArchiveSchema(), document);
    expect([ajv.errorsText(), isValid]).toEqual(["No errors", true]);

    for (const canary of secrets) expect(text).not.toContain(canary);
    // Hashes, seals and salts of them neither.
    const stored = await Promise.all(
      [keys.accountPk(ann.id), keys.pollPk(ann.id)].map((pk) => t.ctx.store.query({ pk })),
    );
    const hidden = stored.flatMap(({ items }) =>
      items.flatMap(({ data }) =>
        ["hash", "salt", "secrets", "formerSecrets", "accessToken", "refreshToken", "privateKey", "tokenHash"].flatMap(
          (name) => (typeof data[name] === "string" && data[name] !== "" ? [data[name]] : []),
        ),
      ),
    );
    expect(hidden.length).toBeGreaterThan(5);
    for (const one of hidden) expect(text).not.toContain(one);
  });

  it("holds nothing of anybody else", async () => {
    await plantAll();
    const billie = await t.connect("billie");
    const text = await textOf(billie);
    expect(text).not.toContain(ann.traktUuid);
    expect(text).not.toContain("A Movie");
  });

  it("is sent in small parts however long the history is, and whole", async () => {
    const count = 3000;
    for (let at = 0; at < count; at++) await t.ctx.store.put(await eventItem(at));
    let longest = 0;
    let text = "";
    for await (const part of accountArchive(t.ctx, ann)) {
      longest = Math.max(longest, part.length);
      text += part;
    }
    expect(z.object({ events: z.array(z.unknown()) }).parse(JSON.parse(text)).events).toHaveLength(count);
    expect(longest).toBeLessThan(text.length / 10);
  });

  it("names rows that another version wrote, and is there all the same", async () => {
    const item = await eventItem(1);
    await t.ctx.store.put({ ...item, data: { of: "another version" } });
    expect(await documentOf(ann)).toMatchObject({ events: [], unreadable: [item.sk] });
  });

  it("is given through the API to its person alone, packed where that is understood", async () => {
    const app = createApi(t.ctx, { mode: "trakt", version: "1", startedAt: 0, queues: noQueues });
    const { token } = await addKey(t.ctx, ann.id, { name: "program", scopes: ["read"] });
    const ask = (who: string, more: Record<string, string> = {}) =>
      app.request(`/api/v1/accounts/${who}/archive`, {
        headers: { authorization: `Bearer ${token.reveal()}`, ...more },
      });
    await t.person("billie");
    expect((await ask("billie")).status).toBe(404);
    const plain = await ask("me");
    expect(await plain.json()).toMatchObject({ profile: { username: "ann" } });
    expect(plain.headers.get("cache-control")).toBe("no-store");
    expect(plain.headers.get("content-disposition")).toBe('attachment; filename="showrunner-ann.json"');
    const packed = await ask("me", { "accept-encoding": "gzip, br" });
    expect(packed.headers.get("content-encoding")).toBe("gzip");
    const bytes = packed.body === null ? Buffer.alloc(0) : await buffer(packed.body);
    expect(JSON.parse(gunzipSync(bytes).toString("utf8"))).toMatchObject({ profile: { username: "ann" } });
    const schema = await app.request("/api/v1/schemas/archive");
    expect(await schema.json()).toEqual(JSON.parse(JSON.stringify(accountArchiveSchema())));
  });
});

async function eventItem(at: number) {
  const id = `evt_${at}`;
  const time = new Date(t.clock.now() - at * 1000).toISOString();
  const data = {
    specversion: "1.0",
    id,
    source: "https://trakt.tv",
    type: "show.ended",
    subject: "show:1",
    time,
    recordedtime: time,
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    accountid: ann.id,
    data: {},
  };
  return { ...eventKey(ann.id, id), v: 1, data, gsi1pk: index.timeline(ann.id), gsi1sk: `${time}#${id}` };
}

async function noQueues(): Promise<Record<QueueName, QueueDepth>> {
  const none: QueueDepth = { visible: 0, inFlight: 0, delayed: 0, dead: 0 };
  return { PollJobs: none, ChangeEvents: none, TraktWrites: none, Deliveries: none };
}
