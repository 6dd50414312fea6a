import { hash } from "node:crypto";
import { Secret } from "@showrunner/core/secret.ts";
import * as Sync from "@showrunner/trakt/contract/sync.ts";
import type { Tokens } from "@showrunner/trakt/oauth.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStage } from "./stage.ts";

/** Signing in as the documents have it, by the real client over HTTP: each call once, on its way to a working token. */
let stage: Awaited<ReturnType<typeof openStage>>;

beforeEach(async () => {
  stage = await openStage();
});

afterEach(() => stage.close());

const redirectUri = "https://app.example/back";

async function expectToWork({ accessToken }: Tokens, works = true): Promise<void> {
  const session = stage.trakt.as({ key: "somebody", accessToken });
  const reading = session.call(Sync.lastActivities, {});
  if (works) await expect(reading).resolves.toHaveProperty("all");
  else await expect(reading).rejects.toMatchObject({ kind: "unauthorized", status: 401 });
}

test("a browser is sent to an address that carries the app, the way back, the state and the challenge", async () => {
  const codeChallenge = hash("sha256", "made-up", "base64url");
  const url = new URL(stage.trakt.oauth.authorizeUrl({ redirectUri, state: "made-up", codeChallenge }));
  expect(url.origin + url.pathname).toBe(`${stage.url}/oauth/authorize`);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    response_type: "code",
    client_id: "examples-client",
    redirect_uri: redirectUri,
    state: "made-up",
    code_challenge: codeChallenge,
    code_challenge_method: "S256",
  });
  const page = await fetch(url, { redirect: "manual", headers: { "user-agent": "Browser/1.0" } });
  expect([page.status, page.headers.get("content-type")]).toEqual([200, expect.stringMatching(/^text\/html/)]);
});

test("a code is exchanged once, with the verifier of its challenge; the tokens work, and die when they are revoked", async () => {
  const { oauth } = stage.trakt;
  const codeVerifier = "made-up-verifier-of-more-than-forty-three-letters";
  const challenge = hash("sha256", codeVerifier, "base64url");
  const asked = { username: "ada", client: "examples-client", redirectUri, challenge };
  const stolen = stage.world.issueCode(asked);
  const wrong = oauth.exchangeCode({
    code: stolen,
    redirectUri,
    codeVerifier: "another-verifier-that-was-never-hashed-so",
  });
  await expect(wrong).rejects.toMatchObject({ kind: "invalid_grant" });
  const code = stage.world.issueCode(asked);
  const tokens = await oauth.exchangeCode({ code, redirectUri, codeVerifier });
  await expectToWork(tokens);
  await expect(oauth.exchangeCode({ code, redirectUri, codeVerifier })).rejects.toMatchObject({
    kind: "invalid_grant",
  });
  await oauth.revoke(tokens.accessToken);
  await expectToWork(tokens, false);
});

test("a device gets its tokens when its person has typed in the code; a refresh token serves once", async () => {
  const { oauth } = stage.trakt;
  const { deviceCode, userCode, verificationUrl } = await oauth.deviceCode();
  expect(verificationUrl).toBe(`${stage.url}/activate`);
  expect(await oauth.pollDeviceToken(deviceCode)).toEqual({ kind: "pending" });
  expect(await oauth.pollDeviceToken(new Secret("made-up-device"))).toEqual({ kind: "not_found" });
  stage.world.approveDevice(userCode, "ben");
  // The first has just asked, and would be told to slow down.
  const other = await oauth.deviceCode();
  stage.world.approveDevice(other.userCode, "ben");
  const given = await oauth.pollDeviceToken(other.deviceCode);
  if (given.kind !== "token") throw new Error(`the device was answered ${given.kind}`);
  await expectToWork(given.tokens);
  const renewed = await oauth.refresh(given.tokens.refreshToken);
  await expectToWork(renewed);
  await expect(oauth.refresh(given.tokens.refreshToken)).rejects.toMatchObject({ kind: "invalid_grant", status: 400 });
  expect(renewed.expiresInMs).toBe(7 * 24 * 3_600_000);
});
