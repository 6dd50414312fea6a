import { readInbox } from "@showrunner/services/act/inbox.ts";
import { describe, expect, it } from "vitest";
import { addWeeklyShow } from "../harness/made-up-shows.ts";
import { createTestWorld } from "../harness/test-world.ts";
import { live, napWhere, tick } from "./drive.ts";

const rule =
  "name: Plays noted\nwhen: { event: episode.watched }\nthen:\n" +
  "  - { do: notify, channel: inbox, title: 'Episode {{ episode.number }}', body: seen }\n";

describe("an account", () => {
  it("is polled on, though a slow worker takes it out of a slot that it has come back to", async () => {
    const t = await createTestWorld();
    try {
      const { episodes } = addWeeklyShow(t.sandbox, { title: "Show", aired: 3 });
      const account = await t.person("ann");
      await t.rule(account, rule);
      await tick({ ctx: t.ctx, receiver: t.database.queue });
      const watch = (at: number) => (): void => {
        t.world.watch("ann", { type: "episode", trakt: episodes[at] ?? 0 });
      };
      // Quiet for half an hour, so that the account is moved to a slower tier; there the worker dozes off.
      const nap = napWhere((moment, step) => moment === "before" && step.what === `delete ACC#${account.id}`);
      const happenings = new Map([
        [36, watch(0)],
        [60, watch(1)],
        [66, () => {}],
      ]);
      const workers = await live(t, happenings, { nap: { nap, minutes: 14 } });
      expect(workers).toHaveLength(2);
      const inbox = await readInbox(t.ctx, account.id, 10);
      expect(inbox.map((one) => one.title).toSorted()).toEqual(["Episode 1", "Episode 2"]);
    } finally {
      await t.close();
    }
  });
});
