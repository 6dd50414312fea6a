import { createApi } from "@showrunner/api/app.ts";
import { asOperator, operatorPassword } from "@showrunner/api/testing/made-up.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import { friends } from "@showrunner/services/views/friends.ts";
import { progress } from "@showrunner/services/views/progress.ts";
import { watched } from "@showrunner/services/views/watched.ts";
import { watching } from "@showrunner/services/views/watching.ts";
import { june2012Ms, june2012Person, seedJune2012 } from "@showrunner/trakt-sandbox/demo/june-2012.ts";
import { FaultName } from "@showrunner/trakt-sandbox/faults.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
let june: Account;
let api: ReturnType<typeof createApi>;

beforeEach(async () => {
  t = await createTestWorld({ startsAt: new Date(june2012Ms).toISOString() });
  seedJune2012(t.world);
  june = await t.connect(june2012Person);
  const depth = { visible: 0, inFlight: 0, delayed: 0, dead: 0 };
  const queues = { PollJobs: depth, ChangeEvents: depth, TraktWrites: depth, Deliveries: depth };
  api = createApi(t.ctx, {
    mode: "sandbox",
    version: "1",
    queues: async () => queues,
    startedAt: june2012Ms,
    operatorPassword,
  });
});
afterEach(() => t.close());

const views = { friends, watched, watching, progress };
type View = keyof typeof views;
const names: readonly View[] = ["friends", "watched", "watching", "progress"];

async function get(path: string): Promise<{ status: number; type: string | null; body: unknown }> {
  const answer = await api.request(`/api/v1/accounts/${path}`, { headers: asOperator });
  return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.json() };
}

describe("the API", () => {
  it("answers each view with what the service says, by its parameters", async () => {
    const items = async (path: string) => (await get(path)).body;
    expect(await items("june/views/friends")).toEqual({ items: await friends(t.ctx, june, {}) });
    expect(await items("june/views/friends?extended=true&user=otto")).toEqual({
      items: await friends(t.ctx, june, { extended: true, user: "otto" }),
    });
    expect(await items("june/views/watched?user=otto")).toEqual({
      items: await watched(t.ctx, june, { user: "otto" }),
    });
    expect(await items("june/views/watching")).toEqual({ watching: null });
    expect(await items("june/views/watching?user=otto")).toEqual({
      watching: await watching(t.ctx, june, { user: "otto" }),
    });
    const asked = { title: "suits,74897", sort: "activity", extended: "full" };
    expect(await items(`june/views/progress?${new URLSearchParams(asked).toString()}`)).toEqual({
      items: await progress(t.ctx, june, asked),
    });
  });

  it.each([
    [
      "june/views/progress?sort=best",
      400,
      "view.invalid",
      /sort "best" must be title, activity, .* or previously-aired/,
    ],
    ["june/views/progress?extended=images", 400, "view.invalid", /extended "images" must be minimal, normal or full/],
    ["june/views/progress?title=", 400, "view.invalid", /title must name a show/],
    ["june/views/progress?title=a%2Fb", 400, "view.invalid", /title "a\/b" is neither a slug nor a TVDB id/],
    ["june/views/progress?titel=suits", 400, "view.invalid", /there is no "titel"/],
    ["june/views/progress?title=suits&title=24", 400, "view.invalid", /title /],
    ["june/views/friends?extended=full", 400, "view.invalid", /extended "full" must be true or false/],
    ["june/views/watched?limit=5", 400, "view.invalid", /there is no "limit"/],
    ["june/views/watching?user=a%2Fb", 400, "view.invalid", /user "a\/b" must be a user's slug/],
    ["zoe/views/watching", 404, "account.unknown", /there is no account "zoe"/],
    ["june/views/watching?user=nobody", 404, "person.unknown", /Trakt knows nobody called "nobody"/],
    ["june/views/watched?user=nobody", 404, "person.unknown", /nobody called "nobody"/],
    ["june/views/friends?user=nobody", 404, "person.unknown", /nobody called "nobody"/],
    ["june/views/progress?user=nobody", 404, "person.unknown", /nobody called "nobody"/],
    ["june/views/progress?title=suits,nope,12", 404, "show.unknown", /Trakt knows no show "nope", "12"$/],
    ["june/views/progress?user=otto&title=nope", 404, "show.unknown", /Trakt knows no show "nope"$/],
    ["june/views/watching?user=wren", 403, "person.private", /the profile of "wren" is private/],
    ["june/views/watched?user=wren", 403, "person.private", /the profile of "wren" is private/],
    ["june/views/progress?user=wren", 403, "person.private", /the profile of "wren" is private/],
    ["june/views/friends?user=wren", 403, "person.private", /the profile of "wren" is private/],
  ])("%s: %i, %s, and what to do", async (path, status, code, detail) => {
    expect(await get(path)).toEqual({
      status,
      type: "application/problem+json",
      body: {
        type: "about:blank",
        title: expect.any(String),
        status,
        code,
        detail: expect.stringMatching(detail),
        hint: expect.any(String),
      },
    });
  });

  it.each(names)("says of %s that Trakt must be connected again, once it took its leave back", async (name) => {
    t.world.disconnectApp(june2012Person);
    for (let again = 0; again < 2; again++)
      expect(await get(`june/views/${name}`)).toMatchObject({
        status: 409,
        body: { code: "connection.needs_reconnect", detail: expect.stringContaining("june"), hint: expect.anything() },
      });
    // The refused token is not used again.
    expect(await t.requestsDuring(() => get(`june/views/${name}`))).toEqual({});
  });

  it.each(names)("says of %s that Trakt is at fault, when it is, and not this machine", async (name) => {
    t.sandbox.faults.inject({ name: "503" });
    expect(await get(`june/views/${name}`)).toMatchObject({ status: 502, body: { code: "trakt.server" } });
    t.sandbox.faults.clear();
    t.sandbox.faults.inject({ name: "429" });
    expect(await get(`june/views/${name}`)).toMatchObject({ status: 503, body: { code: "trakt.rate_limited" } });
  });
});

describe("Trakt's edge", () => {
  it("that turns this machine away is left alone by every view until the time is over", async () => {
    t.sandbox.faults.inject({ name: "429-html", times: 1 });
    expect(await get("june/views/watched")).toMatchObject({ status: 503, body: { code: "trakt.rate_limited" } });
    const refused = async (): Promise<void> => {
      for (const name of names)
        expect(await get(`june/views/${name}`)).toMatchObject({ status: 503, body: { code: "trakt.paused" } });
    };
    expect(await t.requestsDuring(refused)).toEqual({});
    const { headers } = await api.request("/api/v1/accounts/june/views/watched", { headers: asOperator });
    expect(headers.get("retry-after")).toBe("10");
    await t.clock.advance(10 * 60_000);
    expect(await get("june/views/watched")).toMatchObject({ status: 200 });
  });
});

/** What Trakt says with these of one friend or show is that it is private, or gone: that is no fault then. */
const answers: readonly FaultName[] = ["404", "401-private"];

describe.each(FaultName.options.filter((name) => !answers.includes(name)))("Trakt's fault %s", (fault) => {
  it("leads to a clear error or to the right answer, never to a wrong one, then or later", async () => {
    const right = new Map<View, unknown>();
    const otto = await t.connect("otto");
    const ask = async (name: View) => await views[name](t.ctx, name === "progress" ? june : otto, {});
    for (const name of names) if (name !== "progress") right.set(name, await ask(name));
    const struck = async (): Promise<void> => {
      for (const name of names) {
        const [came] = await t.flowing(() => Promise.allSettled([ask(name)]));
        if (came.status === "rejected") {
          expect(came.reason).toBeInstanceOf(Problem);
          expect(came.reason).toMatchObject({ code: expect.stringMatching(/^\w+\.\w+$/) });
        } else if (right.has(name)) expect(came.value).toEqual(right.get(name));
        else expect(came.value).toMatchObject([{ progress: { completed: 17 } }, { progress: { completed: 87 } }, {}]);
      }
    };
    // At the first call of each, then here and there.
    t.sandbox.faults.inject({ name: fault, times: names.length });
    await struck();
    t.sandbox.faults.clear();
    t.sandbox.faults.inject({ name: fault, share: 0.3 });
    await struck();
    t.sandbox.faults.clear();
    // Past any wait that it asked for.
    await t.clock.advance(10 * 60_000);
    for (const account of [june, otto]) await t.connect(account.username);
    const last = await progress(t.ctx, june, {});
    expect(last.map((one) => [one.progress.completed, one.stats.plays])).toEqual([
      [17, 17],
      [87, 87],
      [8, 11],
    ]);
  });
});
