import { readInbox } from "@showrunner/services/act/inbox.ts";
import { expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld } from "../harness/test-world.ts";
import { runsOf } from "../harness/told.ts";
import { leftToDo, live } from "./drive.ts";
import type { Fate } from "./mortal.ts";

const rule = `name: Told
when: { event: episode.watched }
if: [progress.behind <= 2, "!on_watchlist"]
then: [{ do: notify, channel: inbox, title: Told, body: "{{ progress.behind }}" }]
`;

const later = `name: Later
when: { event: episode.watched }
if: episode.number == 1
then: [{ do: notify, channel: inbox, title: Later, body: "later {{ progress.behind }}", wait: 2 minutes, if: progress.behind <= 2 }]
`;

interface Lived {
  steps: readonly string[];
  told: string[];
  outcomes: string[];
  left: string[];
}

/** A person watches two episodes, and their rules ask how far they are, at once and when a wait is over: with a worker that may not live to tell. */
async function liveThrough(fateOf?: (worker: number) => Fate | undefined): Promise<Lived> {
  const t = await createTestWorld();
  try {
    const { episodes } = addWeeklyShow(t.sandbox, { title: "Weekly", aired: 4 });
    const ann = await t.person("ann");
    await t.rule(ann, rule);
    await t.rule(ann, later);
    await t.minutes(3);
    const watch = (): void => {
      for (const trakt of episodes.slice(0, 2)) t.world.watch("ann", { type: "episode", trakt });
    };
    const workers = await live(t, new Map([[1, watch]]), {
      skipsQuiet: true,
      ...(fateOf === undefined ? {} : { fateOf }),
    });
    return {
      steps: workers[0]?.steps ?? [],
      told: (await readInbox(t.ctx, ann.id, 10)).map(({ body }) => body).toSorted(),
      outcomes: (await runsOf(t, ann))
        .flatMap(({ trace, looks }) => [trace, ...(looks ?? []).map((look) => look.trace)])
        .map(({ outcome }) => outcome)
        .toSorted(),
      left: await leftToDo(t),
    };
  } finally {
    await t.close();
  }
}

it(
  "whoever asks for facts, or reads them, may be killed at any operation: each rule runs once, and nothing waits",
  { timeout: 600_000 },
  async () => {
    const { steps, ...expected } = await liveThrough();
    expect(expected).toEqual({
      told: ["2", "2", "later 2"],
      outcomes: ["matched", "matched", "matched", "matched", "not_matched"],
      left: [],
    });
    expect(steps.filter((step) => step.startsWith("put FACT#")).length).toBeGreaterThan(0);
    const wrong: unknown[] = [];
    for (const [at, step] of steps.entries())
      for (const when of ["before", "after"] as const) {
        const dies: Fate = (moment, { number }) => (number === at + 1 && moment === when ? "die" : undefined);
        const { steps: _, ...lived } = await liveThrough((worker) => (worker === 0 ? dies : undefined));
        if (JSON.stringify(lived) !== JSON.stringify(expected)) wrong.push({ killed: `${when} ${step}`, ...lived });
      }
    expect(wrong).toEqual([]);
  },
);
