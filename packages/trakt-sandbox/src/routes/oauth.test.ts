import { afterEach, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { headers, testSandbox, told, type Told, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada"] });
});

afterEach(() => sandbox.close());

const Device = z.object({ device_code: z.string(), user_code: z.string(), verification_url: z.string() });
const Tokens = z.object({ access_token: z.string(), refresh_token: z.string() });
const app = { client_id: "test-app", client_secret: "made-up" };

async function ask(path: string, body: unknown): Promise<Told> {
  return told(await fetch(`${sandbox.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

const askDevice = async () => Device.parse((await ask("/oauth/device/code", app)).body);
const poll = (code: string) => ask("/oauth/device/token", { code, ...app });
const refresh = (refresh_token: string) => ask("/oauth/token", { grant_type: "refresh_token", refresh_token, ...app });

test("a device waits for its person with 400, then gets its tokens once", async () => {
  const { world, clock, call } = sandbox;
  const device = await askDevice();
  expect(device.user_code).toMatch(/^[A-Z2-9]{8}$/);
  expect(device.verification_url).toBe(`${sandbox.url}/activate`);
  const waiting = await poll(device.device_code);
  expect([waiting.status, waiting.text]).toEqual([400, ""]);
  world.approveDevice(device.user_code, "ada");
  await clock.advance(5000);
  const given = await poll(device.device_code);
  expect([given.status, given.body]).toMatchObject([
    200,
    { token_type: "bearer", expires_in: 604_800, scope: "public", created_at: Math.floor(clock.now() / 1000) },
  ]);
  expect((await call(Tokens.parse(given.body).access_token, "/users/me")).body).toMatchObject({ username: "ada" });
  await clock.advance(5000);
  expect((await poll(device.device_code)).status).toBe(409);
});

test("polling faster than the interval is 429; an unknown code 404, a denied one 418, an old one 410", async () => {
  const { device_code } = await askDevice();
  await poll(device_code);
  await sandbox.clock.advance(2000);
  expect((await poll(device_code)).status).toBe(429);
  expect((await poll("made-up")).status).toBe(404);
  const denied = await askDevice();
  sandbox.world.denyDevice(denied.user_code);
  expect((await poll(denied.device_code)).status).toBe(418);
  await sandbox.clock.advance(600_000);
  expect((await poll(device_code)).status).toBe(410);
});

test("a device code is its own app's, and unknown to any other", async () => {
  const { device_code, user_code } = await askDevice();
  sandbox.world.approveDevice(user_code, "ada");
  const other = { code: device_code, client_id: "another-app", client_secret: "made-up" };
  expect((await ask("/oauth/device/token", other)).status).toBe(404);
  expect((await poll(device_code)).status).toBe(200);
});

test("each refresh gives a new pair and kills the refresh token at once, not the access token", async () => {
  const first = sandbox.world.issueTokens("ada");
  const rotated = await refresh(first.refresh_token);
  const second = Tokens.parse(rotated.body);
  expect(new Set([first.access_token, first.refresh_token, second.access_token, second.refresh_token]).size).toBe(4);
  const dead = await refresh(first.refresh_token);
  expect([dead.status, dead.body]).toEqual([400, { error: "invalid_grant", error_description: "session not found" }]);
  expect((await sandbox.call(first.access_token, "/users/me")).status).toBe(200);
  expect((await refresh(second.refresh_token)).status).toBe(200);
});

test("a refresh may end the access token before it, and be refused with 401, as it was once", async () => {
  sandbox.behaviour.refreshEndsAccess = true;
  sandbox.behaviour.invalidGrantStatus = 401;
  const { access_token, refresh_token } = sandbox.world.issueTokens("ada");
  await refresh(refresh_token);
  expect((await sandbox.call(access_token, "/users/me")).status).toBe(401);
  expect((await refresh(refresh_token)).status).toBe(401);
});

test("a refresh token is its own app's, and no other's", async () => {
  const { refresh_token } = sandbox.world.issueTokens("ada", { client: "another-app" });
  expect((await refresh(refresh_token)).status).toBe(400);
});

test("only registered apps with their secret get tokens, where apps are registered", async () => {
  sandbox.behaviour.apps = { "test-app": "made-up" };
  const { refresh_token } = sandbox.world.issueTokens("ada");
  const wrong = await ask("/oauth/token", {
    grant_type: "refresh_token",
    refresh_token,
    client_id: "test-app",
    client_secret: "guess",
  });
  expect([wrong.status, wrong.body]).toMatchObject([400, { error: "invalid_client" }]);
  expect((await refresh(refresh_token)).status).toBe(200);
});

test("disconnecting the app, or revoking a token, ends the pair", async () => {
  const { world, call } = sandbox;
  const first = world.issueTokens("ada");
  expect((await ask("/oauth/revoke", { token: first.access_token, ...app })).body).toEqual({});
  expect((await call(first.access_token, "/users/me")).status).toBe(401);
  expect((await refresh(first.refresh_token)).status).toBe(400);
  const second = world.issueTokens("ada");
  world.disconnectApp("ada");
  expect((await call(second.access_token, "/users/me")).status).toBe(401);
  expect((await refresh(second.refresh_token)).status).toBe(400);
});

test("where a free account keeps one app, signing in to a second one ends the first one's tokens, and a VIP's go on", async () => {
  const { world, call, behaviour } = sandbox;
  behaviour.oneAppPerFreeAccount = true;
  world.addPerson({ username: "vic", vip: true });
  const first = world.issueTokens("ada", { client: "test-app" });
  const again = Tokens.parse((await refresh(first.refresh_token)).body);
  const others = ["vic", "bob"].map((who) => {
    if (who === "bob") world.addPerson({ username: who });
    const tokens = world.issueTokens(who, { client: "test-app" });
    return { who, tokens };
  });
  const status = async (token: string) => (await call(token, "/users/me")).status;
  expect(await status(again.access_token)).toBe(200);
  const device = Device.parse((await ask("/oauth/device/code", { client_id: "other-app" })).body);
  world.approveDevice(device.user_code, "ada");
  expect(await status(again.access_token)).toBe(200);
  const second = await ask("/oauth/device/token", { code: device.device_code, ...app, client_id: "other-app" });
  expect(await status(Tokens.parse(second.body).access_token)).toBe(200);
  expect([await status(first.access_token), await status(again.access_token)]).toEqual([401, 401]);
  expect((await refresh(again.refresh_token)).status).toBe(400);
  world.issueTokens("vic", { client: "other-app" });
  for (const { tokens } of others) expect(await status(tokens.access_token)).toBe(200);
});

test("two apps of a free account live side by side unless the sandbox is told otherwise", async () => {
  const { world, call } = sandbox;
  const first = world.issueTokens("ada", { client: "test-app" });
  world.issueTokens("ada", { client: "other-app" });
  expect((await call(first.access_token, "/users/me")).status).toBe(200);
});

test("mass invalidation kills every refresh token, and lets access tokens live out their time", async () => {
  const { access_token, refresh_token } = sandbox.world.issueTokens("ada");
  sandbox.world.revokeAllRefreshTokens();
  expect((await refresh(refresh_token)).status).toBe(400);
  expect((await sandbox.call(access_token, "/users/me")).status).toBe(200);
});

test("a person signs a device in on the activation page, or denies it", async () => {
  const { url, clock } = sandbox;
  const device = await askDevice();
  const page = await fetch(device.verification_url);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await page.text()).toContain('<option value="ada">ada</option>');
  const answer = async (fields: Record<string, string>) =>
    (await fetch(`${url}/activate`, { method: "POST", body: new URLSearchParams(fields) })).status;
  expect(await answer({ code: "NONESUCH", username: "ada", answer: "yes" })).toBe(400);
  expect(await answer({ code: device.user_code.toLowerCase(), username: "ada", answer: "yes" })).toBe(200);
  expect((await poll(device.device_code)).status).toBe(200);
  const other = await askDevice();
  await clock.advance(10_000);
  expect(await answer({ code: other.user_code, username: "ada", answer: "no" })).toBe(200);
  expect((await poll(other.device_code)).status).toBe(418);
});

test("what a person is called is text on the activation page, never markup", async () => {
  sandbox.world.addPerson({ username: '"><script>alert(1)</script>' });
  const page = await (await fetch(`${sandbox.url}/activate/%22%3E%3Cscript%3E`)).text();
  expect(page).not.toContain("<script>");
});
