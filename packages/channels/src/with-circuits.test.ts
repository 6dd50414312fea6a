import { type ManualClock, manualClock } from "@showrunner/core/clock.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { createMailer } from "./email/mailer.ts";
import { createGuard } from "./guard/guard.ts";
import { createGuardedHttp, type GuardedAnswer } from "./guard/http.ts";
import { problemFrom } from "./testing/deliveries.ts";
import { rawReceiver } from "./testing/raw-receiver.ts";
import { receiver } from "./testing/receiver.ts";
import { withCircuits } from "./with-circuits.ts";

let clock: ManualClock;
let ways: ReturnType<typeof withCircuits>;
beforeEach(() => {
  clock = manualClock(1_700_000_000_000);
  const guard = createGuard({ policy: "lan", allowLoopback: true });
  ways = withCircuits({ http: createGuardedHttp(guard, { clock }), mail: createMailer(guard, { clock }) }, clock);
});

const post = (url: string): Promise<GuardedAnswer> =>
  ways.http.request({ url, method: "POST", deadlineMs: 15_000, maxResponseBytes: 1024 });

describe("a receiver", () => {
  test.each([500, 503, 408])(
    "that answers %d again and again is left alone, and tried after a while",
    async (status) => {
      await using there = await receiver((_request, response) => response.writeHead(status).end());
      for (let times = 0; times < 5; times++) await post(there.origin);
      expect(await problemFrom(post(there.origin))).toMatchObject({
        code: "channel.resting",
        retry: { kind: "after", afterMs: 30_000 },
      });
      expect(there.requests).toHaveLength(5);
      await clock.advance(30_000);
      expect((await post(there.origin)).status).toBe(status);
      expect(await problemFrom(post(there.origin))).toMatchObject({ code: "channel.resting" });
    },
  );

  test.each([200, 404, 410, 429])("that answers %d is there, whatever it says", async (status) => {
    await using there = await receiver((_request, response) => response.writeHead(status).end());
    for (let times = 0; times < 20; times++) await post(there.origin);
    expect(there.requests).toHaveLength(20);
  });

  test("that does not answer in time costs five deadlines and no more, and others nothing", async () => {
    await using slow = await rawReceiver(() => {});
    await using other = await receiver();
    for (let times = 1; times <= 5; times++) {
      const problem = problemFrom(post(slow.origin));
      await slow.spokenTo(times);
      await clock.advance(15_000);
      expect((await problem).code).toBe("channel.unreachable");
    }
    expect((await problemFrom(post(slow.origin))).code).toBe("channel.resting");
    expect((await post(other.origin)).status).toBe(200);
  });

  test("is not blamed for an address that is not allowed, nor for what is too large", async () => {
    await using there = await receiver();
    const huge = { deadlineMs: 1000, maxResponseBytes: 1, body: "x".repeat(70_000), method: "POST" as const };
    for (let times = 0; times < 10; times++)
      expect((await problemFrom(ways.http.request({ url: there.origin, ...huge }))).code).toBe("channel.too_large");
    expect((await post(there.origin)).status).toBe(200);
  });

  test("of mail that is not there is left alone as well", async () => {
    const gone = await receiver();
    await gone[Symbol.asyncDispose]();
    const server = { host: "127.0.0.1", port: gone.port, security: "none" as const };
    const mail = {
      messageId: "a@example.com",
      from: "a@example.com",
      to: "b@example.com",
      subject: "S",
      text: "T",
      html: "<p>T</p>",
      date: new Date(clock.now()),
    };
    const send = () => problemFrom(ways.mail.send(server, mail, { deadlineMs: 1000 }));
    for (let times = 0; times < 5; times++) expect((await send()).code).toBe("channel.unreachable");
    expect((await send()).code).toBe("channel.resting");
  });
});
