import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Secret } from "./secret.ts";

const canary = "canary-5f1d2c";
const secret = new Secret(canary);

describe("a secret", () => {
  it("is revealed when asked for by name", () => {
    expect(secret.reveal()).toBe(canary);
  });

  it.each<[string, () => string]>([
    ["a template", () => `token ${secret.toString()} ${String(secret)}`],
    ["JSON", () => JSON.stringify({ token: secret, list: [secret] })],
    ["inspect", () => inspect({ token: secret }, { depth: null, showHidden: true })],
    ["format", () => format("%s %o %j %O", secret, secret, secret, secret)],
    ["its keys and values", () => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret).map(String)])],
    ["a deep copy", () => inspect(structuredClone({ token: secret }))],
    ["an error's cause", () => inspect(new Error("failed", { cause: secret }))],
    ["an error's message", () => inspect(new Error(`failed with ${String(secret)}`))],
    ["a map", () => inspect(new Map([["token", secret]]))],
  ])("never prints itself in %s", (_where, print) => {
    const printed = print();
    expect(printed).not.toContain(canary);
  });

  it("says that it is one where it stands", () => {
    expect(`${String(secret)} ${JSON.stringify(secret)} ${inspect(secret)}`).toBe('[secret] "[secret]" [secret]');
  });
});
