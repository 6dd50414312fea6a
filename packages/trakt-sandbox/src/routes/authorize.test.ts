import { hash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { headers, testSandbox, told, type Told, type TestSandbox } from "../testing/caller.ts";

let sandbox: TestSandbox;

beforeEach(async () => {
  sandbox = await testSandbox({ people: ["ada", "bo"] });
});

afterEach(() => sandbox.close());

const Tokens = z.object({ access_token: z.string(), refresh_token: z.string() });
const verifier = "a-verifier-of-at-least-forty-three-characters-long";
const challenge = hash("sha256", verifier, "base64url");
const redirect_uri = "https://client.example/back?from=trakt";
const wanted = { response_type: "code", client_id: "test-app", redirect_uri, state: "s 1&2" };
const pkce = { code_challenge: challenge, code_challenge_method: "S256" };

/** A browser's own requests: nothing of an API client's. */
async function browse(fields: Record<string, string>, method: "GET" | "POST" = "GET"): Promise<Told> {
  const form = new URLSearchParams(fields);
  const address = `${sandbox.url}/oauth/authorize`;
  const agent = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0" };
  const options = { headers: agent, redirect: "manual" as const };
  return told(
    method === "GET"
      ? await fetch(`${address}?${form.toString()}`, options)
      : await fetch(address, { ...options, method, body: form }),
  );
}

const answer = (fields: Record<string, string>) => browse({ ...wanted, ...fields }, "POST");
const sentTo = (page: Told): URL => new URL(page.headers.get("location") ?? "none:");

async function codeOf(fields: Record<string, string> = {}): Promise<string> {
  return sentTo(await answer({ username: "ada", answer: "yes", ...fields })).searchParams.get("code") ?? "";
}

async function change(fields: Record<string, unknown>): Promise<Told> {
  const body = { grant_type: "authorization_code", client_id: "test-app", client_secret: "made-up", ...fields };
  return told(await fetch(`${sandbox.url}/oauth/token`, { method: "POST", headers, body: JSON.stringify(body) }));
}

test("a person who allows it is sent back with a code and the state, and the code is changed for tokens", async () => {
  const page = await browse(wanted);
  expect([page.status, page.text]).toEqual([200, expect.stringContaining("<strong>test-app</strong>")]);
  const back = await answer({ username: "bo", answer: "yes" });
  expect(back.status).toBe(302);
  const to = sentTo(back);
  expect(to.href.startsWith("https://client.example/back?from=trakt&")).toBe(true);
  expect(to.searchParams.get("state")).toBe("s 1&2");
  const given = await change({ code: to.searchParams.get("code"), redirect_uri });
  expect([given.status, given.body]).toMatchObject([200, { token_type: "bearer", scope: "public" }]);
  const { access_token } = Tokens.parse(given.body);
  expect((await sandbox.call(access_token, "/users/me")).body).toMatchObject({ username: "bo" });
});

test("a person who denies it is sent back with access_denied and the state, and no code", async () => {
  const { searchParams } = sentTo(await answer({ username: "ada", answer: "no" }));
  expect([searchParams.get("error"), searchParams.get("state")]).toEqual(["access_denied", "s 1&2"]);
  expect(searchParams.has("code")).toBe(false);
});

test("somebody new is made up on the page", async () => {
  const code = await codeOf({ newcomer: "grace.h" });
  const { access_token } = Tokens.parse((await change({ code, redirect_uri })).body);
  expect((await sandbox.call(access_token, "/users/me")).body).toMatchObject({ username: "grace.h" });
  const wrong = await answer({ newcomer: "<b>", answer: "yes" });
  expect([wrong.status, wrong.headers.get("location")]).toEqual([400, null]);
  expect((await answer({ username: "nobody", answer: "yes" })).status).toBe(400);
});

test("a code serves once, lives ten minutes, and is its app's and its redirect's alone", async () => {
  const invalid = (description: string) => [400, { error: "invalid_grant", error_description: description }];
  const tried = async (fields: Record<string, unknown>) => {
    const { status, body } = await change({ redirect_uri, ...fields });
    return [status, body];
  };
  const code = await codeOf();
  expect(await tried({ code, client_id: "other-app" })).toEqual(invalid("session not found"));
  expect(await tried({ code, redirect_uri: "https://client.example/back" })).toEqual(
    invalid("redirect_uri does not match"),
  );
  expect(await tried({ code, code_verifier: verifier })).toEqual(invalid("code_verifier does not match"));
  expect((await change({ code, redirect_uri })).status).toBe(200);
  expect(await tried({ code })).toEqual(invalid("session not found"));
  const late = await codeOf();
  await sandbox.clock.advance(600_000);
  expect(await tried({ code: late })).toEqual(invalid("session not found"));
  expect(await tried({ code: "made-up" })).toEqual(invalid("session not found"));
});

describe("with a challenge", () => {
  test("the verifier opens the code, without a secret as well; a wrong one or none does not", async () => {
    sandbox.behaviour.apps = { "test-app": { secret: "made-up", redirectUris: [redirect_uri] } };
    const [code, other] = [await codeOf(pkce), await codeOf(pkce)];
    for (const code_verifier of [undefined, "guess", challenge]) {
      expect((await change({ code, redirect_uri, code_verifier })).body).toMatchObject({ error: "invalid_grant" });
    }
    expect((await change({ code, redirect_uri, code_verifier: verifier })).status).toBe(200);
    const bare = { code: other, redirect_uri, code_verifier: verifier, client_secret: undefined };
    expect((await change(bare)).status).toBe(200);
    const unproven = { code: await codeOf(), redirect_uri, client_secret: undefined };
    expect((await change(unproven)).body).toMatchObject({ error: "invalid_client" });
  });

  test("that is plain, unnamed or no SHA-256, the app is told so", async () => {
    for (const wrong of [
      { code_challenge: verifier, code_challenge_method: "plain" },
      { code_challenge: challenge },
      { code_challenge: "short", code_challenge_method: "S256" },
      { code_challenge_method: "S256" },
    ]) {
      const { searchParams } = sentTo(await browse({ ...wanted, ...wrong }));
      expect([searchParams.get("error"), searchParams.get("state")]).toEqual(["invalid_request", "s 1&2"]);
    }
  });
});

test("another response type than a code is told to the app", async () => {
  const { searchParams } = sentTo(await browse({ ...wanted, response_type: "token" }));
  expect(searchParams.get("error")).toBe("unsupported_response_type");
});

test.for([
  "http://client.example/back",
  "urn:ietf:wg:oauth:2.0:oob",
  "https://client.example/back#part",
  "https://somebody@client.example/back",
  "javascript:alert(1)",
  "back",
  "",
])("nobody is ever sent back to %s", async (uri) => {
  for (const page of [
    await browse({ ...wanted, redirect_uri: uri }),
    await answer({ redirect_uri: uri, username: "ada", answer: "yes" }),
  ]) {
    expect([page.status, page.headers.get("location")]).toEqual([400, null]);
    expect(page.text).toContain('role="alert"');
  }
});

test("this machine's own addresses need no https", async () => {
  for (const uri of ["http://127.0.0.1:5000/back", "http://localhost/back", "http://[::1]:7/back"]) {
    expect((await browse({ ...wanted, redirect_uri: uri })).status).toBe(200);
  }
});

test("where apps are registered, others are an invalid client, and only registered redirects serve", async () => {
  sandbox.behaviour.apps = {
    "test-app": { secret: "made-up", name: "A <Tester>", redirectUris: [redirect_uri] },
    "old-app": "secret",
  };
  const stranger = await browse({ ...wanted, client_id: "stranger" });
  expect([stranger.status, stranger.text]).toEqual([403, expect.stringContaining("Invalid client")]);
  expect((await browse({ ...wanted, client_id: "" })).status).toBe(403);
  expect((await browse({ ...wanted, redirect_uri: `${redirect_uri}x` })).status).toBe(400);
  expect((await browse(wanted)).text).toContain("<strong>A &lt;Tester&gt;</strong>");
  expect((await browse({ ...wanted, client_id: "old-app" })).status).toBe(200);
});

test("an app without a secret proves itself by none, and by no guess", async () => {
  sandbox.behaviour.apps = { "test-app": { redirectUris: [redirect_uri] } };
  const fields = { redirect_uri, code_verifier: verifier };
  expect((await change({ ...fields, code: await codeOf(pkce), client_secret: "guess" })).body).toMatchObject({
    error: "invalid_client",
  });
  const given = await change({ ...fields, code: await codeOf(pkce), client_secret: undefined });
  const { refresh_token } = Tokens.parse(given.body);
  const again = { grant_type: "refresh_token", refresh_token, client_secret: undefined };
  expect((await change(again)).status).toBe(200);
});

test("what is asked wrongly has OAuth's own errors, a form is read like JSON, and there is no HTTP Basic", async () => {
  expect((await change({ grant_type: "password" })).body).toMatchObject({ error: "unsupported_grant_type" });
  expect((await change({ grant_type: undefined })).body).toMatchObject({ error: "invalid_request" });
  const form = (fields: Record<string, string>, extra: Record<string, string> = {}) =>
    fetch(`${sandbox.url}/oauth/token`, {
      method: "POST",
      headers: { "user-agent": "Stranger/1.0", ...extra },
      body: new URLSearchParams({ grant_type: "authorization_code", redirect_uri, ...fields }),
    });
  const basic = { authorization: `Basic ${Buffer.from("test-app:made-up").toString("base64")}` };
  expect((await form({ code: await codeOf() }, basic)).status).toBe(400);
  expect((await form({ code: await codeOf(), client_id: "test-app", client_secret: "made-up" })).status).toBe(200);
});

test("the pages run nothing, are framed by nobody, and lead only where they should", async () => {
  const policy = (await browse(wanted)).headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; frame-ancestors 'none'; /);
  expect(policy).toMatch(/form-action 'self' https:\/\/client\.example$/);
  expect(policy).not.toContain("unsafe");
  for (const { text, headers: sent } of [await browse(wanted), await told(await fetch(`${sandbox.url}/activate`))]) {
    const style = /<style>([^]*)<\/style>/.exec(text)?.[1] ?? "";
    expect(sent.get("content-security-policy")).toContain(`'sha256-${hash("sha256", style, "base64")}'`);
    expect(text).not.toMatch(/<script| style=| on\w+=/);
  }
});

test("the pages can be down as all of Trakt can, and are counted like the rest", async () => {
  sandbox.faults.inject({ name: "503", times: 1, match: { route: "/oauth/authorize" } });
  expect((await browse(wanted)).status).toBe(503);
  expect((await browse(wanted)).status).toBe(200);
  expect(sandbox.answers()).toEqual({ "GET /oauth/authorize 503": 1, "GET /oauth/authorize 200": 1 });
});

test("every field on the page has its label", async () => {
  for (const { text } of [await browse(wanted), await told(await fetch(`${sandbox.url}/activate`))]) {
    const ids = [...text.matchAll(/<(?:input|select)\s+id="(\w+)"/g)].map((match) => match[1]);
    expect(ids.length).toBeGreaterThan(1);
    for (const id of ids) expect(text).toContain(`<label for="${id}">`);
    expect(text).toMatch(/<html lang="en">/);
    expect(text.match(/<h1>/g)).toHaveLength(1);
  }
});
