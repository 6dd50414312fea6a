import { listAccounts } from "@showrunner/services/accounts/accounts.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { endAll, spawnShowrunner } from "./spawned.ts";
import { type } from "./typed.ts";

let machine: Machine;

beforeEach(async () => {
  machine = await prepareMachine();
  machine.sandbox.world.addPerson({ username: "ann" });
});

afterEach(async () => {
  await endAll();
  await machine.close();
});

const code = /enter the code (\w+)/;
const Told = z.object({ code: z.string() });

describe("login", () => {
  it("shows where to go and what to type, waits, and connects whoever typed it in", async () => {
    const login = type(["login"], machine.env);
    const [, userCode = ""] = await login.printed(code);
    expect(await listAccounts(machine.ctx)).toEqual([]);
    machine.sandbox.world.approveDevice(userCode, "ann");
    const said = await login.done;
    expect(said).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Connected ann \(acc_\S+\)\.\n$/) });
    expect(said.stderr).toMatch(/^Open http:\S+\/activate and enter the code \w+ \(good for 10 minutes\)\.\nWaiting /);
    expect(await listAccounts(machine.ctx)).toMatchObject([{ username: "ann" }]);
  });

  it("as a process of its own, with --json: what to do is JSON on standard error, who it was JSON on standard output", async () => {
    const login = spawnShowrunner(["login", "--json"], { env: machine.env });
    const { code: userCode } = Told.parse(JSON.parse(await login.line(/"code"/, 20_000)));
    machine.sandbox.world.approveDevice(userCode, "ann");
    const ended = await login.ended;
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ username: "ann" });
    expect(JSON.parse(ended.stderr.trim())).toMatchObject({ code: userCode, expiresInSeconds: 600 });
  });

  it("again as the same person finds the account again, and replaces what it had", async () => {
    const ann = await machine.connect("ann2");
    const login = type(["login"], machine.env);
    const [, userCode = ""] = await login.printed(code);
    machine.sandbox.world.approveDevice(userCode, "ann2");
    expect((await login.done).code).toBe(0);
    expect(await listAccounts(machine.ctx)).toMatchObject([{ id: ann.id, username: "ann2" }]);
  });

  it("that is refused connects nobody: exit code 4, and what to do", async () => {
    const login = type(["login"], machine.env);
    const [, userCode = ""] = await login.printed(code);
    machine.sandbox.world.denyDevice(userCode);
    const said = await login.done;
    expect(said).toMatchObject({ code: 4, stdout: "" });
    expect(said.stderr).toMatch(/\nerror: Trakt says that access was refused\n {2}Run `showrunner login` again/);
    expect(await listAccounts(machine.ctx)).toEqual([]);
  });

  it("whose code nobody enters in time connects nobody: exit code 4, and what to do", async () => {
    machine.sandbox.behaviour.deviceLifeSeconds = 1;
    const said = await type(["login"], machine.env).done;
    expect(said).toMatchObject({ code: 4, stdout: "" });
    expect(said.stderr).toMatch(/\nerror: the code was not entered in time\n {2}Run `showrunner login` again/);
    expect(await listAccounts(machine.ctx)).toEqual([]);
  });
});
