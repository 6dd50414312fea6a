import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audit } from "./audit.ts";
import { live } from "./drive.ts";
import { beginLife } from "./life.ts";

let hook: Receiver;
beforeAll(async () => {
  hook = await receiver();
});
afterAll(async () => {
  await hook[Symbol.asyncDispose]();
});

describe("x", () => {
  it("y", async () => {
    for (let i = 0; i < 3; i++) {
      const t0 = Date.now();
      const life = await beginLife(hook.origin);
      const t1 = Date.now();
      const workers = await live(life.t, life.happenings, () => undefined);
      const t2 = Date.now();
      console.log(t1 - t0, t2 - t1, workers[0]?.steps.length);
      if (i === 0) {
        const found = await audit(life, hook.requests);
        console.log(JSON.stringify(found, null, 1));
        console.log(workers[0]?.steps.join("\n"));
        console.log(life.t.log.filter((e) => e.kind === "defect" || e.kind === "poll.failed"));
      }
      await life.t.close();
      hook.requests.length = 0;
    }
    expect(1).toBe(1);
  });
});
