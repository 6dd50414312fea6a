import * as z from "zod";
import { afterEach, expect, test } from "vitest";
import { testSandbox, type TestSandbox } from "../testing/caller.ts";

const dayMs = 86_400_000;
const Updates = z.array(z.object({ updated_at: z.string(), person: z.object({ ids: z.object({ trakt: z.int() }) }) }));

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

test("a person is the same by number, slug and IMDb's id, and nobody by another", async () => {
  sandbox = await testSandbox();
  const [byNumber, bySlug, byImdb] = await Promise.all(
    ["142", "bryan-cranston", "nm0186505"].map((id) => sandbox.call(null, `/people/${id}`)),
  );
  expect(bySlug?.body).toEqual(byNumber?.body);
  expect(byImdb?.body).toEqual(byNumber?.body);
  for (const rest of ["", "/movies", "/shows", "/known_for", "/lists"]) {
    expect((await sandbox.call(null, `/people/nobody-knows-them${rest}`)).status, rest).toBe(404);
  }
});

test("both backends tell the same of a person, in their own shapes", async () => {
  sandbox = await testSandbox();
  const Person = z.object({ ids: z.record(z.string(), z.unknown()) }).loose();
  sandbox.behaviour.dialect = "workers";
  const newer = Person.parse((await sandbox.call(null, "/people/142")).body);
  sandbox.behaviour.dialect = "rails";
  const older = Person.parse((await sandbox.call(null, "/people/142")).body);
  expect(older.ids).toEqual({ ...newer.ids, tvrage: null });
  expect({ ...older, ids: {} }).toEqual({ ...newer, ids: {} });
});

test("updates begin with today, reach 30 days back and no further, and say from when they are", async () => {
  sandbox = await testSandbox();
  const all = await sandbox.call(null, "/people/updates/2001-01-01?limit=250");
  expect(all.headers.get("x-start-date")).toBe("2026-10-21T00:00:00.000Z");
  const whole = Updates.parse(all.body);
  expect(whole.length).toBe(Number(all.headers.get("x-pagination-item-count")));
  for (let days = 0; days < 30; days += 6) {
    const from = new Date(Math.floor(sandbox.clock.now() / dayMs) * dayMs - days * dayMs).toISOString();
    const path = days === 0 ? "" : `/${from.slice(0, 10)}`;
    const { body } = await sandbox.call(null, `/people/updates${path}?limit=250`);
    expect(Updates.parse(body)).toEqual(whole.filter(({ updated_at }) => updated_at >= from));
    const ids = await sandbox.call(null, `/people/updates/id${path}?limit=250`);
    expect(ids.body).toEqual(Updates.parse(body).map(({ person }) => person.ids.trakt));
  }
});

test("a month later, other people have their birthdays", async () => {
  sandbox = await testSandbox();
  const Born = z.array(z.object({ birthday: z.string() }));
  const months = async (): Promise<string[]> => [
    ...new Set(
      Born.parse((await sandbox.call(null, "/people/this_month")).body).map((one) => one.birthday.slice(5, 7)),
    ),
  ];
  expect(await months()).toEqual(["11"]);
  await sandbox.clock.advance(20 * dayMs);
  expect(await months()).toEqual(["12"]);
});

test("only aired episodes count, of regulars and guests alike", async () => {
  sandbox = await testSandbox();
  const Credits = z.object({
    cast: z.array(z.object({ episode_count: z.int(), show: z.object({ title: z.string() }) })),
  });
  const before = Credits.parse((await sandbox.call(null, "/people/142/shows")).body);
  sandbox.world.addEpisode(1388, { season: 6, number: 1, first_aired: sandbox.clock.now() + dayMs });
  const announced = Credits.parse((await sandbox.call(null, "/people/142/shows")).body);
  expect(announced).toEqual(before);
  await sandbox.clock.advance(2 * dayMs);
  const aired = Credits.parse((await sandbox.call(null, "/people/142/shows")).body);
  expect(aired.cast.find(({ show }) => show.title === "Breaking Bad")?.episode_count).toBe(63);
});
