import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import config from "../../vitest.cloud.config.ts";
import { oneMachineOnly, reasonForOneMachine } from "./one-machine-only.ts";

const flows = join(import.meta.dirname, "..", "flows");

describe("the flows of one machine", () => {
  it("all run in the cloud's world, but for none", () => {
    expect(config.test?.include).toEqual(["test/flows/*.test.ts"]);
    expect(config.test?.exclude).toBeUndefined();
    expect(oneMachineOnly).toEqual([]);
  });

  it("that do not are there, and each says why", () => {
    for (const { file, flow, reason } of oneMachineOnly) {
      expect([file, existsSync(join(flows, file))]).toEqual([file, true]);
      expect([file, readFileSync(join(flows, file), "utf8").includes(flow ?? "")]).toEqual([file, true]);
      expect([file, reason.length > 20]).toEqual([file, true]);
    }
    expect(reasonForOneMachine("test/flows/polling.test.ts", "any")).toBeUndefined();
  });
});
