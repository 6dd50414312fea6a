import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type FunctionName, functionNeeds, type FunctionNeeds, readEnvironment } from "../../functions/environment.ts";
import { linkMadeUpResources, operatorPassword } from "./made-up-links.ts";

linkMadeUpResources();
const names = Object.keys(functionNeeds).filter((name): name is FunctionName => name in functionNeeds);
const needsOf = (name: FunctionName): FunctionNeeds => functionNeeds[name];
const linked = (name: string): unknown => JSON.parse(process.env[`SST_RESOURCE_${name}`] ?? "null");

/** Loads a function's file in a process of its own, as Lambda does at a cold start. */
function coldStart(name: FunctionName, ...without: string[]): { status: number | null; output: string } {
  const file = join(import.meta.dirname, "..", "..", "functions", `${name}.ts`);
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !without.includes(key)));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { env, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

describe("a cold start", () => {
  it("fails with a message that names the link or variable that is missing, whichever of a function's it is", () => {
    for (const name of names) {
      for (const link of needsOf(name).links) {
        const without = { linked: (one: string) => (one === link ? undefined : linked(one)), variables: process.env };
        expect(() => readEnvironment(name, without)).toThrow(
          `the function ${name} was deployed without the link ${link}`,
        );
      }
      for (const variable of needsOf(name).variables) {
        const without = { linked, variables: { ...process.env, [variable]: "" } };
        expect(() => readEnvironment(name, without)).toThrow(
          `the function ${name} was deployed without the variable ${variable}`,
        );
      }
    }
  });

  it("names everything that is missing at once", () => {
    const nothing = {
      linked: () => {
        throw new Error("not linked");
      },
      variables: {},
    };
    expect(() => readEnvironment("deliver", nothing)).toThrow(
      "the function deliver was deployed without the link Table, the link Deliveries, the link DeliveriesDlq, the variable CHANNELS_KEY_ID",
    );
  });

  it("says which link or variable is of the wrong shape, whichever of a function's it is", () => {
    for (const name of names) {
      for (const link of needsOf(name).links) {
        const odd = { linked: (one: string) => (one === link ? { odd: 1 } : linked(one)), variables: process.env };
        expect(() => readEnvironment(name, odd)).toThrow(
          `the function ${name} cannot use what it was deployed with: ${link}`,
        );
      }
    }
    for (const variable of ["TRAKT_API_URL", "TRAKT_AUTH_URL", "API_ORIGIN", "MAIL_FROM"]) {
      const odd = { linked, variables: { ...process.env, [variable]: "none of these" } };
      expect(() => readEnvironment("api", odd)).toThrow(variable);
    }
  });

  it("says what is wrong with a link of the wrong shape, and not what it holds", () => {
    const secret = "made-up-secret-value";
    const odd = { linked: (one: string) => (one === "PollJobs" ? { url: secret } : linked(one)), variables: {} };
    expect(() => readEnvironment("schedule", odd)).toThrow(/the function schedule cannot use .*PollJobs/);
    expect(() => readEnvironment("schedule", odd)).not.toThrow(secret);
  });

  it("reads nothing that the function does not need", () => {
    const asked: string[] = [];
    readEnvironment("deliver", { linked: (one) => (asked.push(one), linked(one)), variables: process.env });
    expect(asked).toEqual(["Table", "Deliveries", "DeliveriesDlq"]);
  });

  it("of a process without its secret ends at once, told on one line of JSON, without any secret", () => {
    const { status, output } = coldStart("api", "SST_RESOURCE_TraktClientSecret");
    expect(status).not.toBe(0);
    const line = output.split("\n").find((one) => one.startsWith("{"));
    expect(JSON.parse(line ?? "null")).toMatchObject({
      level: "error",
      function: "api",
      kind: "start.failed",
      code: "environment.missing",
      message: "the function api was deployed without the link TraktClientSecret",
    });
    expect(output).not.toContain(operatorPassword);
  });

  it.each(names)(
    "of %s, in a process of its own, goes well with all that it needs, and names all of it without",
    (name) => {
      expect(coldStart(name)).toEqual({ status: 0, output: "" });
      const { links, variables } = needsOf(name);
      const { status, output } = coldStart(name, ...links.map((link) => `SST_RESOURCE_${link}`), ...variables);
      expect(status).not.toBe(0);
      const line = output.split("\n").find((one) => one.startsWith("{"));
      const missing = [...links.map((link) => `the link ${link}`), ...variables.map((one) => `the variable ${one}`)];
      expect(JSON.parse(line ?? "null")).toMatchObject({
        kind: "start.failed",
        function: name,
        message: `the function ${name} was deployed without ${missing.join(", ")}`,
        hint: expect.stringContaining("npx sst secret set"),
      });
    },
  );
});
