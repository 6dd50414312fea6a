import { type ManualClock, manualClock } from "@showrunner/core/clock.ts";
import { describe, expect, it } from "vitest";
import { type Client, createClient } from "./client.ts";

const path = { account: "me" };
const source = { name: "A" };

interface Talk {
  client: Client;
  clock: ManualClock;
  /** The times of the requests, in ms since the first. */
  asked: number[];
  init: RequestInit[];
}

/** A server that gives these answers one after the other, and the last one from then on. */
function talk(...answers: (() => Response)[]): Talk {
  const clock = manualClock(0);
  const asked: number[] = [];
  const init: RequestInit[] = [];
  const client = createClient({
    baseUrl: "https://shows.example",
    clock,
    random: () => 1,
    fetch: async (_url, sent) => {
      init.push(sent);
      asked.push(clock.now());
      await Promise.resolve();
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer === undefined) throw new Error("no answer");
      return answer();
    },
  });
  return { client, clock, asked, init };
}

/** Lets a call come to its end, however long it waits. */
async function settled<Value>(clock: ManualClock, work: Promise<Value>): Promise<Value> {
  let isOver = false;
  const ended = work.finally(() => (isOver = true));
  ended.catch(() => {});
  for (let at = 0; !isOver && at < 1000; at++) {
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(100);
  }
  return await ended;
}

const answer =
  (status: number, body: string, headers: Record<string, string> = {}) =>
  () =>
    new Response(body, { status, headers });
const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  answer(status, JSON.stringify({ status, code, detail: `it is ${code}` }), headers);
const fine = answer(200, JSON.stringify({ items: [] }));
const noNetwork = (): never => {
  throw new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 192.0.2.1:443") });
};

describe("a read whose answer is lost", () => {
  it("is tried again with waits that grow, and succeeds", async () => {
    const { client, clock, asked } = talk(noNetwork, answer(502, "<html>"), answer(504, ""), fine);
    expect(await settled(clock, client.call("rules.list", { path }))).toEqual({ items: [] });
    expect(asked).toEqual([0, 300, 900, 2100]);
  });

  it("is given up after four times, with what is wrong", async () => {
    const { client, clock, asked } = talk(noNetwork);
    await expect(settled(clock, client.call("rules.list", { path }))).rejects.toMatchObject({
      code: "server.unreachable",
      status: 0,
      detail: "https://shows.example cannot be reached: connect ECONNREFUSED 192.0.2.1:443",
      hint: expect.stringContaining("running"),
    });
    expect(asked).toHaveLength(4);
  });

  it("waits as long as the server asks for, in seconds or until a time", async () => {
    const until = new Date(7000).toUTCString();
    const { client, clock, asked } = talk(
      problem(503, "trakt.paused", { "retry-after": "2" }),
      problem(429, "request.too_often", { "retry-after": until }),
      fine,
    );
    await settled(clock, client.call("rules.list", { path }));
    expect(asked).toEqual([0, 2000, 7000]);
  });

  it("does not keep anybody waiting for longer than ten seconds: it says when to come again", async () => {
    const { client, clock, asked } = talk(problem(503, "trakt.paused", { "retry-after": "60" }));
    await expect(settled(clock, client.call("rules.list", { path }))).rejects.toMatchObject({
      code: "trakt.paused",
      retryAfterMs: 60_000,
    });
    expect(asked).toHaveLength(1);
  });

  it("is not tried again once it is no longer wanted, neither while it waits nor while it is asked for", async () => {
    const { client, asked } = talk(noNetwork);
    const ending = new AbortController();
    const work = client.call("rules.list", { path, signal: ending.signal });
    await new Promise((resolve) => setImmediate(resolve));
    ending.abort(new Error("left the page"));
    await expect(work).rejects.toThrow("left the page");
    expect(asked).toHaveLength(1);
  });
});

describe("what is not tried again", () => {
  it.each([
    ["a refusal", problem(404, "rule.unknown"), "rule.unknown"],
    ["a defect of the server's", problem(500, "defect.unexpected"), "defect.unexpected"],
    ["too many requests, with no word on when", problem(429, "request.too_often"), "request.too_often"],
  ])("%s", async (_name, refused, code) => {
    const { client, clock, asked } = talk(refused);
    await expect(settled(clock, client.call("rules.list", { path }))).rejects.toMatchObject({ code });
    expect(asked).toHaveLength(1);
  });

  it("a write without an idempotency key, for it may have been done", async () => {
    const { client, clock, asked } = talk(noNetwork);
    await expect(settled(clock, client.call("rules.save", { path, body: { source } }))).rejects.toMatchObject({
      code: "server.unreachable",
    });
    expect(asked).toHaveLength(1);
  });
});

it("a write with an idempotency key is tried again under the same key, also while the first try is under way", async () => {
  const { client, clock, asked, init } = talk(noNetwork, problem(409, "idempotency.in_progress"), fine);
  await settled(clock, client.call("rules.save", { path, body: { source }, idempotencyKey: "press-1" }));
  expect(asked).toHaveLength(3);
  expect(init.map(({ headers }) => new Headers(headers).get("idempotency-key"))).toEqual(
    Array.from({ length: 3 }, () => "press-1"),
  );
});

describe("what is not Showrunner", () => {
  it.each([
    ["a page", answer(200, "<html>Router</html>")],
    ["JSON of something else", answer(404, '{"message":"Not Found"}')],
    ["a bare word", answer(200, '"hello"')],
    ["a way to elsewhere", answer(301, "", { location: "https://www.shows.example/api/v1/accounts/me/rules" })],
  ])("%s: it is said, with what to check", async (_name, other) => {
    const { client, clock, asked } = talk(other);
    await expect(settled(clock, client.call("rules.list", { path }))).rejects.toMatchObject({
      code: "server.not_showrunner",
      hint: expect.stringContaining("address"),
    });
    expect(asked).toHaveLength(1);
  });

  it("a gateway whose server is away is told apart from it", async () => {
    const { client, clock } = talk(answer(502, "<html>Bad gateway</html>"));
    await expect(settled(clock, client.call("rules.list", { path }))).rejects.toMatchObject({
      code: "server.unavailable",
      status: 502,
    });
  });
});
