import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExactly, stringifyExactly } from "./exact-json.ts";
import * as Sync from "./contract/sync.ts";
import { json, startClient } from "./testing/host.ts";

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const isSafe = (id: bigint): boolean => Number.isSafeInteger(Number(id)) && BigInt(Number(id)) === id;

describe("numbers of 64 bits", () => {
  test("as ids come with every digit, as numbers where a number holds them, and go back as they came", () => {
    fc.assert(
      fc.property(int64, fc.string(), (id, title) => {
        const text = `{"title":${JSON.stringify(title)},"id":${id},"ids":[${id}]}`;
        const expected = isSafe(id) ? Number(id) : id;
        expect(parseExactly(text)).toEqual({ title, id: expected, ids: [expected] });
        expect(stringifyExactly(parseExactly(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([9_007_199_254_740_991n, 9_007_199_254_740_992n, 9_007_199_254_740_993n, 2n ** 63n - 1n, -(2n ** 63n)])(
    "%i is no other number",
    (id) => {
      expect(stringifyExactly(parseExactly(`[${id}]`))).toBe(`[${id}]`);
    },
  );

  test("are found wherever they stand in the text", () => {
    for (let before = 0; before < 64; before++) {
      const text = `{"title":"${"x".repeat(before)}","id":9007199254740993}`;
      expect(stringifyExactly(parseExactly(text))).toBe(text);
    }
  });

  test("that are no ids stay numbers: a search's score is one", () => {
    expect(parseExactly(`{"score":578730123365187705,"id":1}`)).toEqual({ score: 578_730_123_365_187_700, id: 1 });
    expect(parseExactly(`{"id":1e400,"x":[1.2345678901234567]}`)).toEqual({
      id: Infinity,
      x: [1.234_567_890_123_456_7],
    });
  });
});

test("whatever JSON there is, it is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const read = JSON.parse(stringifyExactly(parseExactly(text)));
      expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(text)));
    }),
    { numRuns: 1000 },
  );
});

test("a play's id beyond 2^53 goes from the history to its removal without losing a digit", async () => {
  const ids = [9_223_372_036_854_775_807n, 9_223_372_036_854_775_806n, 12_297_139_948n];
  const play = (id: bigint): string =>
    `{"id":${id},"watched_at":"2026-11-20T18:00:00.000Z","action":"watch","type":"movie","movie":{"title":"X","year":2020,"ids":{"trakt":1}}}`;
  const { host, session } = await startClient((request, response) => {
    if (request.method === "GET")
      response.writeHead(200, { "content-type": "application/json" }).end(`[${ids.map(play).join(",")}]`);
    else json(response, 200, { deleted: { movies: 3 } });
  });
  const plays = await session.call(Sync.history, {});
  expect(plays.map((one) => one.id)).toEqual([ids[0], ids[1], 12_297_139_948]);
  const read = await session.readWhole(Sync.history, {});
  expect(read).toMatchObject({ whole: true });
  await session.call(Sync.removeFromHistory, { body: { ids: plays.map((one) => one.id) } });
  expect(host.received.at(-1)?.body).toBe(`{"ids":[${ids.join(",")}]}`);
});
