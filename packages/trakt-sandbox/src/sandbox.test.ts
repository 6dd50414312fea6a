import { manualClock } from "@showrunner/core/clock.ts";
import { expect, test } from "vitest";
import { createSandbox } from "./sandbox.ts";
import { startMs } from "./testing/caller.ts";

test("a port that another program has is a Problem that says so", async () => {
  const sandbox = createSandbox({ clock: manualClock(startMs) });
  const { port } = await sandbox.listen();
  await expect(sandbox.listen({ port })).rejects.toMatchObject({ code: "sandbox.port_taken" });
  await sandbox.close();
});

test("closing ends every connection, and closing again is nothing", async () => {
  const sandbox = createSandbox({ clock: manualClock(startMs) });
  const listening = await sandbox.listen();
  await (await fetch(`${listening.url}/activate`)).text();
  await listening.close();
  await listening.close();
  await expect(fetch(listening.url)).rejects.toThrow("fetch failed");
  await sandbox.close();
});

test("the same seed gives the same tokens and uuids, another seed others", () => {
  const pair = (seed: number) => {
    const { world } = createSandbox({ clock: manualClock(startMs), seed });
    return { uuid: world.addPerson({ username: "ada" }).uuid, tokens: world.issueTokens("ada") };
  };
  expect(pair(1)).toEqual(pair(1));
  expect(pair(2).uuid).not.toBe(pair(1).uuid);
  expect(pair(2).tokens.access_token).not.toBe(pair(1).tokens.access_token);
});
