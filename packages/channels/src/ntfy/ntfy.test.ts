import { describe, expect, test } from "vitest";
import * as z from "zod";
import { context, notification, problemFrom } from "../testing/deliveries.ts";
import { receiver, type Receiver, type Respond } from "../testing/receiver.ts";
import { ntfy } from "./ntfy.ts";

const token = "tk_canary0of0a0made0up0token";

/** ntfy's answers: the stored message, or an error with its own code. */
const ntfyLike: Respond = (request, response) => {
  const authorized = request.headers.authorization === `Bearer ${token}`;
  response.writeHead(authorized ? 200 : 403, { "content-type": "application/json" });
  response.end(
    JSON.stringify(
      authorized
        ? { id: "hwQ2YpKdmg", time: 1_763_658_000, event: "message", topic: "shows" }
        : { code: 40_301, http: 403, error: "forbidden", link: "https://ntfy.sh/docs/publish/#authentication" },
    ),
  );
};

const deliver = (
  there: Receiver,
  over: Partial<ReturnType<typeof notification>> = {},
  options: { repeated?: boolean; token?: string; server?: string } = {},
) =>
  ntfy.send(context({ repeated: options.repeated ?? false }), {
    config: { server: options.server ?? there.origin, topic: "shows", priority: 4 },
    secrets: { token: options.token ?? token },
    notification: notification(over),
  });

const Sent = z.object({ title: z.string(), message: z.string(), click: z.string().optional() });
const sent = (there: Receiver) => Sent.parse(JSON.parse(there.requests[0]?.body ?? "null"));

describe("ntfy", () => {
  test("is given the message as JSON at its root, with the token", async () => {
    await using there = await receiver(ntfyLike);
    const receipt = await deliver(there, {}, { server: `${there.origin}/` });
    expect(there.requests[0]).toMatchObject({ method: "POST", path: "/" });
    expect(there.requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
    expect(JSON.parse(there.requests[0]?.body ?? "null")).toEqual({
      topic: "shows",
      title: "Game of Thrones S02E08 airs tonight",
      message: "The Prince of Winterfell, at 21:00.",
      click: "https://trakt.tv/shows/game-of-thrones/seasons/2/episodes/8",
      priority: 4,
      sequence_id: "act_3pPzmD0cQxw1bR7nUeKf",
    });
    expect(receipt).toMatchObject({ status: 200, detail: `200 from 127.0.0.1:${there.port}` });
  });

  test("is given at most 4096 bytes, without half characters", async () => {
    await using there = await receiver(ntfyLike);
    await deliver(there, { title: "🎬".repeat(100), body: "ü🎬".repeat(2000) }, { repeated: true });
    const { title, message } = sent(there);
    expect(Buffer.byteLength(title)).toBeLessThanOrEqual(250);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4096);
    expect(Buffer.byteLength(message)).toBeGreaterThan(4085);
    expect([title.isWellFormed(), message.isWellFormed()]).toEqual([true, true]);
    expect(message).toContain("Sent again");
  });

  test("shows a message without a body as its title, never as ntfy's own word for an empty one", async () => {
    await using there = await receiver(ntfyLike);
    await deliver(there, { body: "" });
    expect(sent(there).message).toBe("Game of Thrones S02E08 airs tonight");
  });

  test("shows a hostile title as one line of text", async () => {
    await using there = await receiver(ntfyLike);
    const hostile = { title: "Lost\r\nActions: http, x, http://evil.example", url: "javascript:alert(1)" };
    await deliver(there, hostile);
    expect(sent(there).title).toBe("Lost Actions: http, x, http://evil.example");
    expect(sent(there)).not.toHaveProperty("click");
    expect(there.requests[0]?.headers).not.toHaveProperty("actions");
  });

  test("that does not accept the token is a matter of the settings", async () => {
    await using there = await receiver(ntfyLike);
    const problem = await problemFrom(deliver(there, {}, { token: "tk_wrong" }));
    expect(problem).toMatchObject({ code: "channel.misconfigured", status: 403, retry: { kind: "never" } });
    expect(problem.message).toContain("forbidden");
  });

  test.each([
    [429, "channel.rate_limited", { kind: "default" }],
    [400, "channel.refused", { kind: "never" }],
    [500, "channel.refused", { kind: "default" }],
  ])("that answers %d is %s", async (status, code, retry) => {
    await using there = await receiver((_request, response) => {
      response.writeHead(status);
      response.end(JSON.stringify({ code: status * 100 + 1, http: status, error: "limit reached" }));
    });
    expect(await problemFrom(deliver(there))).toMatchObject({ code, retry, status });
  });

  test("has its token in no error, log or receipt, though it says it back", async () => {
    for (const status of [200, 302, 400, 401, 429, 500]) {
      await using there = await receiver((request, response) => {
        response.writeHead(status, { server: token });
        response.end(JSON.stringify({ error: `not ${request.headers.authorization}`, echo: request.headers }));
      });
      const said = await deliver(there).then(
        (receipt) => JSON.stringify(receipt),
        (error: unknown) => `${JSON.stringify(error)} ${String(error)}`,
      );
      expect(there.requests).toHaveLength(1);
      expect(said).not.toContain(token);
    }
  });

  test("has topics and tokens that fit into an address and a header", () => {
    expect(ntfy.config.safeParse({ topic: "shows" }).data).toEqual({ server: "https://ntfy.sh", topic: "shows" });
    for (const topic of ["", "a/b", "a b", "a?b", "x".repeat(65)]) {
      expect(ntfy.config.safeParse({ topic }).success).toBe(false);
    }
    for (const bad of ["tk_a\r\nx: y", "tk a", "tk_ü", ""])
      expect(ntfy.secrets.safeParse({ token: bad }).success).toBe(false);
  });
});
