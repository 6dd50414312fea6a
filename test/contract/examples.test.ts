import { contract } from "@showrunner/trakt/contract/table.ts";
import { describe, expect, test } from "vitest";
import { examples } from "./examples/all.ts";
import { openStage } from "./stage.ts";

test("every method of the contract has an example", () => {
  const shown = new Set(examples.map((one) => one.endpoint.id));
  expect(contract.map((one) => one.id).filter((id) => !shown.has(id))).toEqual([]);
});

describe("against the sandbox, over HTTP,", () => {
  test.each(examples.map((one) => [`${one.endpoint.id} ${one.shows}`, one] as const))("%s", async (_name, one) => {
    expect.hasAssertions();
    const stage = await openStage();
    try {
      await one.play(stage);
    } finally {
      await stage.close();
    }
  });
});
