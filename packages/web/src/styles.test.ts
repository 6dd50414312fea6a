import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const folder = import.meta.dirname;
const read = (path: string): string => readFileSync(join(folder, path), "utf8");
const withoutComments = (css: string): string => css.replaceAll(/\/\*.*?\*\//gs, "");
const modules = globSync("**/*.module.css", { cwd: folder });
const scripts = globSync("**/*.tsx", { cwd: folder });

/** What Base UI tells its popups, and what components set for their own style sheets. */
const told = /^--(?:anchor|available|toast|transform-origin|popup|active-tab)/;
const tokens = new Set(read("ui/tokens.css").match(/--[\w-]+(?=:)/g));

const classesOf = (css: string): Set<string> =>
  new Set([...withoutComments(css).matchAll(/\.([a-zA-Z][\w-]*)(?=[^{}]*\{)/g)].map(([, name = ""]) => name));

interface Use {
  script: string;
  sheet: string;
  names: string[];
  /** It also asks for classes by names that are only known when it runs. */
  isOpen: boolean;
}

const uses: Use[] = scripts.flatMap((script) => {
  const whole = read(script);
  const text = whole.replaceAll(/^import [^;]*;$/gm, "");
  return [...whole.matchAll(/import (\w+) from "(\.[^"]*\.module\.css)";/g)].map(([, local = "", path = ""]) => {
    const asked = new RegExp(`\\b${local}(?:\\.(\\w+)|\\["([\\w-]+)"\\])`, "g");
    return {
      script,
      sheet: join(dirname(script), path),
      names: [...text.matchAll(asked)].map(([, dotted, quoted]) => dotted ?? quoted ?? ""),
      isOpen: new RegExp(`\\b${local}\\[[^"]`).test(text),
    };
  });
});

describe("style sheets", () => {
  it.each(uses)("$script names only classes that $sheet has", ({ sheet, names }) => {
    const classes = classesOf(read(sheet));
    expect(names.filter((name) => !classes.has(name))).toEqual([]);
  });

  it.each(modules)("%s has no class that nobody names", (sheet) => {
    const users = uses.filter((use) => use.sheet === sheet);
    expect(users).not.toEqual([]);
    if (users.some(({ isOpen }) => isOpen)) return;
    const named = new Set(users.flatMap(({ names }) => names));
    expect([...classesOf(read(sheet))].filter((name) => !named.has(name))).toEqual([]);
  });

  it.each(modules)("%s takes its colours from the tokens", (sheet) => {
    const css = withoutComments(read(sheet));
    // What only darkens or lets through is no colour of its own.
    expect(
      css.replaceAll(/#000|light-dark\([^)]*\)/g, "").match(/#[\da-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/gi) ?? [],
    ).toEqual([]);
  });

  it.each([...modules, "ui/base.css", "plain.css"])("%s uses only tokens that there are", (sheet) => {
    const css = withoutComments(read(sheet));
    const own = new Set(css.match(/--[\w-]+(?=:)/g));
    const used = [...css.matchAll(/var\((--[\w-]+)/g)].map(([, name = ""]) => name);
    const set = uses
      .filter((use) => use.sheet === sheet || basename(use.sheet) === basename(sheet))
      .flatMap(({ script }) => read(script).match(/(?<=")--[\w-]+(?=")/g) ?? []);
    expect(
      used.filter((name) => !tokens.has(name) && !own.has(name) && !told.test(name) && !set.includes(name)),
    ).toEqual([]);
  });
});
