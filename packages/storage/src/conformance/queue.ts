import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deadLetterConformance } from "./queue-dead-letters.ts";
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

export type { QueueUnderTest } from "./queue-under-test.ts";

/**
 * What every driver of the `Queue` and `QueueReceiver` ports keeps. Run it in the driver's own test. In what order
 * messages come, and how fair that is, is the driver's own: see `fairnessConformance`.
 */
export function queueConformance(title: string, open: () => Promise<QueueUnderTest>): void {
  deadLetterConformance(title, open);

  describe(`${title} keeps what a Queue promises`, () => {
    let opened: QueueUnderTest;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    describe("send and receive", () => {
      it("gives every message sent, with its body and group, the first time as number 1", async () => {
        const body = { text: "千と千尋 🎬", list: [1, null, { deep: true }], number: 1.5 };
        await opened.queue.send(name, [{ body, group: "acc_-Z9" }]);
        const [message] = await receive(opened);
        expect(message).toMatchObject({ body, group: "acc_-Z9", receiveCount: 1 });
      });

      it("gives each of many messages once, with an id of its own", async () => {
        await send(opened, 25);
        const all = await receiveAll(opened);
        expect(new Set(all.map(({ id }) => id)).size).toBe(25);
        expect(new Set(all.map(({ body }) => JSON.stringify(body))).size).toBe(25);
      });

      it("gives no more than asked for", async () => {
        await send(opened, 5);
        expect((await receive(opened, 2)).length).toBeLessThanOrEqual(2);
      });

      it("gives no message to two receivers at once", async () => {
        await send(opened, 40);
        const parts = await Promise.all(Array.from({ length: 8 }, () => receive(opened, 5)));
        const ids = parts.flat().map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      });

      it("keeps queues apart", async () => {
        await send(opened, 1);
        const elsewhere = { max: 10, visibleAgainAt: opened.clock.now() + visibilityMs };
        expect(await opened.queue.receive("Deliveries", elsewhere)).toEqual([]);
        const [message] = await receive(opened);
        await opened.queue.delete("Deliveries", [message?.receipt ?? ""]);
        expect(await opened.queue.depth(name)).toMatchObject({ inFlight: 1 });
      });

      it("takes an empty batch, and gives nothing from an empty queue", async () => {
        await send(opened, 0);
        expect(await receive(opened)).toEqual([]);
      });
    });

    describe("visibility", () => {
      it("hides what was received until its time, then gives it again, counted", async () => {
        await send(opened, 1);
        const [first] = await receive(opened);
        await opened.pass(visibilityMs - 1000);
        expect(await receive(opened)).toEqual([]);
        await opened.pass(1000);
        const [second] = await receive(opened);
        expect(second).toMatchObject({ id: first?.id, body: first?.body, receiveCount: 2 });
        expect(second?.receipt).not.toBe(first?.receipt);
      });

      it("never gives again what was deleted", async () => {
        await send(opened, 3);
        await opened.queue.delete(name, receipts(await receiveAll(opened)));
        await opened.pass(visibilityMs);
        expect(await receive(opened)).toEqual([]);
        expect(await opened.queue.depth(name)).toEqual({ visible: 0, inFlight: 0, delayed: 0, dead: 0 });
      });

      it("ignores the receipt of a receive that was followed by another: delete", async () => {
        await send(opened, 1);
        const stale = await receive(opened);
        await opened.pass(visibilityMs);
        expect(await receive(opened)).toHaveLength(1);
        await opened.queue.delete(name, receipts(stale));
        await opened.pass(visibilityMs);
        expect(await receive(opened)).toHaveLength(1);
      });

      it("ignores the receipt of a receive that was followed by another: release and bury", async () => {
        await send(opened, 1);
        const stale = await receive(opened);
        await opened.pass(visibilityMs);
        expect(await receive(opened)).toHaveLength(1);
        await opened.queue.release(name, receipts(stale), opened.clock.now());
        await opened.queue.bury(name, receipts(stale));
        expect(await receive(opened)).toEqual([]);
        expect(await opened.queue.depth(name)).toMatchObject({ inFlight: 1, dead: 0 });
      });

      it("ignores the receipt of a message that was deleted, when another was sent since", async () => {
        await send(opened, 1);
        const deleted = await receive(opened);
        await opened.queue.delete(name, receipts(deleted));
        await send(opened, 1);
        const [fresh] = await receive(opened);
        await opened.queue.delete(name, receipts(deleted));
        expect(await opened.queue.depth(name)).toMatchObject({ inFlight: 1 });
        expect(fresh?.receipt).not.toBe(deleted[0]?.receipt);
      });

      it("ignores a receipt that it never gave", async () => {
        await send(opened, 1);
        await opened.queue.delete(name, ["", "nonsense", "1", "0.0", "-1.-1", randomUUID()]);
        expect(await receive(opened)).toHaveLength(1);
      });

      it("gives what was released again at its time, counted, and not before", async () => {
        await send(opened, 1);
        await opened.queue.release(name, receipts(await receive(opened)), opened.clock.now() + 5000);
        await opened.pass(4000);
        expect(await receive(opened)).toEqual([]);
        await opened.pass(1000);
        expect(await receive(opened)).toMatchObject([{ receiveCount: 2 }]);
      });

      it("gives what was released at once, at once", async () => {
        await send(opened, 1);
        await opened.queue.release(name, receipts(await receive(opened)), opened.clock.now());
        expect(await receive(opened)).toMatchObject([{ receiveCount: 2 }]);
      });
    });

    describe("delays", () => {
      it("hold a message back for its time, and others not", async () => {
        await opened.queue.send(name, [
          { body: "later", group: "acc_1", delaySeconds: 10 },
          { body: "now", group: "acc_1" },
        ]);
        expect(bodies(await receiveAll(opened))).toEqual(["now"]);
        await opened.pass(9000);
        expect(await receive(opened)).toEqual([]);
        await opened.pass(1000);
        expect(bodies(await receiveAll(opened))).toEqual(["later"]);
      });

      it("beyond 900 seconds are refused, with the whole batch", async () => {
        const sent = opened.queue.send(name, [
          { body: 1, group: "acc_1" },
          { body: 2, group: "acc_1", delaySeconds: 901 },
        ]);
        await expect(sent).rejects.toMatchObject({ code: "queue.delay_invalid" });
        expect(await receive(opened)).toEqual([]);
      });
    });

    describe("depth", () => {
      it("counts what is visible, in flight, delayed and dead", async () => {
        await send(opened, 6);
        await send(opened, 2, { delaySeconds: 60 });
        const [first, ...others] = await receive(opened, 3);
        expect(others.length).toBeLessThanOrEqual(2);
        await opened.queue.bury(name, receipts([first]));
        const inFlight = others.length;
        expect(await opened.queue.depth(name)).toEqual({ visible: 5 - inFlight, inFlight, delayed: 2, dead: 1 });
        await opened.pass(visibilityMs);
        // Counts may be late; what can be received is not.
        expect(await receiveAll(opened)).toHaveLength(7);
        expect(await opened.queue.depth(name)).toEqual({ visible: 0, inFlight: 7, delayed: 0, dead: 1 });
      });
    });

    it("keeps messages, receipts, counts and dead letters when it is opened again", async (context) => {
      if (opened.reopen === undefined) return context.skip();
      await send(opened, 4);
      await send(opened, 1, { delaySeconds: 60 });
      const [done, dead, held] = await receive(opened, 3);
      await opened.queue.bury(name, [dead?.receipt ?? ""]);
      await opened.reopen();
      expect(await opened.queue.depth(name)).toEqual({ visible: 1, inFlight: 2, delayed: 1, dead: 1 });
      await opened.queue.delete(name, [done?.receipt ?? ""]);
      await opened.pass(visibilityMs);
      const again = await receiveAll(opened);
      expect(again).toHaveLength(3);
      expect(again.find(({ id }) => id === held?.id)).toMatchObject({ receiveCount: 2 });
    });
  });
}
