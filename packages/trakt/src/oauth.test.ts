import { Secret } from "@showrunner/core/secret.ts";
import { describe, expect, test } from "vitest";
import { createGovernor } from "./governor.ts";
import { bodyOf, canaries, json, rejection, startClient, traktOf } from "./testing/host.ts";

const tokenReply = {
  access_token: "made-up-access",
  token_type: "bearer",
  expires_in: 604_800,
  refresh_token: "made-up-refresh",
  scope: "public",
  created_at: 1_795_198_000,
};

const redirectUri = "https://us.example/back";
const refreshToken = new Secret(canaries.refreshToken);

describe("tokens", () => {
  test("a code is exchanged with a JSON body, no HTTP Basic, and dated by Trakt's own times", async () => {
    const { host, trakt } = await startClient((_request, response) => json(response, 200, tokenReply));
    const tokens = await trakt.oauth.exchangeCode({ code: canaries.code, redirectUri, codeVerifier: "verifier" });
    expect(host.received[0]).toMatchObject({ method: "POST", url: "/oauth/token" });
    expect(host.received[0]?.headers.authorization).toBeUndefined();
    expect(bodyOf(host.received[0])).toEqual({
      client_id: canaries.clientId,
      client_secret: canaries.clientSecret,
      grant_type: "authorization_code",
      code: canaries.code,
      redirect_uri: redirectUri,
      code_verifier: "verifier",
    });
    expect(tokens).toMatchObject({ createdAtMs: 1_795_198_000_000, expiresInMs: 604_800_000 });
    expect(tokens.accessToken.reveal()).toBe("made-up-access");
    expect(tokens.refreshToken.reveal()).toBe("made-up-refresh");
    expect(JSON.stringify(tokens)).not.toContain("made-up");
  });

  test("a refresh sends the token once, and takes whatever life Trakt gives", async () => {
    const { host, trakt } = await startClient((_request, response) =>
      json(response, 200, { ...tokenReply, expires_in: 7200 }),
    );
    expect((await trakt.oauth.refresh(refreshToken)).expiresInMs).toBe(7_200_000);
    expect(bodyOf(host.received[0])).toEqual({
      client_id: canaries.clientId,
      client_secret: canaries.clientSecret,
      grant_type: "refresh_token",
      refresh_token: canaries.refreshToken,
    });
  });

  test("a pair that says no time of birth was born now", async () => {
    const { created_at: _, ...undated } = tokenReply;
    const { trakt, clock } = await startClient((_request, response) => json(response, 200, undated));
    expect((await trakt.oauth.refresh(refreshToken)).createdAtMs).toBe(clock.now());
  });

  test("a renewal repeats the redirect URI that the code was given for", async () => {
    const { host, trakt } = await startClient((_request, response) => json(response, 200, tokenReply));
    await trakt.oauth.refresh(refreshToken, { redirectUri });
    expect(bodyOf(host.received[0])).toMatchObject({ redirect_uri: redirectUri });
  });

  test("an app without a secret sends none", async () => {
    const { host, trakt } = await startClient((_request, response) => json(response, 200, tokenReply), {
      clientSecret: new Secret(""),
    });
    await trakt.oauth.refresh(refreshToken);
    expect(Object.keys(bodyOf(host.received[0]))).not.toContain("client_secret");
  });

  test.each([
    [400, { error: "invalid_grant", error_description: "session not found" }],
    [401, { error: "invalid_grant", error_description: "The provided authorization grant is invalid" }],
  ])("%i with invalid_grant is final", async (status, body) => {
    const { trakt } = await startClient((_request, response) => json(response, status, body));
    expect(await rejection(trakt.oauth.refresh(refreshToken))).toMatchObject({
      kind: "invalid_grant",
      status,
      detail: body.error_description,
      retry: { kind: "never" },
    });
  });

  test("401 for another reason is no invalid_grant", async () => {
    const { trakt } = await startClient((_request, response) => json(response, 401, { error: "invalid_client" }));
    expect(await rejection(trakt.oauth.refresh(refreshToken))).toMatchObject({ kind: "unauthorized" });
  });

  test("an answer to a refresh that is lost says that Trakt may have rotated the token", async () => {
    const dropped = await startClient((_request, response) => response.socket?.destroy());
    expect(await rejection(dropped.trakt.oauth.refresh(refreshToken))).toMatchObject({ kind: "no_answer", sent: true });
    const silent = await startClient(() => undefined, { deadlineMs: 100 });
    expect(await rejection(silent.trakt.oauth.refresh(refreshToken))).toMatchObject({ kind: "no_answer", sent: true });
    const cut = await startClient((_request, response) => json(response, 200, { access_token: "made-up-access" }));
    expect(await rejection(cut.trakt.oauth.refresh(refreshToken))).toMatchObject({
      kind: "unreadable_reply",
      sent: true,
    });
  });

  test("a refresh that never left says so", async () => {
    const { clock } = await startClient(() => undefined);
    const trakt = traktOf("http://127.0.0.1:1", { clock });
    expect(await rejection(trakt.oauth.refresh(refreshToken))).toMatchObject({ kind: "no_answer", sent: false });
  });

  test("a limit at the auth host's edge gives the time to wait", async () => {
    const { trakt } = await startClient((_request, response) =>
      response.writeHead(429, { "content-type": "text/plain", "retry-after": "143" }).end("slow down"),
    );
    expect(await rejection(trakt.oauth.refresh(refreshToken))).toMatchObject({
      kind: "rate_limited",
      retry: { kind: "after", afterMs: 143_000 },
    });
  });

  test("revoking sends the token, and takes any success", async () => {
    const { host, trakt } = await startClient((_request, response) => json(response, 200, {}));
    await trakt.oauth.revoke(new Secret(canaries.accessToken));
    expect(host.received[0]?.url).toBe("/oauth/revoke");
    expect(bodyOf(host.received[0])).toMatchObject({ token: canaries.accessToken });
    expect(trakt.calls()).toBe(1);
  });
});

describe("a device code", () => {
  test("is asked for without a secret", async () => {
    const reply = {
      device_code: canaries.deviceCode,
      user_code: "5055CC52",
      verification_url: "https://trakt.tv/activate",
      expires_in: 600,
      interval: 5,
    };
    const { host, trakt } = await startClient((_request, response) => json(response, 200, reply));
    const code = await trakt.oauth.deviceCode();
    expect(code).toMatchObject({
      userCode: "5055CC52",
      verificationUrl: "https://trakt.tv/activate",
      expiresInMs: 600_000,
      intervalMs: 5000,
    });
    expect(code.deviceCode.reveal()).toBe(canaries.deviceCode);
    expect(bodyOf(host.received[0])).toEqual({ client_id: canaries.clientId });
  });

  test.each([
    [400, "", "pending"],
    [400, `{"error":"authorization_pending"}`, "pending"],
    [400, `{"error":"invalid_grant"}`, "pending"],
    [404, "", "not_found"],
    [409, "", "already_used"],
    [410, "", "expired"],
    [418, "<html></html>", "denied"],
    [429, "", "slow_down"],
  ])("polled, %i %s is %s", async (status, body, kind) => {
    const { host, trakt } = await startClient((_request, response) =>
      response.writeHead(status, { "content-type": body.startsWith("{") ? "application/json" : "text/html" }).end(body),
    );
    expect(await trakt.oauth.pollDeviceToken(new Secret(canaries.deviceCode))).toEqual({ kind });
    expect(host.received).toHaveLength(1);
  });

  test("polled, 200 is the tokens", async () => {
    const { host, trakt } = await startClient((_request, response) => json(response, 200, tokenReply));
    const poll = await trakt.oauth.pollDeviceToken(new Secret(canaries.deviceCode));
    expect(poll).toMatchObject({ kind: "token", tokens: { expiresInMs: 604_800_000 } });
    expect(bodyOf(host.received[0])).toMatchObject({
      code: canaries.deviceCode,
      client_secret: canaries.clientSecret,
    });
  });

  test("polled, Trakt's trouble is an error and no answer about the code", async () => {
    const { trakt } = await startClient((_request, response) => response.writeHead(503).end());
    expect(await rejection(trakt.oauth.pollDeviceToken(new Secret(canaries.deviceCode)))).toMatchObject({
      kind: "server",
    });
  });

  test("polled too fast slows down that one login, and brakes nobody else", async () => {
    const { host, clock } = await startClient((_request, response) =>
      response.writeHead(429, { "retry-after": "60" }).end(),
    );
    const governor = createGovernor({ clock, perSecond: 100, burst: 100, concurrency: 10 });
    const trakt = traktOf(host.url, { clock, governor });
    expect(await trakt.oauth.pollDeviceToken(new Secret(canaries.deviceCode))).toEqual({ kind: "slow_down" });
    expect(trakt.paused()).toBeNull();
    await rejection(trakt.oauth.refresh(refreshToken));
    expect(trakt.paused()).toMatchObject({ untilMs: clock.now() + 60_000 });
  });
});

test("the address to send a person to carries the state, and the challenge when there is one", async () => {
  const { host, trakt } = await startClient(() => undefined);
  expect(trakt.oauth.authorizeUrl({ redirectUri, state: "a b" })).toBe(
    `${host.url}/oauth/authorize?response_type=code&client_id=${canaries.clientId}&redirect_uri=https%3A%2F%2Fus.example%2Fback&state=a+b`,
  );
  expect(trakt.oauth.authorizeUrl({ redirectUri, state: "s", codeChallenge: "c" })).toMatch(
    /&code_challenge=c&code_challenge_method=S256$/,
  );
});
