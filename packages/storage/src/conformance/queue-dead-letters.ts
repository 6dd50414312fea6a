import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  bodies,
  name,
  receipts,
  receive,
  receiveAll,
  send,
  visibilityMs,
  type QueueUnderTest,
} from "./queue-under-test.ts";

/** The part of the queues' conformance that is about dead letters. */
export function deadLetterConformance(title: string, open: () => Promise<QueueUnderTest>): void {
  describe(`${title} keeps what a Queue promises of dead letters`, () => {
    let opened: QueueUnderTest;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    /** Receives the one message there is until it has been received too often. */
    const exhaust = async (): Promise<void> => {
      for (let at = 0; at < opened.maxReceiveCount; at++) {
        expect(await receive(opened)).toHaveLength(1);
        await opened.pass(visibilityMs);
      }
      expect(await receive(opened)).toEqual([]);
    };

    it("are the messages received more often than allowed, whole and listed", async () => {
      await opened.queue.send(name, [{ body: { poison: true }, group: "acc_1" }]);
      await exhaust();
      expect(await opened.queue.depth(name)).toEqual({ visible: 0, inFlight: 0, delayed: 0, dead: 1 });
      const dead = await opened.queue.dead(name, 10);
      expect(dead).toMatchObject([{ body: { poison: true }, group: "acc_1" }]);
      expect(dead[0]?.receiveCount).toBeGreaterThanOrEqual(opened.maxReceiveCount);
    });

    it("do not keep the messages behind them waiting", async () => {
      await send(opened, 1);
      for (let at = 0; at < opened.maxReceiveCount; at++) {
        await receive(opened);
        await opened.pass(visibilityMs);
      }
      await opened.queue.send(name, [{ body: "healthy", group: "acc_1" }]);
      expect(bodies(await receiveAll(opened))).toEqual(["healthy"]);
    });

    it("come at once from what is buried, and of that only", async () => {
      await send(opened, 2);
      const [hopeless, other] = await receiveAll(opened);
      await opened.queue.bury(name, receipts([hopeless]));
      expect(bodies(await opened.queue.dead(name, 10))).toEqual([hopeless?.body]);
      await opened.pass(visibilityMs);
      expect(bodies(await receiveAll(opened))).toEqual([other?.body]);
    });

    it("are listed oldest first, as many as asked for, as often as asked", async () => {
      for (const at of [1, 2, 3]) {
        await opened.queue.send(name, [{ body: at, group: `acc_${9 - at}` }]);
        await opened.queue.bury(name, receipts(await receiveAll(opened)));
        await opened.pass(1000);
      }
      // Which two is not promised: a queue of many servers asks some of them.
      expect(await opened.queue.dead(name, 2)).toHaveLength(2);
      expect(bodies(await opened.queue.dead(name, 10))).toEqual([1, 2, 3]);
      expect(bodies(await opened.queue.dead(name, 10))).toEqual([1, 2, 3]);
      expect(await opened.queue.depth(name)).toMatchObject({ dead: 3 });
    });

    it("are neither received nor deleted with the receipts they had", async () => {
      await send(opened, 1);
      const held = await receive(opened);
      await opened.queue.bury(name, receipts(held));
      await opened.queue.delete(name, [...receipts(held), ...receipts(await opened.queue.dead(name, 1))]);
      await opened.pass(visibilityMs);
      expect(await receive(opened)).toEqual([]);
      expect(await opened.queue.depth(name)).toMatchObject({ dead: 1 });
    });

    it("go back when redriven, as if never received, as many as asked for", async () => {
      await send(opened, 3);
      await opened.queue.bury(name, receipts(await receiveAll(opened)));
      expect(await opened.queue.redrive(name, 2)).toBe(2);
      const again = await receiveAll(opened);
      expect(again.map(({ receiveCount }) => receiveCount)).toEqual([1, 1]);
      await opened.queue.delete(name, receipts(again));
      expect(await opened.queue.redrive(name, 10)).toBe(1);
      expect(await opened.queue.redrive(name, 10)).toBe(0);
      expect(await opened.queue.depth(name)).toEqual({ visible: 1, inFlight: 0, delayed: 0, dead: 0 });
    });

    it("get all their tries again when redriven, and old receipts stay stale", async () => {
      await send(opened, 1);
      const [first] = await receive(opened);
      await opened.pass(visibilityMs);
      for (let at = 1; at < opened.maxReceiveCount; at++) {
        await receive(opened);
        await opened.pass(visibilityMs);
      }
      expect(await receive(opened)).toEqual([]);
      await opened.queue.redrive(name, 1);
      expect(await receive(opened)).toMatchObject([{ receiveCount: 1 }]);
      await opened.queue.delete(name, [first?.receipt ?? ""]);
      await opened.pass(visibilityMs);
      for (let at = 1; at < opened.maxReceiveCount; at++) {
        expect(await receive(opened)).toHaveLength(1);
        await opened.pass(visibilityMs);
      }
      expect(await receive(opened)).toEqual([]);
      expect(await opened.queue.depth(name)).toMatchObject({ dead: 1 });
    });
  });
}
