import { describe, expect, it } from "vitest";
import { checks, runCheck } from "./check.ts";

describe("a check", () => {
  it("passes when its command does", async () => {
    expect(await runCheck({ name: "check:a", command: "true" })).toMatchObject({ passed: true, output: "" });
  });

  it("fails with everything that its command said, on either stream", async () => {
    const finding = await runCheck({ name: "check:a", command: "echo one; echo two >&2; exit 3" });
    expect(finding.passed).toBe(false);
    expect(finding.output).toContain("one");
    expect(finding.output).toContain("two");
  });

  it("fails when its command is killed, or is none", async () => {
    expect(await runCheck({ name: "check:a", command: "kill -9 $$" })).toMatchObject({ passed: false });
    expect(await runCheck({ name: "check:a", command: "no-such-command-here" })).toMatchObject({ passed: false });
  });

  it("runs on the project's own Node, whatever the machine has", async () => {
    const { output } = await runCheck({ name: "check:a", command: "node --version" });
    expect(output).toMatch(/^v24\./);
  });

  it("is every check: script of package.json", () => {
    expect(checks().map((one) => one.name)).toEqual([
      "check:bundle",
      "check:format",
      "check:lint",
      "check:types",
      "check:dead",
      "check:docs",
      "check:generated",
    ]);
  });
});
