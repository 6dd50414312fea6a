import { readFileSync } from "node:fs";
import { parse } from "@marcbachmann/cel-js";
import { serialize } from "@marcbachmann/cel-js/serialize";
import { compileConditions } from "@showrunner/rules/conditions/condition.ts";
import { recipes } from "@showrunner/rules/recipes.ts";
import { requiredInputs } from "@showrunner/rules/recipe.ts";
import { reference } from "@showrunner/rules/reference.ts";
import { isEventType } from "@showrunner/core/events/catalogue.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { isComparable, literalKind, operatorsOf } from "./operators.ts";
import { readRows } from "./read-rows.ts";
import type { Compare, Join, Literal, Row } from "./row.ts";
import { wordsOf, wordsOn } from "./words.ts";
import { writeRow, writeRows } from "./write-rows.ts";

const known = reference();
const words = wordsOf(known);
const runs = { numRuns: 300 };

/** What an expression means, whatever brackets and spaces it has. */
function meaning(texts: readonly string[]): string {
  return flat(serialize(parse(texts.map((text) => `(${text}\n)`).join(" && ") || "true").ast));
}
/** `(a && b) && c` and `a && (b && c)` mean the same. */
const flat = (text: string): string => text.replaceAll(/[()]/g, "");

const strange = fc.constantFrom('a"b', "it's", "back\\slash", "//", "&& ||", "(", "ü\u2028\u0007", "😀", "\n", "");
const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 8 }), strange);
const number = fc.oneof(
  fc.integer({ min: -100_000, max: 100_000 }).map(String),
  fc.tuple(fc.integer({ min: -99, max: 99 }), fc.nat(99)).map(([whole, rest]) => `${whole}.${rest}`),
);
const time = fc
  .date({ noInvalidDate: true, min: new Date("1950-01-01"), max: new Date("2090-01-01") })
  .map((date) => date.toISOString());

const compare: fc.Arbitrary<Compare> = fc.constantFrom(...known.words).chain((word) =>
  fc.constantFrom(...operatorsOf(word)).chain(({ id, takes }): fc.Arbitrary<Compare> => {
    const kind = literalKind(word.type, takes);
    const said = { text, number, time, word: text }[kind].map((one): Literal => ({ kind, text: one }));
    const others = known.words.filter((one) => !one.isCall && isComparable(one.type, word.type));
    const another = fc.constantFrom(...others).map((one): Literal => ({ kind: "word", text: one.name }));
    const value = takes === "one" && id !== "has" && id !== "!has" ? fc.oneof(said, another) : said;
    const [least, most] = takes === "nothing" ? [0, 0] : takes === "many" ? [1, 4] : [1, 1];
    const values = fc.array(value, { minLength: least, maxLength: most });
    return values.map((all) => ({ kind: "compare", word: word.name, operator: id, values: all }));
  }),
);

const written: fc.Arbitrary<Row> = fc
  .constantFrom(
    "show.rating + 1.0 > 7.0",
    "known(rating) ? rating > 5 : show.rating > 5.0",
    "(show.votes + 2) * 3 > 9",
    'show.genres.exists(g, g.startsWith("d"))',
    "3 > (show.votes - 1)",
    "has(show.rating)",
    "show.title + r'\\'(' == \"it's\"",
    "false",
  )
  .map((one) => ({ kind: "written", text: one }));

/** Rows as reading gives them: no group of one, none within one of its own kind. */
const leaf: fc.Arbitrary<Row> = fc.oneof({ weight: 5, arbitrary: compare }, { weight: 1, arbitrary: written });
function group(join: Join, of: fc.Arbitrary<Row>): fc.Arbitrary<Row> {
  const rows = fc.array(of, { minLength: 2, maxLength: 3 });
  return rows.map((all) => ({ kind: "group", join, rows: all }));
}
function within(join: Join, levels: number): fc.Arbitrary<Row> {
  if (levels === 0) return leaf;
  const others: Join[] = ["any", "all", "none", "not_all"];
  // All of all are all; so are any of any, none of any, and not all of all.
  const inner = { all: "all", any: "any", none: "any", not_all: "all" }[join];
  const joins = others.filter((one) => one !== inner);
  return fc.oneof(leaf, ...joins.map((one) => group(one, within(one, levels - 1))));
}
const row = within("all", 3);
const someRows = fc.array(row, { maxLength: 4 });

describe("conditions as rows", () => {
  it("rows come back from their text as they were, of every word and operator", () => {
    fc.assert(
      fc.property(someRows, (rows) => {
        expect(readRows(writeRows(rows, words), words)).toEqual(rows);
      }),
      runs,
    );
  });

  it("each operator of each word is understood by the rules themselves", () => {
    for (const { type } of known.events)
      for (const word of wordsOn(known, [type]))
        for (const { id, takes } of operatorsOf(word)) {
          const kind = literalKind(word.type, takes);
          const said = { text: "a", number: "7", time: "2026-11-20T18:00:00Z", word: "" }[kind];
          const values: Literal[] = takes === "nothing" ? [] : [{ kind, text: said }];
          const inText = writeRow({ kind: "compare", word: word.name, operator: id, values }, words);
          if (!isEventType(type)) throw new Error(type);
          expect([inText, compileConditions([{ path: "if", text: inText }], [type]).places]).toEqual([inText, []]);
        }
  });

  it("what rows cannot show stays as it was written, whatever stands around it", () => {
    fc.assert(
      fc.property(someRows, written, (rows, strangeRow) => {
        const mixed: Row = {
          kind: "group",
          join: "any",
          rows: [strangeRow, ...rows.filter(({ kind }) => kind !== "group")],
        };
        const texts = writeRows([...rows, mixed], words);
        const inside = strangeRow.kind === "written" ? strangeRow.text : "";
        expect(texts.at(-1)).toContain(inside);
        expect(JSON.stringify(readRows(texts, words))).toContain(JSON.stringify(inside));
      }),
      runs,
    );
  });

  it.each(["a ==", "show.rating >= 7.0 // good ones", "show.rating >= (", '"', "// nothing", "x ? y"])(
    "what cannot be taken apart is one row: %s",
    (one) => {
      expect(readRows([one], words)).toEqual([{ kind: "written", text: one }]);
      expect(writeRows(readRows([one], words), words)).toEqual([one]);
    },
  );
});

const names = ["on_watchlist", "in_favorites", "collected", "dropped"] as const;
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...names, "!dropped", "true", "collected == dropped"),
    fc
      .tuple(tie("expression"), fc.constantFrom(" && ", "||", " || ", "\n&& "), tie("expression"))
      .map((parts) => parts.join("")),
    tie("expression").map((inner) => `(${inner})`),
    tie("expression").map((inner) => `! ( ${inner} )`),
    fc.tuple(tie("expression"), tie("expression"), tie("expression")).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
  ),
}));

/** What an expression comes to, whichever of the names hold. */
function outcomes(one: string): unknown[] {
  const program = parse(one);
  return Array.from({ length: 2 ** names.length }, (_, bits) => {
    const held = names.map((name, at) => [name, (bits & (1 << at)) > 0] as const);
    const outcome: unknown = program(Object.fromEntries(held));
    return outcome;
  });
}

describe("conditions that anybody could write", () => {
  it("mean the same when they come back from rows, and stay as they are then", () => {
    fc.assert(
      fc.property(fc.array(expression, { minLength: 1, maxLength: 3 }), (given) => {
        const texts = writeRows(readRows(given, words), words);
        const joined = (parts: readonly string[]): string => parts.map((part) => `(${part})`).join(" && ");
        expect(outcomes(joined(texts))).toEqual(outcomes(joined(given)));
        expect(writeRows(readRows(texts, words), words)).toEqual(texts);
      }),
      runs,
    );
  });
});

const ofRecipes = recipes.flatMap((recipe) => {
  const needed = { channel: "inbox", with: "bo" };
  const required = requiredInputs(recipe);
  return recipe
    .make(Object.fromEntries(Object.entries(needed).filter(([key]) => required.includes(key))))
    .flatMap((rule) => [rule.if ?? [], ...rule.then.map((action) => action.if ?? [])].flat());
});
const ofDocs = ["rules.md", "recipes.md", "../README.md"].flatMap((name) => {
  const file = readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), "utf8");
  return [...file.matchAll(/```yaml\n([\s\S]*?)```/g)].flatMap(([, yaml = ""]) => conditionsIn(parseYaml(yaml)));
});
function conditionsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "if" ? [inner].flat().filter((one) => typeof one === "string") : conditionsIn(inner),
  );
}
const ofPeople = [
  "show.genres.exists(g, g in ['drama', \"crime\"])",
  "( progress.caught_up )",
  "!(on_watchlist) && !( dropped || progress.completed )",
  "show.network == 'HBO' || (show.rating >= 7.50 && show.votes > 1000)",
  "days_since(show.first_aired) < 30 || days_until(airs_at) <= 2",
  "!(known(my_rating) && my_rating < 5)",
  "!!collected",
  "now > timestamp('2026-11-20T18:00:00Z')",
];

describe("conditions that people wrote", () => {
  it("there are some", () => {
    expect(ofRecipes.length).toBeGreaterThan(5);
    expect(ofDocs.length).toBeGreaterThan(10);
  });

  it.each([...new Set([...ofRecipes, ...ofDocs, ...ofPeople])])("%s", (one) => {
    const rows = readRows([one], words);
    const texts = writeRows(rows, words);
    expect(meaning(texts)).toBe(meaning([one]));
    expect(readRows(texts, words)).toEqual(rows);
    expect(writeRows(readRows(texts, words), words)).toEqual(texts);
    expect(writeRows(rows, words, [one]).join(" && ").replaceAll(/\s+/g, " ")).toBe(one.trim().replaceAll(/\s+/g, " "));
  });

  it("most of what the recipes ask is shown in menus", () => {
    const rows = readRows(ofRecipes, words);
    expect(rows.filter((one) => one.kind === "written").map((one) => one.text)).toEqual([]);
  });
});
