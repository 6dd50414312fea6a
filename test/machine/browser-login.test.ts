import { readEnv } from "@showrunner/local/env.ts";
import { type Runtime, startRuntime } from "@showrunner/local/runtime.ts";
import { getConnection, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import { freePort } from "@showrunner/storage/testing/free-port.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { atTrakt, Browser, fromTrakt } from "../harness/browser.ts";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { type } from "./typed.ts";

let machine: Machine;
let runtime: Runtime | undefined;
let env: Record<string, string>;

beforeEach(async () => {
  machine = await prepareMachine();
  machine.sandbox.world.addPerson({ username: "ann" });
  const port = await freePort();
  env = {
    ...machine.env,
    SHOWRUNNER_PORT: String(port),
    SHOWRUNNER_REDIRECT_URI: `http://127.0.0.1:${port}/connect/callback`,
  };
});

afterEach(async () => {
  await runtime?.stop();
  runtime = undefined;
  await machine.close();
});

async function start(): Promise<void> {
  runtime = await startRuntime({ env: readEnv(env), reset: false, log: () => () => {}, ready: () => {} });
}

describe("login --browser", () => {
  it("says where to go, waits, and tells who was connected by the running Showrunner", async () => {
    await start();
    const login = type(["login", "--browser"], env);
    const [, open = ""] = await login.printed(/Open (\S+) in your browser/);
    const browser = new Browser((url, init) => fetch(url, { ...init, redirect: "manual" }));
    const answer = await browser.get(open);
    expect(answer.status).toBe(302);
    const back = await atTrakt(machine.sandbox, answer.headers.get("location") ?? "", "yes");
    const ended = await browser.get(back, fromTrakt);
    expect([ended.status, ended.headers.get("location")]).toEqual([303, "/"]);
    expect(await login.done).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Connected ann \(acc_\S+\)\.\n$/),
    });
  });

  it("without a running Showrunner says so, with exit code 4", async () => {
    const said = await type(["login", "--browser"], env).done;
    expect(said).toMatchObject({ code: 4, stdout: "" });
    expect(said.stderr).toMatch(
      /^error: Showrunner does not answer on port \d+.*\n {2}Start it with `showrunner start`/,
    );
  });

  it.each(["ftp://shows.example/connect/callback", "http://shows.example/connect/callback", "https://shows.example/"])(
    "does not start with %s as the address to come back to, and says what it should be",
    (address) => {
      expect(() => readEnv({ SHOWRUNNER_REDIRECT_URI: address })).toThrow(/SHOWRUNNER_REDIRECT_URI cannot be used/);
    },
  );
});

describe("disconnect", () => {
  it("ends the account's link to Trakt, and says what stays", async () => {
    const ann = await machine.connect("bob");
    const said = await type(["disconnect", "bob"], env).done;
    expect(said).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Disconnected bob: its tokens are revoked."),
    });
    expect((await getConnection(machine.ctx, ann.id)).value.state).toBe("disconnected");
    expect(machine.sandbox.answers()["POST /oauth/revoke 200"]).toBeGreaterThan(0);
    expect(await listAccounts(machine.ctx)).toHaveLength(1);
  });

  it("of nobody that there is has exit code 3", async () => {
    expect((await type(["disconnect", "nobody"], env).done).code).toBe(3);
  });
});
