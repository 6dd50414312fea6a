import { Problem } from "@showrunner/core/errors.ts";
import { hookReceived } from "@showrunner/core/events/outside.ts";
import { fuzzRuns, fuzzTimeoutMs } from "@showrunner/rules/testing/fuzz.ts";
import { withinSoon } from "@showrunner/rules/testing/pace.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hooks } from "../../../../stacks/topology.ts";
import { HookKind } from "./hook.ts";
import { fieldsOf, payloadOf, type Sent } from "./payload.ts";
import { senders } from "./senders/table.ts";

/** Keys that senders write, in any combination; the values are what they are not expected to be. */
const keys = fc.oneof(
  fc.constantFrom(
    "event",
    "Event",
    "type",
    "action",
    "user",
    "device",
    "title",
    "media",
    "ids",
    "show_ids",
    "season",
    "number",
    "Account",
    "Player",
    "Metadata",
    "guid",
    "Guid",
    "id",
    "index",
    "parentIndex",
    "grandparentTitle",
    "year",
    "Item",
    "Type",
    "ProviderIds",
    "Session",
    "PlaybackInfo",
    "PlayedToCompletion",
    "ItemType",
    "NotificationType",
    "Provider_imdb",
    "Provider_tmdb",
    "imdb_id",
    "thetvdb_id",
    "media_type",
    "season_num",
    "SaveReason",
    "Played",
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "",
  ),
  fc.string({ maxLength: 8 }),
);

const values = fc.letrec<Record<"value", unknown>>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(
      fc.constantFrom<unknown>("media.scrobble", "episode", "movie", "Episode", "watched", "True", "tt0944947", "1390"),
      fc.constantFrom<unknown>("imdb://tt0944947", "com.plexapp.agents.thetvdb://1/2/3", "x".repeat(5_000), "\ud800"),
      fc.constantFrom<unknown>(1e308, -1, 0.1, 9_007_199_254_740_991, true, false, null, "99999999999999999999"),
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.double(),
    ),
    fc.array(tie("value"), { maxLength: 5 }),
    fc
      .array(fc.tuple(keys, tie("value")), { maxLength: 8 })
      // A plain object's own key, also of `__proto__`, as a parser makes it.
      .map((entries): unknown =>
        JSON.parse(`{${entries.map(([key, one]) => `${JSON.stringify(key)}:${JSON.stringify(one)}`).join(",")}}`),
      ),
  ),
})).value;

const texts = fc.oneof(
  { weight: 4, arbitrary: values.map((value) => JSON.stringify(value)) },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.tuple(keys, values), { maxLength: 12 })
      .map((all) => JSON.stringify(Object.fromEntries(all))),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(values, fc.nat(), fc.string({ maxLength: 3 })).map(([value, at, put]) => {
      const text = JSON.stringify({ event: value, Metadata: value });
      const place = at % text.length;
      return text.slice(0, place) + put;
    }),
  },
  fc.constantFrom(
    "",
    "{",
    "null",
    "[]",
    '"x"',
    "\u0000",
    "\ufeff{}",
    "{}{}",
    `{"a":1e999}`,
    `{"a":-1e999}`,
    `{"a":${"9".repeat(400)}}`,
    '{"event":"\\ud800"}',
    `{"a":"${"\\".repeat(60_000)}`,
    `{"a":${"[".repeat(30_000)}`,
    `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`,
    `${"[".repeat(40)}${"]".repeat(40)}`,
    `{"__proto__":{"event":"x"}}`,
    `{${Array.from({ length: 5_000 }, (_, at) => `"k${at}":${at}`).join(",")}}`,
    `{"ProviderIds":{${Array.from({ length: 4_000 }, (_, at) => `"k${at}":${at}`).join(",")}},"Item":{}}`,
    `{"Metadata":{"Guid":[${Array.from({ length: 2_000 }, () => '{"id":"imdb://tt0"}').join(",")}]}}`,
  ),
);

const boundary = "----d74496d66958873e";
const form = (name: string, text: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: application/json\r\n\r\n${text}\r\n--${boundary}--\r\n`;
const partName = fc.constantFrom("payload", "data", "thumb", "__proto__", 'a"b', "");
const forms = fc.oneof(
  fc
    .tuple(partName, texts)
    .map(([name, text]) => ({ type: `multipart/form-data; boundary=${boundary}`, text: form(name, text) })),
  fc.tuple(partName, texts, fc.nat()).map(([name, text, at]) => {
    const whole = form(name, text);
    return { type: `multipart/form-data; boundary=${boundary}`, text: whole.slice(0, at % whole.length) };
  }),
  texts.map((text) => ({
    type: "application/x-www-form-urlencoded",
    text: `payload=${encodeURIComponent(text.toWellFormed())}`,
  })),
  fc
    .tuple(
      fc.constantFrom(
        "multipart/form-data",
        "multipart/form-data; boundary=",
        `multipart/form-data; boundary="${"b".repeat(5_000)}"`,
        "application/x-www-form-urlencoded; charset=utf-16",
      ),
      texts,
    )
    .map(([type, text]) => ({ type, text })),
);
const plain = fc
  .tuple(fc.constantFrom("application/json", "text/plain", "", "application/json; charset=utf-16", "💥"), texts)
  .map(([type, text]) => ({ type, text }));

const encodings = fc.constantFrom<BufferEncoding>("utf8", "utf8", "utf8", "utf16le", "latin1");
const bodies: fc.Arbitrary<Sent> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.oneof(plain, forms), encodings)
      .map(([{ type, text }, encoding]) => ({ contentType: type, body: Buffer.from(text, encoding) })),
  },
  {
    weight: 1,
    arbitrary: fc.uint8Array({ maxLength: 200 }).map((body) => ({ contentType: "application/json", body })),
  },
  {
    weight: 1,
    arbitrary: fc
      .uint8Array({ maxLength: 200 })
      .map((body) => ({ contentType: `multipart/form-data; boundary=${boundary}`, body })),
  },
);

/** What a call says, as it is kept; undefined when it was refused on purpose. */
async function told(kind: HookKind, sent: Sent): Promise<unknown> {
  try {
    const { payload } = await payloadOf(sent, hooks);
    const { event, watched, playing, user, device, title, media } = senders[kind](payload);
    const hook = {
      id: "hok_x",
      name: "x",
      kind,
      event,
      watched,
      playing,
      user,
      device,
      title,
      fields: fieldsOf(payload),
    };
    return { hook, ...(media === undefined ? {} : { item_type: media.type, media }), payload };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect(["hook.invalid", "body.too_large"]).toContain(error.code);
    expect(error.message).not.toBe("");
    return undefined;
  }
}

describe("whatever is sent to a hook", () => {
  test(
    "is refused with a reason or understood in its event's own shape, soon, by every kind of sender",
    async () => {
      await fc.assert(
        fc.asyncProperty(bodies, fc.constantFrom(...HookKind.options), async (sent, kind) => {
          const data = await withinSoon(50, () => told(kind, sent));
          if (data === undefined) return;
          const read = hookReceived.data.parse(data);
          expect(read.hook.fields.length).toBeLessThanOrEqual(50);
          expect(Math.max(0, ...read.hook.fields.map((field) => field.length))).toBeLessThanOrEqual(300);
          expect(read.hook.event.length).toBeLessThanOrEqual(300);
        }),
        fuzzRuns,
      );
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(Reflect.get({}, "event")).toBeUndefined();
    },
    fuzzTimeoutMs,
  );
});
