import { manualClock } from "@showrunner/core/clock.ts";
import { expect, it } from "vitest";
import { openKeys, type OpenKey } from "./kms-vault-keys.ts";

const keyOf = (fill: number): OpenKey => ({ id: String(fill), bytes: Buffer.alloc(32, fill) });
const zero = Buffer.alloc(32);
const settled = () => new Promise((resolve) => setImmediate(resolve));

const bytesOf = (key: OpenKey): Buffer => Buffer.from(key.bytes);

it("zeroes a key once its time is over, and loads it anew", async () => {
  const clock = manualClock(0);
  const keys = openKeys(clock, { keys: 10, keepMs: 1000 });
  const first = keyOf(1);
  await keys.with("a", async () => first, bytesOf);
  expect(first.bytes).toEqual(Buffer.alloc(32, 1));
  await clock.advance(1000);
  expect(await keys.with("a", async () => keyOf(2), bytesOf)).toEqual(Buffer.alloc(32, 2));
  expect(first.bytes).toEqual(zero);
});

it("zeroes the oldest when there are too many, and what is dropped by name", async () => {
  const keys = openKeys(manualClock(0), { keys: 2, keepMs: 1000 });
  const all = [keyOf(1), keyOf(2), keyOf(3)];
  for (const [at, key] of all.entries()) await keys.with(`account ${at}`, async () => key, bytesOf);
  await settled();
  expect(all.map(({ bytes }) => bytes[0])).toEqual([0, 2, 3]);
  keys.drop("account 1");
  await settled();
  expect(all.map(({ bytes }) => bytes[0])).toEqual([0, 0, 3]);
});

it("leaves a key as it is for those who wait for it, though it was dropped meanwhile", async () => {
  const keys = openKeys(manualClock(0), { keys: 1, keepMs: 1000 });
  const slow = keyOf(1);
  let arrive: (key: OpenKey) => void = () => {};
  const uses = Array.from({ length: 3 }, () =>
    keys.with("a", () => new Promise<OpenKey>((resolve) => (arrive = resolve)), bytesOf),
  );
  await keys.with("b", async () => keyOf(2), bytesOf);
  keys.drop("a");
  expect(keys.has("a")).toBe(false);
  arrive(slow);
  expect(await Promise.all(uses)).toEqual(uses.map(() => Buffer.alloc(32, 1)));
  await settled();
  expect(slow.bytes).toEqual(zero);
});

it("keeps nothing of a load that failed: the next one loads again", async () => {
  const keys = openKeys(manualClock(0), { keys: 10, keepMs: 1000 });
  const failing = Array.from({ length: 3 }, () => keys.with("a", () => Promise.reject(new Error("no")), bytesOf));
  expect((await Promise.allSettled(failing)).map(({ status }) => status)).toEqual(failing.map(() => "rejected"));
  expect(await keys.with("a", async () => keyOf(1), bytesOf)).toEqual(Buffer.alloc(32, 1));
});

it("keeps a key whose use failed", async () => {
  const keys = openKeys(manualClock(0), { keys: 10, keepMs: 1000 });
  const use = (): never => {
    throw new Error("no");
  };
  await expect(keys.with("a", async () => keyOf(1), use)).rejects.toThrow("no");
  expect(keys.has("a")).toBe(true);
});

it("keeps no key for longer because the clock was set back", async () => {
  const clock = { ...manualClock(0), now: () => nowMs };
  let nowMs = 1_000_000;
  const keys = openKeys(clock, { keys: 10, keepMs: 1000 });
  await keys.with("a", async () => keyOf(1), bytesOf);
  nowMs = 0;
  expect(keys.has("a")).toBe(false);
});
