import net from "node:net";
import { manualClock } from "@showrunner/core/clock.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectionAttempts } from "../testing/connection-attempts.ts";
import { problemFrom } from "../testing/deliveries.ts";
import { receiver, type Receiver } from "../testing/receiver.ts";
import { createGuard } from "./guard.ts";
import { createGuardedHttp, type GuardedHttp } from "./http.ts";
import type { Answer, Lookup } from "./lookup.ts";
import { connectedRefusal, openSocket } from "./socket.ts";

/** Listens on every address of this machine: whatever the guard let through to loopback would arrive here. */
let inside: Receiver;
beforeAll(async () => {
  inside = await receiver();
});
afterAll(() => inside[Symbol.asyncDispose]());

const answer = (address: string): Answer => ({ address, family: net.isIPv6(address) ? 6 : 4 });
const always =
  (...addresses: string[]): Lookup =>
  () =>
    Promise.resolve(addresses.map(answer));

const post = (http: GuardedHttp, url: string) =>
  http.request({ url, method: "POST", body: "x", deadlineMs: 5000, maxResponseBytes: 1024 });

describe("the tests' own eyes", () => {
  test.each(["127.0.0.1", "[::1]", "2130706433", "0x7f.1", "localhost", "a.localhost"])(
    "%s does arrive, and is seen, where loopback is allowed",
    async (host) => {
      const guard = createGuard({ policy: "lan", allowLoopback: true, lookup: always("127.0.0.1") });
      const http = createGuardedHttp(guard);
      const before = inside.connections;
      const attempts = await connectionAttempts(() => post(http, `http://${host}:${inside.port}/`));
      expect(attempts).toHaveLength(1);
      expect(inside.connections).toBe(before + 1);
      await http.close();
    },
  );
});

describe("a place inside, named in the URL", () => {
  const hosts = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.255.255.254",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0X7F.1",
    "0177.0.0.1",
    "017700000001",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.b.localhost",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::]",
    "[::ffff:7f00:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "169.254.169.254",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "user@127.0.0.1",
    "example.com@127.0.0.1",
    "example.com\\@127.0.0.1",
    "127.0.0.1\t",
    "127.0.\n0.1",
    "255.255.255.255",
    "224.0.0.1",
  ];

  test.each(hosts)("https://%j is never connected to, hosted", async (host) => {
    const http = createGuardedHttp(createGuard({ policy: "public", lookup: always("127.0.0.1") }));
    const before = inside.connections;
    const attempts = await connectionAttempts(() => problemFrom(post(http, `https://${host}:${inside.port}/`)));
    expect(attempts).toEqual([]);
    expect(inside.connections).toBe(before);
  });

  test.each(hosts)("http://%j is never connected to, at home without loopback", async (host) => {
    const http = createGuardedHttp(createGuard({ policy: "lan", lookup: always("127.0.0.1") }));
    const before = inside.connections;
    const attempts = await connectionAttempts(() => problemFrom(post(http, `http://${host}:${inside.port}/`)));
    expect(attempts).toEqual([]);
    expect(inside.connections).toBe(before);
  });
});

describe("a name that resolves to", () => {
  const inner = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.0.0.5",
    "172.20.1.1",
    "192.168.1.1",
    "100.64.1.1",
    "169.254.169.254",
    "168.63.129.16",
    "198.18.0.1",
    "224.0.0.251",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:a00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "fe80::1",
    "fd00:ec2::254",
    "fc00::1",
    "ff02::1",
  ];

  test.each(inner)("%s is never connected to", async (address) => {
    const http = createGuardedHttp(createGuard({ policy: "public", lookup: always(address) }));
    const attempts = await connectionAttempts(() =>
      problemFrom(post(http, `https://rebound.example.com:${inside.port}/`)),
    );
    expect(attempts).toEqual([]);
  });

  test.each(inner)("a public address beside %s is not connected to either", async (address) => {
    for (const addresses of [
      ["93.184.215.14", address],
      [address, "93.184.215.14"],
      ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "93.184.215.14", address],
    ]) {
      const http = createGuardedHttp(createGuard({ policy: "public", lookup: always(...addresses) }));
      const attempts = await connectionAttempts(() =>
        problemFrom(post(http, `https://mixed.example.com:${inside.port}/`)),
      );
      expect(attempts).toEqual([]);
    }
  });

  test("nothing is not connected to", async () => {
    const http = createGuardedHttp(createGuard({ policy: "public", lookup: always() }));
    const attempts = await connectionAttempts(() => problemFrom(post(http, "https://empty.example.com/")));
    expect(attempts).toEqual([]);
  });

  test("metadata is not connected to at home either", async () => {
    for (const address of ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "fe80::1"]) {
      const http = createGuardedHttp(createGuard({ policy: "lan", allowLoopback: true, lookup: always(address) }));
      const attempts = await connectionAttempts(() => problemFrom(post(http, `http://nas:${inside.port}/`)));
      expect(attempts).toEqual([]);
    }
  });
});

describe("a name that changes its mind", () => {
  test("is asked once for each connection, and what was checked is what is connected to", async () => {
    // The first answer is allowed here and the second is not: who asks twice and checks once would get through.
    const answers = ["127.0.0.1", "169.254.169.254"];
    let asked = 0;
    const lookup: Lookup = () => Promise.resolve([answer(answers[asked++] ?? "169.254.169.254")]);
    const http = createGuardedHttp(createGuard({ policy: "lan", allowLoopback: true, lookup }));
    const url = `http://rebinding.example.com:${inside.port}/`;

    const first = await connectionAttempts(() => post(http, url));
    expect(first).toEqual(["127.0.0.1"]);
    expect(asked).toBe(1);
    await http.close();

    const again = createGuardedHttp(createGuard({ policy: "lan", allowLoopback: true, lookup }));
    const second = await connectionAttempts(() => problemFrom(post(again, url)));
    expect(second).toEqual([]);
    expect(asked).toBe(2);
  });

  test("cannot change an answer after it was checked", async () => {
    let read = 0;
    const shifty: Answer = {
      family: 4,
      get address() {
        return read++ === 0 ? "127.0.0.1" : "169.254.169.254";
      },
    };
    const guard = createGuard({ policy: "lan", allowLoopback: true, lookup: () => Promise.resolve([shifty]) });
    const http = createGuardedHttp(guard);
    const attempts = await connectionAttempts(() => post(http, `http://shifty.example.com:${inside.port}/`));
    expect(attempts).toEqual(["127.0.0.1"]);
    await http.close();
  });
});

describe("a connection that nobody checked a URL for", () => {
  test.each(["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "169.254.169.254", "10.0.0.1"])(
    "is not made to %s either",
    async (hostname) => {
      const guard = createGuard({ policy: "public" });
      const { signal } = new AbortController();
      const attempts = await connectionAttempts(() =>
        expect(guard.connect({ hostname, port: inside.port, signal })).rejects.toThrow(hostname),
      );
      expect(attempts).toEqual([]);
    },
  );
});

describe("the connected address", () => {
  test("is judged again, whatever was asked for", async () => {
    const socket = net.connect(inside.port, "127.0.0.1");
    await new Promise((resolve) => socket.once("connect", resolve));
    expect(connectedRefusal(socket, { refusalOf: (address) => `no ${address}` })).toBe("no 127.0.0.1");
    expect(connectedRefusal(socket, { refusalOf: () => null })).toBeNull();
    socket.destroy();
  });

  test("that is gone already is refused", () => {
    expect(connectedRefusal(new net.Socket(), { refusalOf: () => null })).not.toBeNull();
  });

  test("is where a socket is closed before a byte is sent, when it is not allowed", async () => {
    // A resolver that lies after the check is not to be had; a rule that changes its mind is.
    const before = inside.requests.length;
    const opened = openSocket(
      { hostname: "turncoat.example.com", port: inside.port, signal: new AbortController().signal },
      { resolve: () => Promise.resolve([answer("127.0.0.1")]), refusalOf: (address) => `${address} is inside` },
    );
    await expect(opened).rejects.toThrow("127.0.0.1 is inside");
    expect(inside.requests).toHaveLength(before);
  });
});

describe("what the caller sees", () => {
  test("is the same for blocked, refused, unknown and unanswering places", async () => {
    const closedPort = await portThatIsClosed();
    const url = `http://somewhere.example.com:${closedPort}/`;
    const seen = async (lookup: Lookup) => {
      const guard = createGuard({ policy: "lan", allowLoopback: true, lookup });
      const problem = await problemFrom(post(createGuardedHttp(guard), url));
      const { code, message, hint, retry, uncertain, operatorDetail } = problem;
      return { shown: { code, message, hint, retry, uncertain, json: JSON.stringify(problem) }, operatorDetail };
    };
    const refused = await seen(always("127.0.0.1"));
    const blocked = await seen(always("169.254.169.254"));
    const mixed = await seen(always("93.184.215.14", "169.254.169.254"));
    const unknown = await seen(() => Promise.reject(new Error("queryA ENOTFOUND somewhere.example.com")));

    expect(refused.shown.code).toBe("channel.unreachable");
    expect(refused.shown.retry).toEqual({ kind: "default" });
    expect(blocked.shown).toEqual(refused.shown);
    expect(mixed.shown).toEqual(refused.shown);
    expect(unknown.shown).toEqual(refused.shown);
    expect(refused.operatorDetail).toContain("ECONNREFUSED");
    expect(blocked.operatorDetail).toContain("169.254.169.254");
  });

  test("is the same for an address in the URL, blocked or refused", async () => {
    const closedPort = await portThatIsClosed();
    const shown = async (allowLoopback: boolean) => {
      const http = createGuardedHttp(createGuard({ policy: "lan", allowLoopback }));
      const problem = await problemFrom(post(http, `http://127.0.0.1:${closedPort}/`));
      return { message: problem.message, hint: problem.hint, json: JSON.stringify(problem), text: String(problem) };
    };
    expect(await shown(false)).toEqual(await shown(true));
  });

  test("of a connection that is never made is no answer, once ten seconds are over", async () => {
    const clock = manualClock(0);
    let asked: () => void = () => {};
    const waiting = new Promise<void>((resolve) => (asked = resolve));
    const lookup: Lookup = () => {
      asked();
      return new Promise(() => {});
    };
    const http = createGuardedHttp(createGuard({ policy: "public", lookup }), { clock });
    const url = "https://slow-dns.example.com/";
    const problem = problemFrom(http.request({ url, method: "POST", deadlineMs: 60_000, maxResponseBytes: 1 }));
    await waiting;
    await clock.advance(10_000);
    expect(await problem).toMatchObject({ code: "channel.unreachable", uncertain: false });
  });
});

async function portThatIsClosed(): Promise<number> {
  const gone = await receiver();
  await gone[Symbol.asyncDispose]();
  return gone.port;
}
