import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import config from "../../vitest.cloud.config.ts";
import { oneMachineOnly, reasonForOneMachine } from "./one-machine-only.ts";

const flows = join(import.meta.dirname, "..", "flows");
const textOf = (file: string): string => readFileSync(join(flows, file), "utf8");
const files = readdirSync(flows).filter((file) => file.endsWith(".test.ts"));

describe("the flows of one machine", () => {
  it("are all in the run of the cloud's world", () => {
    expect(config.test?.include).toEqual(["test/flows/*.test.ts"]);
    expect(config.test?.exclude).toBeUndefined();
  });

  it("are left out there by the file, and those are the files that stand on no test world", () => {
    const standOnNone = files.filter((file) => !textOf(file).includes("createTestWorld("));
    expect(oneMachineOnly.map(({ file }) => file).toSorted()).toEqual(standOnNone.toSorted());
    for (const { file, flow, reason } of oneMachineOnly) {
      expect([file, flow]).toEqual([file, undefined]);
      expect([file, reason.length > 20]).toEqual([file, true]);
    }
  });

  it("run there unless they are named", () => {
    const [{ file, reason } = { file: "", reason: "" }] = oneMachineOnly;
    expect(reasonForOneMachine(`test/flows/${file}`, "any")).toBe(reason);
    expect(reasonForOneMachine("test/flows/polling.test.ts", "any")).toBeUndefined();
  });
});
