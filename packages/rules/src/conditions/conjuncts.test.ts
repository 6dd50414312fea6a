import { expect, test } from "vitest";
import { splitConjuncts } from "./conjuncts.ts";

test.each([
  ["a && b&&c", ["a", "b", "c"]],
  ["a && (b && c)", ["a", "(b && c)"]],
  ["(a || b) && c", ["(a || b)", "c"]],
  ["a || b && c", ["a || b && c"]],
  ["a && b ? c : d", ["a && b ? c : d"]],
  ['x == "a && b" && y', ['x == "a && b"', "y"]],
  [`x == 'a" && ' && y`, [`x == 'a" && '`, "y"]],
  ['x == "a\\" && b" && y', ['x == "a\\" && b"', "y"]],
  ['x == """a " && b""" && y', ['x == """a " && b"""', "y"]],
  ["a // && no\n && b", ["a // && no", "b"]],
  ["l.exists(x, x && y) && [a && b][0]", ["l.exists(x, x && y)", "[a && b][0]"]],
])("%s is told as %j", (expression, parts) => {
  expect(splitConjuncts(expression).map(({ text }) => text)).toEqual(parts);
});

test("each part knows where it stands in the expression", () => {
  const expression = "  a.b &&\n   c.d  && e";
  for (const { text, offset } of splitConjuncts(expression)) expect(expression.startsWith(text, offset)).toBe(true);
});
