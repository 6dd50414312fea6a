import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { receive, send, name, type QueueUnderTest } from "./queue-under-test.ts";

/**
 * What a driver keeps that picks the messages itself. SQS does not say so much: its fair queues shorten the wait of
 * quiet groups once another has grown noisy, by no promised measure.
 */
export function fairnessConformance(title: string, open: () => Promise<QueueUnderTest>): void {
  describe(`${title} is fair between groups`, () => {
    let opened: QueueUnderTest;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    it("lets nobody's one message wait behind somebody's 2,000", async () => {
      await send(opened, 2000, { group: "acc_noisy" });
      await opened.queue.send(name, [
        { body: "a", group: "acc_a" },
        { body: "z", group: "acc_z" },
      ]);
      const first = await receive(opened, 10);
      expect(first.map(({ group }) => group)).toEqual(expect.arrayContaining(["acc_a", "acc_z"]));
      expect(first).toHaveLength(10);
    });

    it("holds for receivers that take one message at a time", async () => {
      await send(opened, 50, { group: "acc_noisy" });
      await send(opened, 1, { group: "acc_a" });
      await send(opened, 1, { group: "acc_z" });
      const groups: string[] = [];
      for (let at = 0; at < 3; at++) groups.push(...(await receive(opened, 1)).map(({ group }) => group));
      expect(groups.toSorted()).toEqual(["acc_a", "acc_noisy", "acc_z"]);
    });

    it("serves all of more groups than one receive takes before any of them again", async () => {
      for (const round of [1, 2]) {
        const everybody = Array.from({ length: 30 }, (_, at) => ({ body: round, group: `acc_${at}` }));
        await opened.queue.send(name, everybody);
      }
      const groups: string[] = [];
      for (let at = 0; at < 3; at++) groups.push(...(await receive(opened, 10)).map(({ group }) => group));
      expect(new Set(groups).size).toBe(30);
    });

    it("shares what is left over evenly, and leaves none of it unused", async () => {
      await send(opened, 100, { group: "acc_noisy" });
      await send(opened, 100, { group: "acc_loud" });
      await send(opened, 2, { group: "acc_quiet" });
      const groups = (await receive(opened, 20)).map(({ group }) => group);
      const share = (group: string): number => groups.filter((each) => each === group).length;
      expect([share("acc_quiet"), share("acc_noisy"), share("acc_loud")]).toEqual([2, 9, 9]);
    });
  });
}
