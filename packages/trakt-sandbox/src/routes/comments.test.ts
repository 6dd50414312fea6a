import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { known, testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;
const dayMs = 86_400_000;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "bo", "cy"] });
});

afterEach(() => sandbox.close());

const starWars = { movie: { ids: { trakt: known.starWars.trakt } } };
const five = "one two three four five";
const words = (count: number): string => Array.from({ length: count }, (_, at) => `w${at}`).join(" ");
const Comments = z.array(z.object({ id: z.int() }));

async function send(method: string, username: string, path: string, body?: unknown): Promise<number> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  return (await sandbox.call(username, path, init)).status;
}

describe("a comment", () => {
  test.each([
    [4, 422],
    [5, 201],
    [199, 201],
    [200, 201],
  ])("of %i words is answered with %i", async (count, status) => {
    const answer = await sandbox.post("ada", "/comments", { ...starWars, comment: words(count) });
    expect(answer.status).toBe(status);
    if (status === 201) expect(answer.body).toMatchObject({ review: count >= 200, user: { username: "ada" } });
    else expect(answer.body).toEqual({ errors: { comment: ["must be at least 5 words"] } });
  });

  test("in other letters is refused, and nothing of it is kept", async () => {
    const answer = await sandbox.post("ada", "/comments", { ...starWars, comment: "Лучший фильм моей юности, правда" });
    expect([answer.status, answer.body]).toEqual([422, { errors: { comment: ["must be written in English"] } }]);
    expect((await sandbox.call(null, "/comments/recent/all/all")).body).toEqual([]);
  });

  test("is about a movie, show, season, episode or list, and not about what is not there", async () => {
    const list = sandbox.world.createList("bo", { name: "Open", privacy: "public" });
    const abouts = [
      { show: { ids: { slug: "game-of-thrones" } } },
      { season: { ids: { trakt: 3963 } } },
      { episode: { ids: { trakt: known.winterIsComing.trakt } } },
      { list: { ids: { trakt: list } } },
    ];
    for (const about of abouts) {
      expect((await sandbox.post("ada", "/comments", { ...about, comment: five })).status).toBe(201);
    }
    for (const nothing of [{}, { movie: { ids: { trakt: 1 } } }, { list: { ids: { trakt: 1 } } }]) {
      expect((await sandbox.post("ada", "/comments", { ...nothing, comment: five })).status).toBe(404);
    }
  });

  test("is not taken about a list that allows none, or that the writer may not see", async () => {
    const silent = sandbox.world.createList("bo", { name: "Silent", privacy: "public", allowComments: false });
    const secret = sandbox.world.createList("bo", { name: "Secret" });
    for (const trakt of [silent, secret]) {
      expect((await sandbox.post("ada", "/comments", { list: { ids: { trakt } }, comment: five })).status).toBe(404);
    }
  });

  test("is changed and taken back by its author alone", async () => {
    const id = sandbox.world.comment("ada", known.starWars, five);
    const change = { comment: "six seven eight nine ten", spoiler: true };
    expect(await send("PUT", "bo", `/comments/${id}`, change)).toBe(401);
    expect(await send("DELETE", "bo", `/comments/${id}`)).toBe(401);
    expect((await sandbox.call(null, `/comments/${id}`)).body).toMatchObject({ comment: five, spoiler: false });
    expect(await send("PUT", "ada", `/comments/${id}`, { comment: "too short" })).toBe(422);
    expect(await send("PUT", "ada", `/comments/${id}`, change)).toBe(200);
    expect((await sandbox.call(null, `/comments/${id}`)).body).toMatchObject(change);
    expect(await send("DELETE", "ada", `/comments/${id}`)).toBe(204);
    expect((await sandbox.call(null, `/comments/${id}`)).status).toBe(404);
  });

  test("cannot be taken back when it is two weeks old and was answered, and takes its replies along before", async () => {
    const { world, clock } = sandbox;
    const daysAgo = (days: number) => ({ at: clock.now() - days * dayMs });
    const answered = world.comment("ada", known.starWars, five, daysAgo(14));
    const fresh = world.comment("ada", known.memento, five, daysAgo(13));
    const lonely = world.comment("ada", known.utopia, five, daysAgo(14));
    world.reply("bo", answered, five);
    const reply = world.reply("bo", fresh, five);
    expect(await send("DELETE", "ada", `/comments/${answered}`)).toBe(409);
    expect(await send("DELETE", "ada", `/comments/${lonely}`)).toBe(204);
    expect(await send("DELETE", "ada", `/comments/${fresh}`)).toBe(204);
    expect((await sandbox.call(null, `/comments/${reply}`)).status).toBe(404);
    expect((await sandbox.call(null, `/comments/${answered}`)).body).toMatchObject({ replies: 1 });
  });

  test("is answered, but its answers are not", async () => {
    const id = sandbox.world.comment("ada", known.starWars, five);
    const reply = sandbox.world.reply("bo", id, five);
    expect(await send("POST", "cy", `/comments/${id}/replies`, { comment: five })).toBe(201);
    expect(await send("POST", "cy", `/comments/${reply}/replies`, { comment: five })).toBe(404);
    expect(await send("POST", "cy", `/comments/${id}/replies`, { comment: "too short" })).toBe(422);
    expect((await sandbox.call(null, `/comments/${id}/replies`)).body).toHaveLength(2);
  });

  test("of somebody who is blocked is not shown to who blocked them", async () => {
    const { world } = sandbox;
    const id = world.comment("ada", known.starWars, five);
    world.reply("bo", id, five);
    world.block("ada", "bo");
    expect((await sandbox.call("ada", `/comments/${id}/replies`)).body).toEqual([]);
    expect((await sandbox.call("cy", `/comments/${id}/replies`)).body).toHaveLength(1);
  });
});

test("what a comment is about comes bare from the workers and under its type from Rails", async () => {
  const id = sandbox.world.comment("ada", known.starWars, five);
  expect((await sandbox.call(null, `/comments/${id}/item`)).body).toMatchObject({ title: "Star Wars" });
  sandbox.behaviour.dialect = "rails";
  expect((await sandbox.call(null, `/comments/${id}/item`)).body).toMatchObject({
    type: "movie",
    movie: { title: "Star Wars" },
  });
  expect((await sandbox.call(null, "/comments/recent/all/all")).body).toMatchObject([
    { type: "movie", comment: { id } },
  ]);
});

test("comments of a list are sorted by what they are liked, answered, and when they were written", async () => {
  const { world, clock } = sandbox;
  const trakt = world.createList("bo", { name: "Open", privacy: "public" });
  const say = (at: number): number => world.comment("ada", { type: "list", trakt }, five, { at: clock.now() + at });
  const [first, second, third] = [say(1), say(2), say(3)];
  world.likeComment("bo", second);
  world.reply("cy", first, five);
  const order = async (sort: string): Promise<number[]> =>
    Comments.parse((await sandbox.call(null, `/lists/${trakt}/comments/${sort}`)).body).map(({ id }) => id);
  expect(await order("newest")).toEqual([third, second, first]);
  expect(await order("oldest")).toEqual([first, second, third]);
  expect(await order("likes")).toEqual([second, third, first]);
  expect(await order("replies")).toEqual([first, third, second]);
});

test("likes and reactions move what tells of them, and once given change nothing more", async () => {
  const { world, call, clock } = sandbox;
  const id = world.comment("bo", known.starWars, five);
  const Activities = z.object({ all: z.string(), comments: z.record(z.string(), z.string()) });
  const now = async (): Promise<z.infer<typeof Activities>> =>
    Activities.parse((await call("ada", "/sync/last_activities")).body);
  const before = await now();
  await clock.advance(1000);
  expect(await send("POST", "ada", `/comments/${id}/like`)).toBe(204);
  const liked = await now();
  expect(liked.comments.liked_at).not.toBe(before.comments.liked_at);
  expect(liked.comments.reacted_at).toBe(before.comments.reacted_at);
  expect(await send("POST", "ada", `/comments/${id}/like`)).toBe(204);
  expect(await now()).toEqual(liked);
  expect(await send("POST", "ada", `/comments/${id}/reactions/laugh`)).toBe(201);
  const reacted = await now();
  expect(reacted.comments.reacted_at).not.toBe(liked.comments.reacted_at);
  expect(await send("POST", "ada", `/comments/${id}/reactions/applause`)).toBe(404);
  expect(await send("DELETE", "ada", `/comments/${id}/reactions/laugh`)).toBe(204);
  expect((await now()).comments.reacted_at).not.toBe(reacted.comments.reacted_at);
});

test("what is said about a list is for those who may see the list", async () => {
  const { world, call } = sandbox;
  world.befriend("ada", "bo");
  const trakt = world.createList("ada", { name: "For friends", privacy: "friends" });
  const id = world.comment("bo", { type: "list", trakt }, five);
  for (const path of [`/comments/${id}`, `/comments/${id}/item`, `/comments/${id}/likes`]) {
    expect((await call("ada", path)).status).toBe(200);
    expect((await call("cy", path)).status).toBe(404);
  }
  expect(await send("POST", "cy", `/comments/${id}/like`)).toBe(404);
  expect((await call("ada", "/users/bo/comments")).body).toHaveLength(1);
  expect((await call("cy", "/users/bo/comments")).body).toEqual([]);
  expect((await call("cy", "/comments/recent/all/all")).body).toEqual([]);
});

test("comments of years ago told neither their language nor what their authors had seen", async () => {
  const id = sandbox.world.comment("ada", known.starWars, five);
  expect((await sandbox.call(null, `/comments/${id}`)).body).toMatchObject({ language: "en", user_stats: {} });
  sandbox.behaviour.missingNewerKeys = true;
  const { body } = await sandbox.call(null, `/comments/${id}`);
  expect(body).toMatchObject({ comment: five });
  expect(body).not.toHaveProperty("language");
  expect(body).not.toHaveProperty("user_stats");
});

test("replies stay under their comments unless they are asked for", async () => {
  const { world, call } = sandbox;
  const id = world.comment("ada", known.starWars, five);
  const reply = world.reply("ada", id, five);
  const own = async (query: string): Promise<number[]> =>
    z
      .array(z.object({ comment: z.object({ id: z.int() }) }))
      .parse((await call(null, `/users/ada/comments/all/movies${query}`)).body)
      .map(({ comment }) => comment.id)
      .toSorted((a, b) => a - b);
  expect(await own("")).toEqual([id]);
  expect(await own("?include_replies=true")).toEqual([id, reply]);
  expect(await own("?include_replies=only")).toEqual([reply]);
  expect((await call(null, "/users/ada/comments/rants")).status).toBe(404);
});

describe("the feeds of everybody's comments", () => {
  const feed = async (name: string) =>
    Comments.parse((await sandbox.call(null, `/comments/${name}`)).body).map(({ id }) => id);

  test("trend by likes and replies of the last 7 days, whatever was said of them before", async () => {
    const { world, clock } = sandbox;
    const [once = 0, lately = 0, never = 0] = [known.starWars, known.memento, known.utopia].map((item) =>
      world.comment("ada", item, five),
    );
    world.likeComment("bo", once);
    world.likeComment("cy", once);
    world.reply("bo", once, five);
    expect(await feed("trending")).toEqual([once]);
    await clock.advance(6 * dayMs);
    world.likeComment("bo", lately);
    expect(await feed("trending")).toEqual([once, lately]);
    await clock.advance(dayMs);
    expect(await feed("trending")).toEqual([lately]);
    world.likeComment("bo", never);
    world.reply("cy", never, five);
    expect(await feed("trending")).toEqual([never, lately]);
  });

  test("are recent by when something was said, and updated by when it was changed", async () => {
    const { world, clock } = sandbox;
    const first = world.comment("ada", known.starWars, five);
    await clock.advance(1000);
    const second = world.comment("bo", known.memento, five);
    await clock.advance(1000);
    world.editComment(first, `${five} six`);
    expect(await feed("recent")).toEqual([second, first]);
    expect(await feed("updates")).toEqual([first, second]);
  });
});
