import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { testSandbox, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox();
});

afterEach(() => sandbox.close());

const Pictured = z.object({ images: z.record(z.string(), z.tuple([z.string()])).optional() });
const titleKeys = ["banner", "clearart", "fanart", "logo", "poster", "thumb"];

async function images(path: string, extended: string): Promise<Record<string, [string]> | undefined> {
  const { body } = await sandbox.call(null, `${path}?extended=${extended}`);
  return z.union([Pictured, z.tuple([Pictured], Pictured).transform(([first]) => first)]).parse(body).images;
}

test.each([
  ["/shows/breaking-bad", "shows/000/001/388", titleKeys],
  ["/movies/memento-2000", "movies/000/000/047", titleKeys],
  ["/shows/breaking-bad/seasons", "seasons/000/003/950", ["poster", "thumb"]],
  ["/shows/game-of-thrones/seasons/1", "episodes/000/073/640", ["screenshot"]],
  ["/people/bryan-cranston", "people/000/000/142", ["fanart", "headshot"]],
])("%s has pictures, always the same, when they are asked for", async (path, folder, keys) => {
  const shown = (await images(path, "images")) ?? {};
  expect(Object.keys(shown).toSorted()).toEqual(keys);
  for (const [key, [address]] of Object.entries(shown)) {
    expect(address).toMatch(/^media\.trakt\.tv\/images\/.+\/[0-9a-f]{10}\.(jpg|png)\.webp$/);
    expect(address).toContain(`/${folder}/${key}s/medium/`);
  }
  expect(new Set(Object.values(shown).flat()).size).toBe(keys.length);
  expect(await images(path, "full,images")).toEqual(shown);
});

test("the workers tell of pictures with `full` too, Rails only when they are asked for", async () => {
  expect(await images("/shows/breaking-bad", "full")).toBeDefined();
  expect(await images("/shows/breaking-bad", "metadata")).toBeUndefined();
  sandbox.behaviour.dialect = "rails";
  expect(await images("/shows/breaking-bad", "full")).toBeUndefined();
  expect(await images("/shows/breaking-bad", "images")).toBeDefined();
});
