import { manualClock } from "@showrunner/core/clock.ts";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { context, notification, problemFrom } from "../testing/deliveries.ts";
import { rawReceiver } from "../testing/raw-receiver.ts";
import { receiver, type Receiver, type Respond } from "../testing/receiver.ts";
import { newWebhookSecret } from "./sign.ts";
import { webhook } from "./webhook.ts";

const signing = [newWebhookSecret(() => Buffer.from("a canary that must never be seen".padEnd(32)))];
const secrets = { signing };

const answering = (status: number, headers: Record<string, string> = {}, body = ""): Respond => {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
};

const deliver = (there: Pick<Receiver, "origin">, over: Parameters<typeof context>[0] = {}) =>
  webhook.send(context(over), {
    config: { url: `${there.origin}/hooks/private-path?key=private-key` },
    secrets,
    notification: notification(),
  });

describe("a webhook", () => {
  test("brings the event and the rule as JSON, signed, and tells what came of it", async () => {
    await using there = await receiver(answering(202, { "content-type": "text/plain" }, "thank you"));
    const receipt = await deliver(there);
    const [request] = there.requests;
    const { event, rule, id } = notification();
    expect(JSON.parse(request?.body ?? "")).toEqual({ ...event, rule });
    expect(request).toMatchObject({ method: "POST", path: "/hooks/private-path?key=private-key" });
    expect(request?.headers).toMatchObject({ "content-type": "application/json", "webhook-id": id });
    expect(request?.headers["traceparent"]).toBe(event.traceparent);
    const headers = Object.fromEntries(
      Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    expect(new Webhook(signing[0] ?? "").verify(request?.body ?? "", headers)).toEqual({ ...event, rule });
    expect(receipt).toMatchObject({ status: 202, detail: `202 from 127.0.0.1:${there.port}` });
    expect(receipt.exchange).toMatchObject({ status: 202, answer: "thank you" });
  });

  test("has one id over all tries and each try's own time", async () => {
    await using there = await receiver();
    const clock = manualClock(1_700_000_000_000);
    await deliver(there, { clock });
    await clock.advance(300_000);
    await deliver(there, { clock, attempt: 2, repeated: true });
    const headers = there.requests.map((request) => request.headers);
    expect(new Set(headers.map((one) => one["webhook-id"])).size).toBe(1);
    expect(headers.map((one) => one["webhook-timestamp"])).toEqual(["1700000000", "1700000300"]);
    expect(there.requests[0]?.body).toBe(there.requests[1]?.body);
  });

  test.each([
    [301, "channel.refused", { kind: "never" }],
    [404, "channel.refused", { kind: "never" }],
    [410, "channel.gone", { kind: "never" }],
    [429, "channel.rate_limited", { kind: "after", afterMs: 30_000 }],
    [500, "channel.refused", { kind: "default" }],
    [503, "channel.refused", { kind: "after", afterMs: 30_000 }],
  ])("answered by %d is %s", async (status, code, retry) => {
    await using there = await receiver(answering(status, { "retry-after": "30", location: "/elsewhere" }, "no"));
    const problem = await problemFrom(deliver(there));
    expect(problem).toMatchObject({ code, retry, status, exchange: { status, answer: "no" } });
    expect(there.requests).toHaveLength(1);
  });

  test("that nobody takes in time may have arrived", async () => {
    const clock = manualClock(1_700_000_000_000);
    await using there = await rawReceiver(() => {});
    const problem = problemFrom(deliver(there, { clock }));
    await there.spokenTo(1);
    await clock.advance(15_000);
    expect(await problem).toMatchObject({ code: "channel.unreachable", uncertain: true, retry: { kind: "default" } });
  });

  test("of more than 64 KiB is not sent", async () => {
    await using there = await receiver();
    const huge = notification();
    huge.event.data = { text: "x".repeat(70_000) };
    const delivery = { config: { url: there.origin }, secrets, notification: huge };
    expect(await problemFrom(webhook.send(context(), delivery))).toMatchObject({ code: "channel.too_large" });
    expect(there.connections).toBe(0);
  });
});

describe("the log of a webhook", () => {
  test("keeps the first KiB of the answer, and of the headers only harmless ones", async () => {
    await using there = await receiver((_request, response) => {
      response.writeHead(200, { "set-cookie": "session=canary", "x-api-key": "canary", "x-request-id": "r-1" });
      response.end("ü".repeat(5000));
    });
    const { exchange } = await deliver(there);
    expect(Buffer.byteLength(exchange?.answer ?? "")).toBeLessThanOrEqual(1024);
    expect(exchange?.answer).toBe("ü".repeat(512));
    expect(exchange?.responseHeaders).toMatchObject({ "x-request-id": "r-1" });
    expect(exchange?.requestHeaders).toMatchObject({ "webhook-id": notification().id });
    expect(JSON.stringify(exchange)).not.toContain("canary");
    expect(JSON.stringify(exchange)).not.toContain("v1,");
  });

  test("holds no signing secret, though the receiver says it back", async () => {
    const [secret = ""] = signing;
    const hidden = `${secret.slice(0, 20)}\u0000${secret.slice(20)}`;
    await using there = await receiver(
      answering(500, { server: secret }, `you signed with ${secret}, that is ${hidden}`),
    );
    const problem = await problemFrom(deliver(there));
    expect(problem.exchange?.answer).toBe("you signed with [secret], that is [secret]");
    expect(JSON.stringify(problem) + problem.message + String(problem.operatorDetail)).not.toContain(secret.slice(6));
  });

  test("names the host and not the rest of the address, which may be a key", async () => {
    await using there = await receiver(answering(404));
    const problem = await problemFrom(deliver(there));
    expect(JSON.stringify(problem) + problem.message + String(problem.hint)).not.toContain("private");
  });

  test("holds nothing that a terminal would obey", async () => {
    await using there = await receiver(answering(200, {}, "a\u001b[2Jb\u0000c\r\nd"));
    expect((await deliver(there)).exchange?.answer).toBe("a[2Jbc\nd");
  });

  test("tells how long it took", async () => {
    const clock = manualClock(1_700_000_000_000);
    await using there = await receiver((_request, response) => {
      void clock.advance(250).then(() => response.end());
    });
    expect((await deliver(there, { clock })).exchange?.tookMs).toBe(250);
  });
});
