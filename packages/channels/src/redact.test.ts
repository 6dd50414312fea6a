import { expect, test } from "vitest";
import { redactor } from "./redact.ts";

const secret = 'p@ss/w"örd+1';

test.each([
  ["itself", secret],
  ["URL-encoded", encodeURIComponent(secret)],
  ["in JSON", JSON.stringify({ secret })],
  ["in base64", Buffer.from(secret).toString("base64")],
  ["in base64url", Buffer.from(secret).toString("base64url")],
])("a secret is taken out where it stands %s", (_form, text) => {
  const clean = redactor([secret])(`before ${text} after ${text}`);
  expect(clean).not.toContain(text);
  expect(clean).toMatch(/^before .*\[secret\].* after .*\[secret\].*$/);
});

test("what is no secret stays, and an empty secret takes nothing out", () => {
  expect(redactor(["", "is"])("all is well")).toBe("all is well");
});
