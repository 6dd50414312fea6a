import { messageOf } from "@showrunner/core/errors.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { describe, expect, test } from "vitest";
import { examples } from "../examples/all.ts";
import { clientFor, openStage } from "../stage.ts";
import { violationsOf } from "./check.ts";
import { hasOfficial, officialOf } from "./contract.ts";
import { differences } from "./differences.ts";
import { mockOfficial } from "./mock.ts";

if (!hasOfficial) process.stdout.write("Trakt's official contract is not there: nothing is held against it.\n");

const named = examples.map((one) => [`${one.endpoint.id} ${one.shows}`, one] as const);

const excused = new Set<string>();

function isUnknown(violation: string): boolean {
  const known = differences.find((difference) => difference.is.test(violation));
  if (known !== undefined) excused.add(known.is.source);
  return known === undefined;
}

describe.skipIf(!hasOfficial)("held against Trakt's official contract,", () => {
  test.each(named)("call and reply of %s fit it", async (_name, one) => {
    const stage = await openStage({ recorded: true });
    try {
      await one.play(stage);
      expect(stage.exchanges.flatMap(violationsOf).filter(isUnknown)).toEqual([]);
    } finally {
      await stage.close();
    }
  });
});

describe.skipIf(!hasOfficial)("a mock that knows only the official contract", () => {
  // Little in its replies, all there can be, and some.
  test.each(named)("is read by the client: %s", async (_name, one) => {
    const unread: string[] = [];
    for (const richness of ["sparse", "rich", "mixed"] as const) {
      const mock = await mockOfficial(richness, 1);
      const client = clientFor(mock.url);
      const stage = await openStage();
      const caller =
        one.as === undefined ? client : client.as({ key: one.as, accessToken: new Secret("made-up-token") });
      try {
        await one.ask(stage, caller);
      } catch (error) {
        const asked = mock.exchanges.at(-1);
        // What came before or after the official contract is unknown to the mock.
        if (asked === undefined || officialOf(asked.method, asked.path, asked.query) !== undefined)
          unread.push(`${richness}: ${messageOf(error)}`);
      } finally {
        await client.close();
        await mock.close();
        await stage.close();
      }
    }
    expect(unread.filter(isUnknown)).toEqual([]);
  });
});

test.skipIf(!hasOfficial)("every known difference from the official contract is still one", () => {
  expect(differences.map((one) => one.is.source).filter((source) => !excused.has(source))).toEqual([]);
});
