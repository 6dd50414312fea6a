import { manualClock } from "@showrunner/core/clock.ts";
import { expect, it } from "vitest";
import { createTestWorld } from "../harness/test-world.ts";
import { pauseAll, pausedUntil } from "@showrunner/services/schedule/pause.ts";
import { schedule } from "@showrunner/services/schedule/schedule.ts";

const yearMs = 365 * 24 * 3_600_000;

it("polling and pauses go on when a clock that ran a year ahead is put right", async () => {
  const t = await createTestWorld();
  try {
    await t.person("ann");
    await t.minutes(2);
    const ahead = { ...t.ctx, clock: manualClock(t.clock.now() + yearMs) };
    await schedule(ahead);
    await pauseAll(ahead, ahead.clock.now() + 60_000, "Trakt asks us to wait");

    expect(await pausedUntil(t.ctx)).toBe(0);
    expect(await schedule(t.ctx)).toMatchObject({ accounts: 1 });
    const until = t.clock.now() + 60_000;
    await pauseAll(t.ctx, until, "Trakt asks us to wait");
    expect(await pausedUntil(t.ctx)).toBe(until);
  } finally {
    await t.close();
  }
});
