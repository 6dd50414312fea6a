import { beginSession } from "@showrunner/services/accounts/sessions.ts";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linkMadeUpResources, operatorPassword } from "./made-up-links.ts";
import { lambdaContext } from "./play-lambda.ts";
import { startsAt, testRuntime, type TestRuntime } from "./test-runtime.ts";

const domainName = "abc123.execute-api.us-east-1.amazonaws.com";
const password = (text: string) => ({ authorization: `Basic ${Buffer.from(`operator:${text}`).toString("base64")}` });

let t: TestRuntime;
let run: (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;
let ask: (path: string, headers?: Record<string, string>) => Promise<APIGatewayProxyStructuredResultV2>;

/** A request as API Gateway's HTTP API hands it to a function. */
const eventOf = (rawPath: string, headers: Record<string, string>): APIGatewayProxyEventV2 => ({
  version: "2.0",
  routeKey: "$default",
  rawPath,
  rawQueryString: "",
  headers: { host: domainName, ...headers },
  requestContext: {
    accountId: "000000000000",
    apiId: "abc123",
    domainName,
    domainPrefix: "abc123",
    http: { method: "GET", path: rawPath, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "made-up" },
    requestId: "request-1",
    routeKey: "$default",
    stage: "$default",
    time: new Date(startsAt).toUTCString(),
    timeEpoch: startsAt,
  },
  isBase64Encoded: false,
});

beforeEach(async () => {
  linkMadeUpResources();
  t = testRuntime({ OperatorPassword: operatorPassword });
  const { arrow } = await import("../../functions/api.ts");
  run = arrow(t.runtime);
  ask = (path, headers = {}) => run(eventOf(path, headers), lambdaContext("api", 10_000));
});
afterEach(async () => {
  await t.close();
});

describe("the API on Lambda", () => {
  it("tells anybody that it is well, and nothing else", async () => {
    expect(await ask("/healthz")).toMatchObject({ statusCode: 200 });
    for (const path of ["/", "/api/v1/status", "/api/v1/accounts", "/api/v1/accounts/me", "/no-such-page"])
      expect([path, (await ask(path)).statusCode]).toEqual([path, 401]);
    expect(JSON.parse((await ask("/api/v1/session")).body ?? "null")).toMatchObject({
      person: null,
      mode: "trakt",
      ways: ["trakt", "device"],
      registration: "invite",
      live: "poll",
    });
  });

  it("lets a browser's session in by its cookie, which is bound to https and to this name", async () => {
    const { token } = await beginSession(t.runtime.services, "acc_ann", { label: "a browser", way: "trakt" });
    const event = eventOf("/api/v1/accounts/me/sessions", { "sec-fetch-site": "same-origin" });
    const cookies = (name: string) =>
      run({ ...event, cookies: [`${name}=${token.reveal()}`] }, lambdaContext("api", 10_000));
    // Nobody is connected under that id; but who asks is known.
    expect((await cookies("__Host-showrunner-session")).statusCode).toBe(404);
    expect((await cookies("showrunner-session")).statusCode).toBe(401);
    const over = await run(
      { ...eventOf("/api/v1/session", {}), cookies: ["__Host-showrunner-session=srs_over"] },
      lambdaContext("api", 10_000),
    );
    expect(over.cookies).toEqual([expect.stringMatching(/^__Host-showrunner-session=; Max-Age=0; Path=\/; Secure/)]);
    expect(over.headers).toMatchObject({ "strict-transport-security": "max-age=63072000; includeSubDomains" });
  });

  it("lets nobody run the place by having come first: its operators are named", async () => {
    const { token } = await beginSession(t.runtime.services, "acc_ann", { label: "a browser", way: "trakt" });
    const event = eventOf("/api/v1/status", { "sec-fetch-site": "same-origin" });
    const cookies = [`__Host-showrunner-session=${token.reveal()}`];
    const answer = await run({ ...event, cookies }, lambdaContext("api", 10_000));
    expect(answer.statusCode).not.toBe(200);
  });

  it("refuses a wrong password, an empty one, and what is no password, alike", async () => {
    const wrong = [password("wrong"), password(""), password(`${operatorPassword}x`), { authorization: "Basic" }];
    const answers = await Promise.all(wrong.map((headers) => ask("/api/v1/status", headers)));
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ statusCode: 401 });
    expect(await ask("/", password("wrong"))).toMatchObject({
      statusCode: 401,
      headers: { "www-authenticate": expect.any(String) },
    });
  });

  it("answers its operator: the status as JSON, with every queue", async () => {
    const status = await ask("/api/v1/status", password(operatorPassword));
    expect(status.statusCode).toBe(200);
    expect(JSON.parse(status.body ?? "null")).toMatchObject({
      mode: "trakt",
      accounts: [],
      queues: { PollJobs: { visible: 0, dead: 0 }, Deliveries: { visible: 0, dead: 0 } },
    });
  });

  it("answers only to the name that API Gateway gives it", async () => {
    const foreign = await ask("/api/v1/status", { ...password(operatorPassword), host: "attacker.example" });
    expect(foreign.statusCode).toBe(421);
  });

  it("leads its operator's browser to Trakt, which sends it back to the API's own address", async () => {
    const answer = await ask("/connect", password(operatorPassword));
    expect(answer.statusCode).toBe(302);
    const location = new URL(String(answer.headers?.["location"]));
    expect(location.searchParams.get("redirect_uri")).toBe(`https://${domainName}/connect/callback`);
  });
});
