import { readEnv } from "@showrunner/local/env.ts";
import { startRuntime } from "@showrunner/local/runtime.ts";
import { listInvites } from "@showrunner/services/accounts/invites.ts";
import { freePort } from "@showrunner/storage/testing/free-port.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Browser } from "../harness/browser.ts";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { type Said, type } from "./typed.ts";

let machine: Machine;
let env: Record<string, string>;
const cli = (...words: string[]): Promise<Said> => type(words, env).done;

beforeEach(async () => {
  machine = await prepareMachine();
  env = { ...machine.env, SHOWRUNNER_PORT: String(await freePort()) };
});
afterEach(() => machine.close());

it("dashboard prints a link that signs a browser in to the running Showrunner, once", async () => {
  expect(await cli("dashboard")).toMatchObject({ code: 4, stderr: expect.stringContaining("no account is connected") });
  await machine.connect("ann");
  await machine.connect("bob");
  expect((await cli("dashboard")).stderr).toContain("Name one with --account: ann, bob.");
  const said = await cli("dashboard", "--account", "bob");
  const [link = ""] = /^http:\S+/.exec(said.stdout) ?? [];
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/enter\/[\w-]{40}$/);
  const runtime = await startRuntime({ env: readEnv(env), reset: false, log: () => () => {}, ready: () => {} });
  const browser = new Browser((url, init) => fetch(url, { ...init, redirect: "manual" }));
  const own = { "sec-fetch-site": "same-origin" };
  expect(await (await browser.get(link)).text()).toContain("Sign in as bob?");
  expect((await browser.send("POST", link, "", own)).status).toBe(303);
  const me = await browser.get(new URL("/api/v1/accounts/me", link).href, own);
  expect(await me.json()).toMatchObject({ username: "bob" });
  expect((await browser.send("POST", link, "", own)).status).toBe(410);
  await runtime.stop();
});

it("invites are made, listed without what they are shown by, and taken back by commands", async () => {
  expect((await cli("invites")).stdout).toBe("Nobody is invited.\n");
  const made = await cli("invites", "add", "Billie", "--days", "3");
  expect(made).toMatchObject({ code: 0, stderr: "" });
  const [, token = ""] = /\/connect\?invite=(sri_[\w-]{40})/.exec(made.stdout) ?? [];
  expect(token).not.toBe("");
  const listed = await cli("invites");
  expect(listed.stdout).toMatch(/^INVITED +UNTIL +ID\nBillie +\S.* inv_\S+\n$/);
  expect(listed.stdout).not.toContain(token);
  expect((await cli("invites", "rm", "Billie")).code).toBe(0);
  expect(await listInvites(machine.ctx)).toEqual([]);
  expect((await cli("invites", "rm", "Billie")).code).toBe(3);
});

it("audit lists what was done by commands, and by whom", async () => {
  await machine.connect("ann");
  expect((await cli("audit")).stdout).toBe("Nothing was done yet.\n");
  await cli("keys", "add", "calendar");
  await cli("keys", "rm", "calendar");
  const { stdout } = await cli("audit");
  expect(stdout).toMatch(
    /^WHEN +WHO +WHAT +OUTCOME\n\S.* the command line +took an API key back: calendar +done\n\S.* the command line +made an API key: calendar +done\n$/,
  );
});

it.each([
  [{}, "open"],
  [{ SHOWRUNNER_REDIRECT_URI: "http://127.0.0.1:3000/connect/callback" }, "open"],
  [{ SHOWRUNNER_REDIRECT_URI: "https://shows.example/connect/callback" }, "invite"],
  [{ SHOWRUNNER_REDIRECT_URI: "https://shows.example/connect/callback", SHOWRUNNER_REGISTRATION: "open" }, "open"],
  [{ SHOWRUNNER_REGISTRATION: "allow-list", SHOWRUNNER_ALLOWED: "ann, Bob" }, "allow-list"],
])("who may connect a new account, with %j, is by default whom strangers cannot be: %s", (variables, registration) => {
  expect(readEnv(variables)).toMatchObject({ registration, operators: null });
});

it("names are read from variables with commas or spaces between, and a wrong word is refused by its name", () => {
  const read = readEnv({ SHOWRUNNER_ALLOWED: "ann, Bob  cy", SHOWRUNNER_OPERATORS: "ann" });
  expect(read).toMatchObject({ allowed: ["ann", "Bob", "cy"], operators: ["ann"] });
  expect(() => readEnv({ SHOWRUNNER_REGISTRATION: "closed" })).toThrow(/SHOWRUNNER_REGISTRATION cannot be used/);
});
