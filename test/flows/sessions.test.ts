import type { ApiOptions } from "@showrunner/api/api-options.ts";
import { createApi } from "@showrunner/api/app.ts";
import { accountPk } from "@showrunner/core/keys.ts";
import { getAccount, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import { deleteAccount, finishDeletions } from "@showrunner/services/accounts/delete-account.ts";
import { addEnterLink, useEnterLink } from "@showrunner/services/accounts/enter-links.ts";
import { addInvite, inviteHash, useInvite } from "@showrunner/services/accounts/invites.ts";
import { beginSession, openSession } from "@showrunner/services/accounts/sessions.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { atTrakt, Browser, fromTrakt } from "../harness/browser.ts";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";

let t: TestWorld;
beforeEach(async () => {
  t = await createTestWorld();
});
afterEach(() => t.close());

const loopback = "http://127.0.0.1:3000";
const minuteMs = 60_000;

function browserAt(options: Partial<ApiOptions> = {}): Browser {
  const api = createApi(t.ctx, {
    mode: "trakt",
    version: "0",
    queues: () => Promise.reject(new Error("not asked for")),
    startedAt: t.clock.now(),
    redirectUri: () => `${loopback}/connect/callback`,
    ...options,
  });
  return new Browser((url, init) => api.request(url, init));
}

/** Goes to Trakt and back. `through`: by which address they begin. */
async function signIn(browser: Browser, username: string, through = "/connect"): Promise<Response> {
  const led = await browser.get(`${loopback}${through}`, { "sec-fetch-site": "none" });
  const back = await atTrakt(t.sandbox, led.headers.get("location") ?? "", "yes", username);
  return await browser.get(back, fromTrakt);
}

const codeIn = (text: string): string => /<code>\d+ ([\w.]+)<\/code>/.exec(text)?.[1] ?? text;
const own = { "sec-fetch-site": "same-origin" };

async function meOf(browser: Browser): Promise<number> {
  return (await browser.get(`${loopback}/api/v1/accounts/me`, own)).status;
}

/** Nothing of somebody who was turned away is kept, and Trakt was told that their tokens end. */
async function expectNoTraceOf(username: string, revokesBefore: number): Promise<void> {
  expect((await listAccounts(t.ctx)).map((one) => one.username)).not.toContain(username);
  expect(t.sandbox.answers()["POST /oauth/revoke 200"] ?? 0).toBe(revokesBefore + 1);
}

const revokes = (): number => t.sandbox.answers()["POST /oauth/revoke 200"] ?? 0;

describe("who may connect an account that is new here", () => {
  beforeEach(() => {
    for (const username of ["ann", "bob", "cy"]) t.world.addPerson({ username });
  });

  it("is anybody where registration is open", async () => {
    const browser = browserAt({ registration: "open" });
    expect((await signIn(browser, "ann")).status).toBe(303);
    expect(await meOf(browser)).toBe(200);
  });

  it("is nobody without an invitation where one is needed: they are told, and leave no trace", async () => {
    const browser = browserAt({ registration: "invite" });
    const before = revokes();
    const answer = await signIn(browser, "bob");
    expect([answer.status, codeIn(await answer.text())]).toEqual([403, "login.not_invited"]);
    await expectNoTraceOf("bob", before);
    expect(await meOf(browser)).toBe(401);
  });

  it("is one person for each invitation, also when two come with it at the same time", async () => {
    const { token } = await addInvite(t.ctx, { name: "one of you" });
    const options = { registration: "invite" as const };
    const browsers = [browserAt(options), browserAt(options)];
    const answers = await Promise.all(
      ["ann", "bob"].map((username, at) =>
        signIn(browsers[at] ?? browserAt(options), username, `/connect?invite=${token.reveal()}`),
      ),
    );
    expect(new Set(answers.map((one) => one.status))).toEqual(new Set([303, 403]));
    expect(await listAccounts(t.ctx)).toHaveLength(1);
    const late = await signIn(browserAt(options), "cy", `/connect?invite=${token.reveal()}`);
    expect([late.status, codeIn(await late.text())]).toEqual([403, "login.invite_over"]);
  });

  it("is one of two for whom an invitation is used up in the same moment, and the same one again after a crash", async () => {
    const { token } = await addInvite(t.ctx, { name: "one of you" });
    const used = inviteHash(token.reveal());
    const came = await Promise.all(["acc_ann", "acc_bob"].map((account) => useInvite(t.ctx, used, account)));
    expect(came.filter(Boolean)).toHaveLength(1);
    const first = came[0] === true ? "acc_ann" : "acc_bob";
    for (const account of ["acc_ann", "acc_bob"]) expect(await useInvite(t.ctx, used, account)).toBe(account === first);
  });

  it("is nobody by an invitation that has run out, or that was made up", async () => {
    const { token } = await addInvite(t.ctx, { name: "Bob", days: 1 });
    await t.clock.advance(24 * 60 * minuteMs);
    for (const invite of [token.reveal(), "sri_made-up"]) {
      const answer = await signIn(browserAt({ registration: "invite" }), "bob", `/connect?invite=${invite}`);
      expect(codeIn(await answer.text())).toBe("login.invite_over");
    }
    expect(await listAccounts(t.ctx)).toEqual([]);
  });

  it("is who is on the list, in any spelling, and whoever runs the place", async () => {
    const options = { registration: "allow-list" as const, allowed: ["ANN"], operators: ["bob"] };
    expect((await signIn(browserAt(options), "ann")).status).toBe(303);
    expect((await signIn(browserAt(options), "bob")).status).toBe(303);
    const before = revokes();
    const answer = await signIn(browserAt(options), "cy");
    expect([answer.status, codeIn(await answer.text())]).toEqual([403, "login.not_listed"]);
    await expectNoTraceOf("cy", before);
  });

  it("is never asked of who is connected already, whatever the rules became", async () => {
    await signIn(browserAt({ registration: "open" }), "ann");
    const browser = browserAt({ registration: "allow-list" });
    expect((await signIn(browser, "ann")).status).toBe(303);
    expect(await meOf(browser)).toBe(200);
  });
});

const Begun = z.object({ id: z.string(), userCode: z.string(), url: z.string(), askAgainAfterMs: z.number() });

describe("signing in by a code in the page", () => {
  beforeEach(() => {
    t.world.addPerson({ username: "ann" });
  });

  const begin = async (browser: Browser): Promise<z.infer<typeof Begun>> => {
    const headers = { ...own, "content-type": "application/json" };
    const answer = await browser.send("POST", `${loopback}/api/v1/session/device`, "{}", headers);
    expect(answer.status).toBe(201);
    return Begun.parse(await answer.json());
  };
  const look = (browser: Browser, id: string) => browser.get(`${loopback}/api/v1/session/device/${id}`, own);

  it("signs this browser in once the code was typed in, and asks Trakt no oftener than it wants", async () => {
    const browser = browserAt();
    const { id, userCode } = await begin(browser);
    const looks = await t.requestsDuring(async () => {
      for (let at = 0; at < 5; at++) expect(await (await look(browser, id)).json()).toMatchObject({ state: "pending" });
    });
    expect(looks).toEqual({});
    t.world.approveDevice(userCode, "ann");
    await t.clock.advance(6000);
    expect(await (await look(browser, id)).json()).toEqual({ state: "connected", askAgainAfterMs: null });
    expect(await meOf(browser)).toBe(200);
    expect([...browser.cookies.keys()]).toEqual(["showrunner-session"]);
  });

  it("is bound to the browser that began it: who only knows the id learns and gets nothing", async () => {
    const browser = browserAt();
    const { id, userCode } = await begin(browser);
    t.world.approveDevice(userCode, "ann");
    await t.clock.advance(6000);
    const thief = browserAt();
    const answer = await look(thief, id);
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: "login.other_browser" }]);
    expect(thief.cookies.size).toBe(0);
    expect(await (await look(browser, id)).json()).toMatchObject({ state: "connected" });
  });

  it("obeys the rules of the house, and is over when the code is", async () => {
    const browser = browserAt({ registration: "invite" });
    const first = await begin(browser);
    t.world.approveDevice(first.userCode, "ann");
    await t.clock.advance(6000);
    expect(await (await look(browser, first.id)).json()).toMatchObject({ code: "login.not_invited" });
    const second = await begin(browser);
    await t.clock.advance(20 * minuteMs);
    expect(await (await look(browser, second.id)).json()).toMatchObject({ code: "login.code_expired" });
    expect(await listAccounts(t.ctx)).toEqual([]);
  });

  it("is begun ten times by one address, and then after a wait that it is told", async () => {
    const browser = browserAt();
    for (let at = 0; at < 10; at++) await begin(browser);
    const headers = { ...own, "content-type": "application/json" };
    const answer = await browser.send("POST", `${loopback}/api/v1/session/device`, "{}", headers);
    expect([answer.status, await answer.json()]).toMatchObject([429, { code: "request.too_often" }]);
    await t.clock.advance(Number(answer.headers.get("retry-after")) * 1000);
    await begin(browser);
  });
});

describe("a link of the command line", () => {
  it("signs one browser in by its button, once, and looking at it uses nothing up", async () => {
    const ann = await t.person("ann");
    const token = await addEnterLink(t.ctx, ann);
    const link = `${loopback}/enter/${token.reveal()}`;
    const browser = browserAt();
    for (let at = 0; at < 3; at++) {
      const page = await browser.get(link);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("Sign in as ann?")]);
    }
    expect(browser.cookies.size).toBe(0);
    expect((await browser.send("POST", link, "", own)).headers.get("location")).toBe("/");
    expect(await meOf(browser)).toBe(200);
    const again = await browserAt().send("POST", link, "", own);
    expect([again.status, codeIn(await again.text())]).toEqual([410, "login.link_over"]);
  });

  it("is of no use to another site's page, to a guess, or after ten minutes", async () => {
    const ann = await t.person("ann");
    const link = async () => `${loopback}/enter/${(await addEnterLink(t.ctx, ann)).reveal()}`;
    const browser = browserAt();
    expect((await browser.send("POST", await link(), "", { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await browser.send("POST", `${loopback}/enter/made-up`, "", own)).status).toBe(410);
    const late = await link();
    await t.clock.advance(10 * minuteMs);
    expect((await browser.send("POST", late, "", own)).status).toBe(410);
    expect(browser.cookies.size).toBe(0);
  });

  it("lets one in of two who come with it at the same time", async () => {
    const token = await addEnterLink(t.ctx, await t.person("ann"));
    const came = await Promise.allSettled([1, 2].map(() => useEnterLink(t.ctx, token.reveal())));
    expect(came.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("deleting an account", () => {
  it("ends its sessions at once, and leaves nothing of them, of its links and of its log", async () => {
    const ann = await t.person("ann");
    const { session, token } = await beginSession(t.ctx, ann.id, { label: "a browser", way: "trakt" });
    const link = await addEnterLink(t.ctx, ann);
    await deleteAccount(t.ctx, ann);
    expect(await openSession(t.ctx, token.reveal())).toBeUndefined();
    await t.clock.advance(60 * minuteMs);
    for (let at = 0; at < 3; at++) await finishDeletions(t.ctx);
    await expect(useEnterLink(t.ctx, link.reveal())).rejects.toMatchObject({ code: "login.link_over" });
    await expect(getAccount(t.ctx, ann.id)).rejects.toMatchObject({ code: "account.unknown" });
    const { items } = await t.ctx.store.query({ pk: accountPk(ann.id) });
    expect(items.map(({ sk }) => sk)).toEqual([]);
    expect((await t.ctx.store.query({ pk: `SESSION#${session.hash}` })).items).toEqual([]);
  });
});
