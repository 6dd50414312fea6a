import { afterEach } from "vitest";
import type { Behaviour } from "../behaviour.ts";
import { testSandbox, type TestSandbox } from "./caller.ts";

/** Starts sandboxes that behave as told, with ada or these people in each; they are closed after each test. */
export function sandboxes(): (behaviour?: Partial<Behaviour>, people?: readonly string[]) => Promise<TestSandbox> {
  const open: TestSandbox[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
  });
  return async (behaviour = {}, people = ["ada"]) => {
    const sandbox = await testSandbox({ behaviour, people });
    open.push(sandbox);
    return sandbox;
  };
}
