import type { ApiOptions } from "@showrunner/api/api-options.ts";
import { createApi } from "@showrunner/api/app.ts";
import { systemRandom } from "@showrunner/core/ids.ts";
import type { Account } from "@showrunner/core/records.ts";
import { getConnection, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import { disconnectAccount } from "@showrunner/services/accounts/disconnect.ts";
import { refreshDueTokens } from "@showrunner/services/accounts/refresh-due.ts";
import { signInByDevice } from "@showrunner/services/accounts/sign-in.ts";
import { pollAccount } from "@showrunner/services/poll/poll-account.ts";
import type { Services } from "@showrunner/services/context.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { atTrakt, Browser, fromTrakt } from "../harness/browser.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
  t.world.addPerson({ username: "ann" });
});
afterEach(async () => {
  await t.close();
});

const loopback = "http://127.0.0.1:3000/connect/callback";
const minuteMs = 60_000;

function requestsTo(options: Partial<ApiOptions> = {}): ConstructorParameters<typeof Browser>[0] {
  const api = createApi(t.ctx, {
    mode: "trakt",
    version: "0",
    queues: () => Promise.reject(new Error("not asked for")),
    startedAt: t.clock.now(),
    redirectUri: () => loopback,
    ...options,
  });
  return (url, init) => api.request(url, init);
}

async function signIn(browser: Browser, username = "ann"): Promise<Account> {
  const back = await atTrakt(t.sandbox, await browser.begin(), "yes", username);
  const answer = await browser.get(back, fromTrakt);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
  const account = (await listAccounts(t.ctx)).find((one) => one.username === username);
  if (account === undefined) throw new Error("nobody was connected");
  return account;
}

/** What a person reads of a sign-in that came to nothing. */
async function problemOf(answer: Response): Promise<{ status: number; code: string }> {
  const text = await answer.text();
  return { status: answer.status, code: /<code>\d+ ([\w.]+)<\/code>/.exec(text)?.[1] ?? text };
}

describe("signing in by a browser", () => {
  it("connects whoever allows it at Trakt, who is then polled, signs the browser in, and leads home", async () => {
    const browser = new Browser(requestsTo());
    const ann = await signIn(browser);
    expect((await getConnection(t.ctx, ann.id)).value).toMatchObject({ state: "active", redirectUri: loopback });
    expect(await pollAccount(t.ctx, ann.id)).toBe("changed");
    expect([...browser.cookies.keys()]).toEqual(["showrunner-session"]);
  });

  it("sends an S256 challenge and a state, each new every time, and keeps neither verifier nor state readable", async () => {
    const browser = new Browser(requestsTo());
    const asked = [new URL(await browser.begin()), new URL(await browser.begin())].map((url) => url.searchParams);
    for (const query of asked) {
      expect(query.get("code_challenge_method")).toBe("S256");
      expect(query.get("code_challenge")).toMatch(/^[\w-]{43}$/);
      expect(query.get("state")).toMatch(/^[\w-]{60}$/);
      expect(query.get("redirect_uri")).toBe(loopback);
    }
    expect(asked[0]?.get("state")).not.toBe(asked[1]?.get("state"));
    expect(asked[0]?.get("code_challenge")).not.toBe(asked[1]?.get("code_challenge"));
    for (const secret of [asked[0]?.get("state") ?? "", ...browser.cookies.values()])
      expect(JSON.stringify(t.log)).not.toContain(secret);
  });

  it("keeps its cookie from scripts and other sites; behind https from other names as well", async () => {
    const plain = new Browser(requestsTo());
    await plain.begin();
    expect(plain.set).toEqual([
      expect.stringMatching(
        /^showrunner-sign-in-\S{8}=[\w-]{60}; Max-Age=600; Path=\/connect; HttpOnly; SameSite=Lax$/,
      ),
    ]);
    const proxied = new Browser(requestsTo({ redirectUri: () => "https://shows.example/connect/callback" }));
    await proxied.begin("https://shows.example");
    expect(proxied.set).toEqual([
      expect.stringMatching(
        /^__Host-showrunner-sign-in-\S{8}=[\w-]{60}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
  });

  it("behind a proxy signs in under its name alone, by a cookie that no other name of the site can set", async () => {
    const browser = new Browser(
      requestsTo({ redirectUri: () => "https://shows.example/connect/callback", allowedHosts: ["shows.example"] }),
    );
    const back = await atTrakt(t.sandbox, await browser.begin("https://shows.example"), "yes");
    const answer = await browser.get(back, fromTrakt);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
    expect([...browser.cookies.keys()]).toEqual(["__Host-showrunner-session"]);
    const me = await browser.get("https://shows.example/api/v1/accounts/me", { "sec-fetch-site": "same-origin" });
    expect(await me.json()).toMatchObject({ username: "ann" });
    expect((await browser.get("https://evil.example/connect")).status).toBe(421);
    expect((await browser.get("https://evil.example/api/v1/accounts/me")).status).toBe(421);
  });

  it("is begun under the name that Trakt sends back to, so that the cookie is there", async () => {
    const answer = await new Browser(requestsTo()).get("http://localhost:3000/connect");
    expect([answer.status, answer.headers.get("location")]).toEqual([
      302,
      "http://127.0.0.1:3000/connect?led=1&to=%2F",
    ]);
  });

  it("is led there once, also by a proxy that asks under another name", async () => {
    const browser = new Browser(requestsTo({ redirectUri: () => "https://shows.example/connect/callback" }));
    const first = await browser.get("http://127.0.0.1:3000/connect");
    expect(first.headers.get("location")).toBe("https://shows.example/connect?led=1&to=%2F");
    const second = await browser.get("http://127.0.0.1:3000/connect?led=1");
    expect(second.headers.get("location")).toContain("/oauth/authorize?");
  });

  it.each([
    ["/calendar?view=month", "/calendar?view=month"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["https://evil.example/", "/"],
    ["/a\r\nset-cookie: a=b", "/"],
  ])("leads on to %j only where that is a page of this place", async (wanted, expected) => {
    const browser = new Browser(requestsTo());
    const begun = await browser.get(`http://127.0.0.1:3000/connect?to=${encodeURIComponent(wanted)}`);
    const back = await atTrakt(t.sandbox, begun.headers.get("location") ?? "", "yes");
    expect((await browser.get(back, fromTrakt)).headers.get("location")).toBe(expected);
  });

  it("can go on in two tabs at once", async () => {
    t.world.addPerson({ username: "bob" });
    const browser = new Browser(requestsTo());
    const [one, other] = [await browser.begin(), await browser.begin()];
    for (const [url, username] of [
      [other, "bob"],
      [one, "ann"],
    ] as const)
      expect((await browser.get(await atTrakt(t.sandbox, url, "yes", username), fromTrakt)).status).toBe(303);
    expect((await listAccounts(t.ctx)).map((one_) => one_.username).toSorted()).toEqual(["ann", "bob"]);
  });

  it("finds the account again, and replaces what it had", async () => {
    const browser = new Browser(requestsTo());
    const first = await signIn(browser);
    t.world.disconnectApp("ann");
    await t.minutes(3);
    expect((await getConnection(t.ctx, first.id)).value.state).toBe("needs_reconnect");
    expect((await signIn(browser)).id).toBe(first.id);
    expect((await getConnection(t.ctx, first.id)).value.state).toBe("active");
    expect(await listAccounts(t.ctx)).toHaveLength(1);
  });

  it("repeats the redirect URI when the tokens are renewed; a device's renewal has none", async () => {
    const sent: (string | undefined)[] = [];
    const { oauth } = t.ctx.trakt;
    const refresh: typeof oauth.refresh = (token, options) => {
      sent.push(options?.redirectUri);
      return oauth.refresh(token, options);
    };
    const ctx = { ...t.ctx, trakt: { ...t.ctx.trakt, oauth: { ...oauth, refresh } } };
    await signIn(new Browser(requestsTo()));
    await t.person("bob");
    for (let round = 0; round < 2; round++) {
      await t.clock.advance(4 * 24 * 60 * minuteMs);
      expect(await refreshDueTokens(ctx)).toBe(2);
    }
    // Those that are due are renewed side by side.
    for (const round of [sent.slice(0, 2), sent.slice(2, 4)])
      expect(new Set(round)).toEqual(new Set([loopback, undefined]));
    expect(sent).toHaveLength(4);
  });
});

describe("a sign-in by a browser connects nobody", () => {
  const fails: [string, { status: number; code: string }, (browser: Browser) => Promise<Response>][] = [
    [
      "that the person denies",
      { status: 403, code: "login.denied" },
      async (browser) => browser.get(await atTrakt(t.sandbox, await browser.begin(), "no"), fromTrakt),
    ],
    [
      "with a state that was never given",
      { status: 400, code: "login.state_unknown" },
      async (browser) => {
        const back = new URL(await atTrakt(t.sandbox, await browser.begin(), "yes"));
        back.searchParams.set("state", systemRandom.id("own"));
        return await browser.get(back.href, fromTrakt);
      },
    ],
    [
      "without a state",
      { status: 400, code: "login.state_unknown" },
      (browser) => browser.get(`${loopback}?code=made-up`, fromTrakt),
    ],
    [
      "that takes more than ten minutes",
      { status: 410, code: "login.expired" },
      async (browser) => {
        const url = await browser.begin();
        await t.clock.advance(10 * minuteMs);
        return await browser.get(await atTrakt(t.sandbox, url, "yes"), fromTrakt);
      },
    ],
    [
      "that another browser began",
      { status: 403, code: "login.other_browser" },
      async (browser) =>
        new Browser(requestsTo()).get(await atTrakt(t.sandbox, await browser.begin(), "yes"), fromTrakt),
    ],
    [
      "whose cookie is another's",
      { status: 403, code: "login.other_browser" },
      async (browser) => {
        const url = await browser.begin();
        for (const name of browser.cookies.keys()) browser.cookies.set(name, "x".repeat(60));
        return await browser.get(await atTrakt(t.sandbox, url, "yes"), fromTrakt);
      },
    ],
    [
      "while Trakt does not answer",
      { status: 503, code: "login.trakt_down" },
      async (browser) => {
        t.sandbox.faults.inject({ name: "503", match: { route: "/oauth/token" } });
        return await browser.get(await atTrakt(t.sandbox, await browser.begin(), "yes"), fromTrakt);
      },
    ],
    [
      "whose answer with the tokens is lost",
      { status: 503, code: "login.trakt_down" },
      async (browser) => {
        t.sandbox.faults.inject({ name: "lost-answer", match: { route: "/oauth/token" } });
        return await browser.get(await atTrakt(t.sandbox, await browser.begin(), "yes"), fromTrakt);
      },
    ],
    [
      "whose person Trakt cannot name",
      { status: 503, code: "login.trakt_down" },
      async (browser) => {
        t.sandbox.faults.inject({ name: "502", match: { route: "/users/settings" } });
        return await browser.get(await atTrakt(t.sandbox, await browser.begin(), "yes"), fromTrakt);
      },
    ],
    [
      "whose code Trakt no longer takes",
      { status: 502, code: "login.code_refused" },
      async (browser) => {
        const back = new URL(await atTrakt(t.sandbox, await browser.begin(), "yes"));
        back.searchParams.set("code", "made-up");
        return await browser.get(back.href, fromTrakt);
      },
    ],
    [
      "when Trakt sends another error",
      { status: 502, code: "login.not_allowed" },
      async (browser) => {
        const back = new URL(await atTrakt(t.sandbox, await browser.begin(), "no"));
        back.searchParams.set("error", "server_error");
        return await browser.get(back.href, fromTrakt);
      },
    ],
    [
      "where no redirect URI is set",
      { status: 404, code: "login.no_redirect_uri" },
      () => new Browser(requestsTo({ redirectUri: () => undefined })).get("http://127.0.0.1:3000/connect"),
    ],
    [
      "that a page of another site began",
      { status: 403, code: "request.cross_site" },
      (browser) => browser.get("http://127.0.0.1:3000/connect", { "sec-fetch-site": "cross-site" }),
    ],
  ];
  it.each(fails)("%s, and says so", async (_name, expected, attempt) => {
    expect(await problemOf(await attempt(new Browser(requestsTo())))).toEqual(expected);
    expect(await listAccounts(t.ctx)).toEqual([]);
  });

  it("a second time with the same state, also when both come at once", async () => {
    const browser = new Browser(requestsTo());
    const back = await atTrakt(t.sandbox, await browser.begin(), "yes");
    const answers = await Promise.all([browser.get(back, fromTrakt), browser.get(back, fromTrakt)]);
    expect(new Set(answers.map((one) => one.status))).toEqual(new Set([303, 410]));
    expect(await problemOf(await browser.get(back, fromTrakt))).toEqual({ status: 410, code: "login.used" });
  });

  it("after it was denied, though a code is made up for its state", async () => {
    const browser = new Browser(requestsTo());
    const back = new URL(await atTrakt(t.sandbox, await browser.begin(), "no"));
    await browser.get(back.href, fromTrakt);
    back.searchParams.delete("error");
    back.searchParams.set("code", "made-up");
    expect(await problemOf(await browser.get(back.href, fromTrakt))).toEqual({ status: 410, code: "login.used" });
  });

  it("and repeats nothing of what it was sent on the page, and no secret in the log", async () => {
    const browser = new Browser(requestsTo());
    const back = new URL(await atTrakt(t.sandbox, await browser.begin(), "no"));
    back.searchParams.set("error", "<script>alert(1)</script>");
    expect(await (await browser.get(back.href, fromTrakt)).text()).not.toContain("alert");
    expect(JSON.stringify(t.log)).not.toContain(back.searchParams.get("state"));
  });
});

describe("signing in by a device code", () => {
  const approve = (userCode: string): void => t.world.approveDevice(userCode, "ann");
  /** The account, or what kept it from being connected. */
  const login = (then: (userCode: string) => void, ctx: Services = t.ctx): Promise<unknown> =>
    t.flowing(() => signInByDevice(ctx, ({ userCode }) => then(userCode)).catch((error: unknown) => error));

  it("connects whoever typed it in", async () => {
    expect(await login(approve)).toMatchObject({ username: "ann" });
  });

  it.each(["503", "429", "502", "reset"] as const)("goes on while Trakt answers %s for a while", async (name) => {
    t.sandbox.faults.inject({ name, match: { route: "/oauth/device/token" }, times: 3 });
    expect(await login(approve)).toMatchObject({ username: "ann" });
  });

  it.each([
    ["denied", "login.denied", (code: string) => t.world.denyDevice(code)],
    ["not entered in time", "login.code_expired", () => {}],
    [
      "given, but whose tokens were lost on the way",
      "login.code_used",
      (code: string) => {
        approve(code);
        t.sandbox.faults.inject({ name: "lost-answer", match: { route: "/oauth/device/token" }, times: 1 });
      },
    ],
    [
      "asked of a Trakt that stays away",
      "login.trakt_down",
      (code: string) => {
        approve(code);
        t.sandbox.faults.inject({ name: "503", match: { route: "/oauth/device/token" } });
      },
    ],
  ])("that is %s ends in %s", async (_name, code, then) => {
    t.sandbox.behaviour.deviceLifeSeconds = 60;
    expect(await login(then)).toMatchObject({ code });
    expect(await listAccounts(t.ctx)).toEqual([]);
  });

  it("that Trakt does not know ends in login.code_unknown", async () => {
    const { oauth } = t.ctx.trakt;
    const pollDeviceToken: typeof oauth.pollDeviceToken = () => Promise.resolve({ kind: "not_found" });
    const ctx = { ...t.ctx, trakt: { ...t.ctx.trakt, oauth: { ...oauth, pollDeviceToken } } };
    expect(await login(() => {}, ctx)).toMatchObject({ code: "login.code_unknown" });
  });
});

describe("disconnecting", () => {
  it("revokes the tokens, forgets them, and polls no more; signing in again takes everything up", async () => {
    const ann = await signIn(new Browser(requestsTo()));
    await disconnectAccount(t.ctx, ann);
    const { value } = await getConnection(t.ctx, ann.id);
    expect(value).toMatchObject({ state: "disconnected", accessToken: "", refreshToken: "" });
    expect(t.sandbox.answers()["POST /oauth/revoke 200"]).toBeGreaterThan(0);
    const later = await t.requestsDuring(() => t.minutes(30));
    expect(Object.keys(later).filter((name) => name.includes("last_activities") || name.includes("oauth"))).toEqual([]);
    await signIn(new Browser(requestsTo()));
    expect(await t.requestsDuring(() => t.minutes(6))).toHaveProperty(["GET /sync/last_activities"]);
  });

  it("while Trakt is away keeps the tokens for the next try, and uses them for nothing else", async () => {
    const ann = await signIn(new Browser(requestsTo()));
    t.sandbox.faults.inject({ name: "503", match: { route: "/oauth/revoke" } });
    await expect(disconnectAccount(t.ctx, ann)).rejects.toMatchObject({ code: "connection.not_revoked" });
    expect(await pollAccount(t.ctx, ann.id)).toBe("failed");
    expect(await t.requestsDuring(() => t.minutes(10))).not.toHaveProperty(["GET /sync/last_activities"]);
    t.sandbox.faults.clear();
    await disconnectAccount(t.ctx, ann);
    expect((await getConnection(t.ctx, ann.id)).value).toMatchObject({ state: "disconnected", refreshToken: "" });
  });
});
