import https from "node:https";
import tls, { type TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { selfSigned } from "../testing/certificate.ts";
import { problemFrom } from "../testing/deliveries.ts";
import { closed, listen, receiver } from "../testing/receiver.ts";
import { createGuard } from "./guard.ts";
import { createGuardedHttp } from "./http.ts";

const hostname = "hooks.example.com";
const trusted = selfSigned(hostname);

interface SecureReceiver extends AsyncDisposable {
  port: number;
  bodies: string[];
  servernames: (string | false | null)[];
  readonly connections: number;
}

async function secureReceiver(certificate: { key: string; cert: string }): Promise<SecureReceiver> {
  const bodies: string[] = [];
  const servernames: (string | false | null)[] = [];
  const sockets = new Set<TLSSocket>();
  const server = https.createServer(certificate, (request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
    request.on("end", () => {
      bodies.push(body);
      response.end("ok");
    });
  });
  server.on("secureConnection", (socket) => {
    sockets.add(socket);
    servernames.push(socket.servername);
  });
  server.on("tlsClientError", () => {});
  const port = await listen(server);
  return {
    port,
    bodies,
    servernames,
    get connections() {
      return sockets.size;
    },
    [Symbol.asyncDispose]: () => closed(server, sockets),
  };
}

const defaults = tls.getCACertificates("default");
beforeAll(() => tls.setDefaultCACertificates([...defaults, trusted.cert]));
afterAll(() => tls.setDefaultCACertificates(defaults));

const here = () => Promise.resolve([{ address: "127.0.0.1", family: 4 as const }]);
const post = (url: string) => {
  const http = createGuardedHttp(createGuard({ policy: "lan", allowLoopback: true, lookup: here }));
  return {
    http,
    send: () => http.request({ url, method: "POST", body: "hello", deadlineMs: 5000, maxResponseBytes: 100 }),
  };
};

describe("https", () => {
  test("goes over the connection that the guard opened, to the name that was asked for, and keeps it", async () => {
    await using there = await secureReceiver(trusted);
    const { http, send } = post(`https://${hostname}:${there.port}/`);
    for (let at = 0; at < 10; at++) expect(await send()).toMatchObject({ status: 200, body: "ok" });
    expect(there.bodies).toHaveLength(10);
    expect(new Set(there.servernames)).toEqual(new Set([hostname]));
    expect(there.connections).toBeLessThanOrEqual(2);
    await http.close();
  });

  test("with a certificate that nobody trusts sends nothing", async () => {
    await using there = await secureReceiver(selfSigned(hostname));
    const problem = await problemFrom(post(`https://${hostname}:${there.port}/`).send());
    expect(problem).toMatchObject({ code: "channel.unreachable", uncertain: false, retry: { kind: "default" } });
    expect(problem.message).toContain("has a TLS certificate that is not trusted here");
    expect(there.bodies).toEqual([]);
  });

  test("with a certificate for another name sends nothing", async () => {
    await using there = await secureReceiver(trusted);
    const problem = await problemFrom(post(`https://other.example.com:${there.port}/`).send());
    expect(problem.message).toContain("has a TLS certificate for another name");
    expect(there.bodies).toEqual([]);
  });

  test("to a server that speaks only http sends nothing", async () => {
    await using there = await receiver();
    const problem = await problemFrom(post(`https://${hostname}:${there.port}/`).send());
    expect(problem).toMatchObject({ code: "channel.unreachable", uncertain: false });
    expect(there.requests).toEqual([]);
  });
});
