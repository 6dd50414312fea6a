import diagnostics from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { manualClock } from "@showrunner/core/clock.ts";
import { describe, expect, test } from "vitest";
import { problemFrom } from "../testing/deliveries.ts";
import { rawReceiver } from "../testing/raw-receiver.ts";
import { receiver } from "../testing/receiver.ts";
import { createGuard } from "./guard.ts";
import { createGuardedHttp, maxRequestBytes, type GuardedHttpOptions, type GuardedRequest } from "./http.ts";

const client = (options: GuardedHttpOptions = {}) =>
  createGuardedHttp(createGuard({ policy: "lan", allowLoopback: true }), options);

const to = (origin: string, over: Partial<GuardedRequest> = {}): GuardedRequest => ({
  url: `${origin}/hook`,
  method: "POST",
  body: "{}",
  deadlineMs: 10_000,
  maxResponseBytes: 1024,
  ...over,
});

describe("a request", () => {
  test("arrives as it was made, asks for a plain answer, and brings status, headers and body back", async () => {
    await using there = await receiver((_request, response) => {
      response.writeHead(201, { "X-Two": ["a", "b"], "Content-Type": "text/plain" });
      response.end("grüße");
    });
    const url = `${there.origin}/a/b?c=d#e`;
    const answer = await client().request(to(there.origin, { url, headers: { "x-one": "1" }, body: "ünï" }));
    expect(answer).toMatchObject({ status: 201, body: "grüße", complete: true });
    expect(answer.headers).toMatchObject({ "x-two": "a, b", "content-type": "text/plain" });
    expect(there.requests).toMatchObject([{ method: "POST", path: "/a/b?c=d", body: "ünï" }]);
    expect(there.requests[0]?.headers).toMatchObject({
      "x-one": "1",
      host: `127.0.0.1:${there.port}`,
      "accept-encoding": "identity",
      "user-agent": "Showrunner",
      "content-length": "5",
    });
  });

  test("of 64 KiB is sent, a larger one is not", async () => {
    await using there = await receiver();
    const http = client();
    await http.request(to(there.origin, { body: "x".repeat(maxRequestBytes) }));
    for (const body of ["x".repeat(maxRequestBytes + 1), "ü".repeat(maxRequestBytes / 2 + 1)]) {
      const problem = await problemFrom(http.request(to(there.origin, { body })));
      expect(problem).toMatchObject({ code: "channel.too_large", retry: { kind: "never" } });
    }
    expect(there.requests).toHaveLength(1);
  });

  test.each(["a\r\nx-evil: 1", "a\u0000", "a\nb"])(
    "with a header that breaks out of its line is not sent: %j",
    async (value) => {
      await using there = await receiver();
      const problem = await problemFrom(client().request(to(there.origin, { headers: { "x-title": value } })));
      expect(problem.uncertain).toBe(false);
      expect(there.requests).toEqual([]);
    },
  );

  test("to a URL that is not allowed says why, and is final", async () => {
    const problem = await problemFrom(client().request(to("", { url: "file:///etc/passwd" })));
    expect(problem).toMatchObject({ code: "channel.blocked", retry: { kind: "never" } });
    expect(problem.message).toContain("only http:// and https:// URLs");
  });

  test("after another to the same origin uses its connection", async () => {
    await using there = await receiver((_request, response) => response.end("ok"));
    const http = client();
    for (let at = 0; at < 20; at++) await http.request(to(there.origin));
    // Two, not one: undici takes the next request a moment before it has put the connection back.
    expect(there.connections).toBeLessThanOrEqual(2);
  });

  test("many at once share the connections that an origin may have", async () => {
    await using there = await receiver((_request, response) => response.end("ok"));
    const http = client({ connections: 3 });
    await Promise.all(Array.from({ length: 60 }, () => http.request(to(there.origin))));
    expect(there.requests).toHaveLength(60);
    expect(there.connections).toBe(3);
  });
});

describe("an answer", () => {
  test.each([301, 302, 303, 307, 308])("%d is brought back, and where it points is not visited", async (status) => {
    await using inside = await receiver();
    await using there = await receiver((_request, response) => {
      response.writeHead(status, { location: `${inside.origin}/latest/meta-data/` });
      response.end();
    });
    const answer = await client().request(to(there.origin));
    expect(answer.status).toBe(status);
    expect(inside.connections).toBe(0);
  });

  test("that is longer than wanted is cut, and its connection closed", async () => {
    await using there = await rawReceiver((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      const more = (): void => {
        while (!socket.destroyed && socket.write("x".repeat(16_384)));
      };
      socket.on("drain", more);
      more();
    });
    const answer = await client().request(to(there.origin, { maxResponseBytes: 1000 }));
    expect(answer).toMatchObject({ status: 200, complete: false });
    expect(answer.body).toBe("x".repeat(1000));
    await there.leftBy(1);
  });

  test("that is exactly as long as wanted is whole", async () => {
    await using there = await receiver((_request, response) => response.end("x".repeat(1000)));
    const answer = await client().request(to(there.origin, { maxResponseBytes: 1000 }));
    expect(answer).toMatchObject({ body: "x".repeat(1000), complete: true });
  });

  test("is never cut inside a character", async () => {
    await using there = await receiver((_request, response) => response.end("🎬".repeat(10)));
    const answer = await client().request(to(there.origin, { maxResponseBytes: 10 }));
    expect(answer.body).toBe("🎬🎬");
  });

  test("that is a gzip bomb all the same is not unpacked", async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, "x"));
    await using there = await receiver((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(bomb);
    });
    const answer = await client().request(to(there.origin, { maxResponseBytes: 64 * 1024 }));
    expect(bomb.length).toBeLessThan(64 * 1024);
    expect(answer).toMatchObject({ status: 200, body: "" });
  });

  test("with headers beyond 16 KiB is none", async () => {
    await using there = await rawReceiver((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nx-huge: ${"x".repeat(17_000)}\r\n\r\n`);
    });
    const problem = await problemFrom(client().request(to(there.origin)));
    expect(problem).toMatchObject({ code: "channel.unreachable", retry: { kind: "default" }, uncertain: true });
    await there.leftBy(1);
  });

  test("that is not HTTP is none", async () => {
    await using there = await rawReceiver((socket) => socket.end("220 mail.example.com ESMTP\r\n"));
    const problem = await problemFrom(client().request(to(there.origin)));
    expect(problem).toMatchObject({ code: "channel.unreachable", uncertain: true });
  });

  test("that ends before its status is none, and whether the request arrived is unknown", async () => {
    await using there = await rawReceiver((socket) => socket.destroy());
    const problem = await problemFrom(client().request(to(there.origin)));
    expect(problem).toMatchObject({ code: "channel.unreachable", retry: { kind: "default" }, uncertain: true });
  });

  test("that breaks off after its status still counts", async () => {
    await using there = await rawReceiver((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", () => socket.destroy());
    });
    expect(await client().request(to(there.origin))).toMatchObject({ status: 200, complete: false });
  });

  test("is not what 103 announces", async () => {
    await using there = await rawReceiver((socket) => {
      socket.write("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n");
      socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    });
    expect(await client().request(to(there.origin))).toMatchObject({ status: 204 });
  });

  test("is not there while only 103 has come", async () => {
    const clock = manualClock(0);
    const hinted = "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n";
    await using there = await rawReceiver((socket) => void socket.write(hinted));
    const came = headersCame();
    const problem = problemFrom(client({ clock }).request(to(there.origin)));
    await came;
    await clock.advance(10_000);
    expect(await problem).toMatchObject({ code: "channel.unreachable", uncertain: true });
  });

  test("that wants another protocol is none", async () => {
    await using there = await rawReceiver((socket) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n");
    });
    expect(await problemFrom(client().request(to(there.origin)))).toMatchObject({ code: "channel.unreachable" });
  });
});

describe("the deadline", () => {
  test("ends a silent receiver, and its connection", async () => {
    const clock = manualClock(0);
    await using there = await rawReceiver(() => {});
    const problem = problemFrom(client({ clock }).request(to(there.origin)));
    await there.spokenTo(1);
    await clock.advance(10_000);
    expect(await problem).toMatchObject({ code: "channel.unreachable", uncertain: true });
    expect((await problem).message).toContain("did not answer within 10 s");
    await there.leftBy(1);
  });

  test("is absolute: headers that drip in byte by byte do not move it", async () => {
    const clock = manualClock(0);
    await using there = await rawReceiver((socket) => drip(socket, "HTTP/1.1 200 OK\r\nx-slow: ".padEnd(10_000, "x")));
    const problem = problemFrom(client({ clock }).request(to(there.origin)));
    await there.spokenTo(1);
    await clock.advance(5000);
    await clock.advance(5000);
    expect(await problem).toMatchObject({ code: "channel.unreachable" });
    await there.leftBy(1);
  });

  test("ends a body that drips, and the status that came in time counts", async () => {
    const clock = manualClock(0);
    await using there = await rawReceiver((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n");
      drip(socket, "y".repeat(1_000_000));
    });
    const http = client({ clock });
    const came = headersCame();
    const answer = http.request(to(there.origin, { maxResponseBytes: 1_000_000 }));
    await came;
    await clock.advance(10_000);
    expect(await answer).toMatchObject({ status: 200, complete: false });
    await there.leftBy(1);
  });

  test("holds for a request that waits for a connection, which is then never sent", async () => {
    const clock = manualClock(0);
    await using there = await receiver((_request, response) => void setTimeout(() => response.end(), 50));
    const http = client({ clock, connections: 1 });
    const first = http.request(to(there.origin, { deadlineMs: 60_000, body: "first" }));
    const second = problemFrom(http.request(to(there.origin, { deadlineMs: 1000, body: "second" })));
    const third = http.request(to(there.origin, { deadlineMs: 60_000, body: "third" }));
    await clock.advance(1000);
    expect(await second).toMatchObject({ code: "channel.unreachable", uncertain: false });
    await Promise.all([first, third]);
    expect(there.requests.map(({ body }) => body)).toEqual(["first", "third"]);
  });

  test("leaves nothing behind that waits", async () => {
    const clock = manualClock(0);
    let sleeping = 0;
    const counting = {
      ...clock,
      sleep: async (ms: number, signal?: AbortSignal) => {
        sleeping++;
        await clock.sleep(ms, signal).finally(() => sleeping--);
      },
    };
    await using there = await receiver();
    const http = client({ clock: counting });
    for (let at = 0; at < 5; at++) await http.request(to(there.origin));
    await new Promise((resolve) => setImmediate(resolve));
    expect(sleeping).toBe(0);
  });
});

describe("a signal", () => {
  test("ends a request under way", async () => {
    await using there = await rawReceiver(() => {});
    const aborter = new AbortController();
    const problem = problemFrom(client().request(to(there.origin, { signal: aborter.signal })));
    await there.spokenTo(1);
    aborter.abort();
    expect(await problem).toMatchObject({ code: "channel.unreachable", uncertain: true });
    await there.leftBy(1);
  });

  test("that was given before keeps a request from being sent", async () => {
    await using there = await receiver();
    const problem = problemFrom(client().request(to(there.origin, { signal: AbortSignal.abort() })));
    expect(await problem).toMatchObject({ uncertain: false });
    expect(there.connections).toBe(0);
  });
});

function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || at >= text.length) clearInterval(timer);
    else socket.write(text[at++] ?? "");
  }, 1);
}

/** Resolves when our side has read the next headers: undici says so. */
function headersCame(): Promise<void> {
  return new Promise((resolve) => {
    diagnostics.subscribe("undici:request:headers", function came() {
      diagnostics.unsubscribe("undici:request:headers", came);
      resolve();
    });
  });
}
