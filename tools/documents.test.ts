import { createProgram } from "@showrunner/cli/program.ts";
import { ruleFileJsonSchema, ruleJsonSchema } from "@showrunner/rules/json-schema.ts";
import { optionKeys } from "@showrunner/rules/options.ts";
import { recipes } from "@showrunner/rules/recipes.ts";
import { filledIn } from "@showrunner/rules/testing/filled-in.ts";
import { actionKeys, whenKeys } from "@showrunner/rules/rule.ts";
import { PersonSettings } from "@showrunner/services/timing/settings.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./project.ts";
import { recipeDocs } from "./recipe-docs.ts";
import { withSection } from "./sections.ts";

const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("docs/rules.md", () => {
  const page = read("docs/rules.md");

  it.each([...actionKeys])("has a row for the action %s, with every key of its own", (name, keys) => {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\` `)) ?? "";
    const shared = ["do", "item", "wait", "if"];
    for (const key of keys.filter((one) => !shared.includes(one))) expect(row).toContain(`\`${key}\``);
    expect(row).not.toBe("");
  });

  it.each([...whenKeys, ...optionKeys.values(), ...Object.keys(PersonSettings.shape)].flat())(
    "names the key %s",
    (key) => {
      expect(page).toMatch(new RegExp(`[\`.{ ]${key}[\`:.]`));
    },
  );
});

describe("the README", () => {
  it.each(createProgram().commands)("has a row for the command $_name, with all below it", (command) => {
    const row = read("README.md")
      .split("\n")
      .find((line) => new RegExp(`^\\| \`${command.name()}[ \`]`).test(line));
    expect(row).toContain(command.description());
    for (const below of command.commands) expect(row).toContain(`\`${below.name()}\``);
  });
});

describe("the recipes page", () => {
  it("has each recipe with all that can be filled in and every rule that it makes", () => {
    const page = recipeDocs();
    for (const { id, title, inputs } of recipes) {
      expect(page).toContain(`\n## ${title}\n\n\`${id}\`. `);
      for (const key of Object.keys(inputs.shape).filter((one) => one !== "name"))
        expect(page).toContain(`\n| \`${key}\``);
    }
    expect(page.match(/^```yaml$/gm)).toHaveLength(filledIn().length);
  });
});

describe("the JSON Schema", () => {
  const ajv = new Ajv2020({ strictTypes: false });
  const ofRule = ajv.compile({ ...ruleJsonSchema() });
  const ofFile = ajv.compile({ ...ruleFileJsonSchema() });

  it("of a rule takes every rule of the recipes, and no slip", () => {
    for (const rule of filledIn()) {
      expect([rule.name, ofRule(rule), ofFile(rule)]).toEqual([rule.name, true, true]);
      expect(ofRule({ ...rule, wehn: rule.when })).toBe(false);
    }
  });

  it("of a file takes rules with what may stand beside them, and nothing else", () => {
    const rules = filledIn().map((rule) => ({ id: "rul_abc", enabled: false, ...rule }));
    expect(ofFile({ rules })).toBe(true);
    expect(ofFile({ rules, more: [] })).toBe(false);
    expect(ofFile({ rules: [{ ...rules[0], enabeld: false }] })).toBe(false);
  });
});

describe("decisions", () => {
  it("have a number of their own each, which their title has too", () => {
    const files = globSync("docs/adr/*.md", { cwd: root }).map(
      (path) => path.replaceAll("\\", "/").split("/").at(-1) ?? "",
    );
    const numbers = files.map((name) => Number(name.slice(0, 4)));
    expect(new Set(numbers)).toEqual(new Set(files.map((_, at) => at + 1)));
    for (const [at, name] of files.entries())
      expect(read(`docs/adr/${name}`)).toMatch(new RegExp(`^# ${numbers[at]}\\. `));
  });
});

describe("a written section", () => {
  const page = "a\n<!-- Written by npm run docs, from x. -->\nold\n<!-- Until here. -->\nb\n";

  it("is replaced between its marks, and another's is left", () => {
    const both = page + page.replace("from x", "from y");
    const written = withSection(both, "y", "new");
    expect(written).toBe(page + page.replace("from x", "from y").replace("\nold\n", "\n\nnew\n\n"));
    expect(withSection(written, "y", "new")).toBe(written);
  });

  it("has a place in the document", () => {
    expect(() => withSection(page, "z", "new")).toThrow("from z");
  });
});
