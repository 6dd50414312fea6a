import { describe, expect, it } from "vitest";
import { tally } from "./test.ts";

const file = (...statuses: string[]) => ({
  status: statuses.includes("failed") ? "failed" : "passed",
  assertionResults: statuses.map((status) => ({ status })),
});
const brokenFile = { status: "failed", assertionResults: [] };

describe("the tally of a test run", () => {
  it("counts what passed and what failed", () => {
    const report = { numPassedTests: 2, numFailedTests: 1, testResults: [file("passed", "passed", "failed")] };
    expect(tally(report, 1)).toEqual({ passed: 2, failed: 1 });
  });

  it("counts each file that could not be loaded as a failure", () => {
    const report = { numPassedTests: 1, numFailedTests: 0, testResults: [file("passed"), brokenFile, brokenFile] };
    expect(tally(report, 1)).toEqual({ passed: 1, failed: 2 });
  });

  it("counts an error outside all tests as a failure", () => {
    const report = { numPassedTests: 1, numFailedTests: 0, testResults: [file("passed")] };
    expect(tally(report, 1)).toEqual({ passed: 1, failed: 1 });
  });

  it("leaves skipped tests out", () => {
    const report = { numPassedTests: 1, numFailedTests: 0, testResults: [file("passed", "skipped")] };
    expect(tally(report, 0)).toEqual({ passed: 1, failed: 0 });
  });

  it.each([undefined, {}, null])("fails a run that left no report (%j)", (report) => {
    expect(tally(report, 0)).toEqual({ passed: 0, failed: 1 });
  });
});
