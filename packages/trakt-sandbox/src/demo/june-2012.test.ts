import { manualClock } from "@showrunner/core/clock.ts";
import { expect, it } from "vitest";
import { createSandbox } from "../sandbox.ts";
import { june2012Ms, june2012Person, seedJune2012 } from "./june-2012.ts";

it("in June 2012 June is half-way through three shows, and nothing of it is in the future", async () => {
  const sandbox = createSandbox({ clock: manualClock(june2012Ms) });
  const { world } = sandbox;
  seedJune2012(world);
  const counts = [1390, 2356, 37_522].map((show) => {
    const { aired, completed, next } = world.progress(june2012Person, show);
    return [completed, aired, next?.season, next?.number];
  });
  expect(counts).toEqual([
    [17, 20, 2, 8],
    [87, 93, 9, 13],
    [8, 12, 1, 9],
  ]);
  expect(world.friends(june2012Person)).toEqual(["otto"]);
  expect(world.people().every((person) => Date.parse(person.joined_at) < june2012Ms)).toBe(true);
  await sandbox.close();
});
