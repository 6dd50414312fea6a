import { receiveHook } from "@showrunner/services/hooks/receive.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import * as z from "zod";
import { type Machine, prepareMachine } from "./prepared-machine.ts";
import { type Said, type } from "./typed.ts";

let machine: Machine;
const cli = (...words: string[]): Promise<Said> => type(words, machine.env).done;

beforeEach(async () => {
  machine = await prepareMachine();
  await machine.connect("ann");
});
afterEach(() => machine.close());

async function call(path: string): Promise<string> {
  const [, , hookId = "", secret = ""] = path.split("/");
  const body = Buffer.from("{}");
  const answer = receiveHook(machine.ctx, { hookId, secret, header: () => undefined, body });
  return await answer.then(
    () => "received",
    (error: unknown) => z.object({ code: z.string() }).parse(error).code,
  );
}

it("hooks are made, listed without their secrets, renewed, switched off and removed by commands", async () => {
  const made = await cli("hooks", "add", "plex", "Living room", "--json");
  expect(made).toMatchObject({ code: 0, stderr: "" });
  const { path } = z.object({ path: z.string() }).parse(JSON.parse(made.stdout));
  expect(await call(path)).toBe("received");
  const listed = await cli("hooks");
  expect(listed.stdout).toMatch(/^ACCOUNT +HOOK +KIND +STATE +ID\nann +Living room +plex +on +hok_\S+\n$/);
  expect(listed.stdout).not.toContain(path.split("/").at(-1));

  const [, renewed = ""] = /(\/hooks\/\S+)/.exec((await cli("hooks", "rotate", "Living room")).stdout) ?? [];
  expect([await call(path), await call(renewed)]).toEqual(["hook.unknown", "received"]);
  await cli("hooks", "disable", "Living room");
  expect(await call(renewed)).toBe("hook.disabled");
  expect((await cli("hooks", "rm", "Living room")).code).toBe(0);
  expect(await call(renewed)).toBe("hook.unknown");
  expect(await cli("hooks", "add", "plux", "Other")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("plex"),
  });
});
