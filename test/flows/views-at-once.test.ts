import type { Account } from "@showrunner/core/records.ts";
import type { Services } from "@showrunner/services/context.ts";
import { friends } from "@showrunner/services/views/friends.ts";
import { progress } from "@showrunner/services/views/progress.ts";
import { watched } from "@showrunner/services/views/watched.ts";
import { watching } from "@showrunner/services/views/watching.ts";
import { june2012Ms, june2012Person, seedJune2012 } from "@showrunner/trakt-sandbox/demo/june-2012.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
let june: Account;
let otto: Account;

beforeEach(async () => {
  t = await createTestWorld({ startsAt: new Date(june2012Ms).toISOString(), governed: true });
  seedJune2012(t.world);
  june = await t.connect(june2012Person);
  otto = await t.connect("otto");
});
afterEach(() => t.close());

const times = <T>(count: number, ask: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, ask));
type View = (ctx: Services, account: Account, asked: unknown) => Promise<unknown>;
const views: Record<string, View> = { progress, watched, watching, friends };

it.each(Object.entries(views))("%s asked for by many at once is read once, and all get the same", async (_, view) => {
  const once = await createTestWorld({ startsAt: new Date(june2012Ms).toISOString(), governed: true });
  seedJune2012(once.world);
  const alone = await once.connect(june2012Person);
  const cost = await once.requestsDuring(() => view(once.ctx, alone, {}));
  const expected = await view(once.ctx, alone, {});
  await once.close();
  expect(
    await t.requestsDuring(async () => {
      for (const answer of await times(20, () => view(t.ctx, june, {}))) expect(answer).toEqual(expected);
    }),
  ).toEqual(cost);
});

it("two people who ask at once get each their own", async () => {
  const [junes, ottos] = await Promise.all([progress(t.ctx, june, {}), progress(t.ctx, otto, {})]);
  expect(junes.map((one) => one.progress.completed)).toEqual([17, 87, 8]);
  expect(ottos.map((one) => one.progress.completed)).toEqual([1]);
  expect(await progress(t.ctx, june, {})).toEqual(junes);
  expect(await progress(t.ctx, otto, {})).toEqual(ottos);
});

it("a 429 in the middle ends it at once, not when it is over", async () => {
  t.sandbox.faults.inject({ name: "429", match: { route: "/shows/:id/seasons" }, times: 1 });
  // No time passes here: whatever waited for Retry-After would wait for good.
  await expect(progress(t.ctx, june, {})).rejects.toMatchObject({
    code: "trakt.rate_limited",
    hint: expect.stringMatching(/^Ask again in \d+ s\. What was read of shows is kept\.$/),
  });
  await t.clock.advance(10 * 60_000);
  expect((await progress(t.ctx, june, {})).map((one) => one.progress.completed)).toEqual([17, 87, 8]);
});

it("a token that dies in the middle is renewed, and the answer is whole", async () => {
  t.sandbox.faults.inject({ name: "401", match: { route: "/shows/:id/seasons" }, times: 1 });
  expect((await progress(t.ctx, june, {})).map((one) => one.progress.completed)).toEqual([17, 87, 8]);
  expect(t.world.refreshAttempts()).toHaveLength(1);
});

it("whoever does not wait any longer is told so, and leaves the others their answer", async () => {
  const patience = new AbortController();
  const [impatient, patient] = [progress(t.ctx, june, {}, patience.signal), progress(t.ctx, june, {})];
  const told = impatient.catch((error: unknown) => error);
  patience.abort();
  expect(await told).toMatchObject({ code: "view.slow", hint: expect.stringContaining("ask again") });
  expect((await patient).map((one) => one.progress.completed)).toEqual([17, 87, 8]);
});

it("when the last one leaves, nothing more is asked of Trakt", async () => {
  const patience = new AbortController();
  const asked = progress(t.ctx, june, {}, patience.signal);
  const told = asked.catch((error: unknown) => error);
  patience.abort();
  expect(await told).toMatchObject({ code: "view.slow" });
  expect(t.sandbox.requests()["GET /shows/:id/progress/watched"]).toBeUndefined();
  expect((await progress(t.ctx, june, {})).map((one) => one.progress.completed)).toEqual([17, 87, 8]);
});
