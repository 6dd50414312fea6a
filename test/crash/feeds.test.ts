import type { Account } from "@showrunner/core/records.ts";
import { seeded } from "@showrunner/trakt-sandbox/seeded.ts";
import { describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { audit, type Audit, differences } from "./audit.ts";
import { type Course, live, tick } from "./drive.ts";
import type { Fate } from "./mortal.ts";

/** Everything of what people watch, of lists and of other people, in the inbox. */
const rule = `
name: All of it
when:
  event:
    - playback.paused
    - watching.started
    - watching.ended
    - list.created
    - list.updated
    - list.deleted
    - list.item_added
    - list.item_removed
    - item.unrated
    - friend.watched
    - friend.watching
    - follower.added
    - comment.liked
then:
  - { do: notify, channel: inbox, title: "{{ event.type }}", body: "{{ event.subject }}" }
`;

interface Life {
  t: TestWorld;
  accounts: Account[];
  happenings: ReadonlyMap<number, () => void>;
}

const everyPoll = { everyMs: 0, slowestMinutes: 1 };

async function begin(): Promise<Life> {
  const looks = {
    watching: everyPoll,
    friend_plays: everyPoll,
    friends_watching: everyPoll,
    comment_likes: everyPoll,
  };
  const t = await createTestWorld({ settings: { looks } });
  const { world } = t;
  const movies = [0, 1, 2, 3].map((n) => ({ type: "movie" as const, trakt: world.addMovie({ title: `Movie ${n}` }) }));
  const [first, second, third, fourth] = movies;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined)
    throw new Error("no movies");
  const ann = await t.person("ann");
  for (const username of ["bob", "eve"]) world.addPerson({ username });
  world.befriend("ann", "bob");
  const list = world.createList("ann", { name: "Together" });
  const old = world.createList("ann", { name: "Old" });
  world.listAdd("ann", list, first);
  world.rate("ann", first, 8);
  const comment = world.comment("ann", first, "What a movie that is, again and again.");
  await t.rule(ann, rule);
  for (let minute = 0; minute < 4; minute++) {
    await tick({ ctx: t.ctx, receiver: t.database.queue });
    await t.clock.advance(60_000);
  }
  const happenings = new Map([
    [
      1,
      () => {
        world.startWatching("ann", second, 60);
        world.listAdd("ann", list, second);
        world.watch("bob", third);
      },
    ],
    [
      2,
      () => {
        world.listRemove("ann", list, first);
        world.updateList("ann", list, { name: "Both of us" });
        world.follow("eve", "ann");
        world.startWatching("bob", fourth, 90);
      },
    ],
    [
      4,
      () => {
        world.stopWatching("ann");
        world.pause("ann", second, 40);
        world.unrate("ann", first);
        world.removeList("ann", old);
        world.likeComment("eve", comment);
        world.createList("ann", { name: "New" });
      },
    ],
  ]);
  return { t, accounts: [ann], happenings };
}

async function liveThrough(course: Course): Promise<{ found: Audit; steps: readonly string[] }> {
  const life = await begin();
  try {
    const workers = await live(life.t, life.happenings, course);
    return { found: await audit(life, []), steps: workers[0]?.steps ?? [] };
  } finally {
    await life.t.close();
  }
}

describe("a worker that reads lists, players and other people", { timeout: 300_000 }, () => {
  it("killed between any two operations has lost nothing and done nothing twice", async () => {
    const expected = await liveThrough({});
    expect(expected.found.wrong).toEqual([]);
    expect(expected.found.outcome.events).toHaveLength(13);
    const failures: string[] = [];
    for (let number = 1; number <= expected.steps.length; number += 11)
      for (const when of ["before", "after"] as const) {
        const fate: Fate = (moment, step) => (step.number === number && moment === when ? "die" : undefined);
        const { found } = await liveThrough({ fateOf: (worker) => (worker === 0 ? fate : undefined) });
        const wrong = [...found.wrong, ...differences(expected.found.outcome, found.outcome)];
        if (wrong.length > 0) failures.push(`${when} ${number} (${expected.steps[number - 1]}):`, ...wrong);
      }
    expect(failures).toEqual([]);
  });

  it("beside two others does everything once", async () => {
    const expected = await liveThrough({});
    for (let run = 0; run < 4; run++) {
      const next = seeded(`feeds ${run}`);
      const dawdle: Fate = async () => {
        for (let turns = Math.floor(next() ** 3 * 12); turns > 0; turns--)
          await new Promise((resolve) => setImmediate(resolve));
      };
      const { found } = await liveThrough({ together: 3, fateOf: () => dawdle });
      expect([...found.wrong, ...differences(expected.found.outcome, found.outcome)]).toEqual([]);
    }
  });
});
