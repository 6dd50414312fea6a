import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { etagOf } from "./etag.ts";

test("an answer is named as the API names it", async () => {
  const reply = { id: "rul_1", name: "Ünï", source: { when: { event: "show.ended" } } };
  const hash = createHash("sha256").update(JSON.stringify(reply)).digest("base64url").slice(0, 27);
  expect(await etagOf(reply)).toBe(`"${hash}"`);
});
