import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileSource } from "./compile-source.ts";
import { RuleProblem } from "./problem.ts";

function placesOf(source: unknown) {
  try {
    compileSource(source);
  } catch (error) {
    if (error instanceof RuleProblem)
      return error.places.map(({ path, line, column, suggestion }) => [path, line, column, suggestion]);
    throw error;
  }
  return [];
}

/** What stands in a text at a place. */
function textAt(source: string, [, line, column]: readonly unknown[]): string {
  return (source.split("\n")[Number(line) - 1] ?? "").slice(Number(column) - 1);
}

const then = "then:\n  - { do: watchlist.add }\n";
const rule = (condition: string): string =>
  `name: One\n# A comment.\nwhen: { event: show.premiering }\n${condition}\n${then}`;

test.each([
  ["plain", "if: show.ratin > 7"],
  ["in double quotes", 'if: "show.title == \\"a\\" && show.ratin > 7"'],
  ["in single quotes", "if: 'show.title == ''a'' && show.ratin > 7'"],
  ["a block of lines", "if: |\n  show.year > 2000\n    && show.votes > 5\n    && show.ratin > 7"],
  ["a folded block", "if: >-\n  show.year > 2000 &&\n\n  show.votes > 5 &&\n  show.ratin > 7"],
  ["plain over two lines", "if: show.year > 2000 &&\n  show.ratin > 7"],
  [
    "one of a list",
    'if:\n  - show.year > 2000\n  - "show.votes > 5"\n  - |\n    show.country == "us"\n    || show.ratin > 7',
  ],
  ["by an alias", "description: &same show.ratin > 7\nif: *same"],
])("a mistake in a condition, %s, is told by its line and column in the file", (_, condition) => {
  const source = rule(condition);
  const [place, ...others] = placesOf(source);
  expect(others).toEqual([]);
  expect(place?.[3]).toBe("show.rating");
  expect(textAt(source, place ?? [])).toMatch(/^(show)?\.ratin > 7/);
});

test("mistakes in templates and in the choice of things are told by the file's lines too", () => {
  const source = `name: One
when: { event: show.premiering }
then:
  - do: notify
    channel: inbox
    title: On air
    body: |
      {{ show.title }}
      {{ show.titel }}
  - do: watchlist.add
    item: movie
`;
  expect(placesOf(source)).toEqual([
    ["then[0].body", 9, expect.any(Number), "show.title"],
    ["then[1].item", 11, 11, "item: show"],
  ]);
});

test("of a rule that is no text, the place is inside the expression", () => {
  const definition = {
    name: "One",
    when: { event: "show.premiering" },
    if: ["show.year > 2000", "true &&\n  show.ratin > 7"],
    then: [{ do: "watchlist.add" }],
  };
  expect(placesOf(definition)).toEqual([["if[1]", 2, 3, "show.rating"]]);
});

test("whatever the text, a place that is told is in it", () => {
  const conditions = fc.array(fc.constantFrom("show.ratin", "==", " ", "\n", '"é…"', "7", "&&", "(", "'", "\\u0041"), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(conditions, (parts) => {
      const source = `name: One\nwhen: { event: show.premiering }\nif: ${JSON.stringify(parts.join(""))}\n${then}`;
      const lines = source.split("\n");
      for (const [, line, column] of placesOf(source)) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual((lines[Number(line) - 1]?.length ?? 0) + 1);
      }
    }),
    { numRuns: 300 },
  );
});
