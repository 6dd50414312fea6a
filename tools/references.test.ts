import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deadReferences } from "./references.ts";

let root: string;

function write(path: string, text = ""): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function problemsOf(text: string): string[] {
  write("docs/page.md", text);
  return deadReferences({ root, scripts: ["check", "test"] }, "docs/page.md");
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "showrunner-docs-"));
  write("README.md", "# Showrunner\n\n## How it works\n");
  write("packages/core/src/clock.ts");
  write("docs/events.md");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("a document's references", () => {
  it.each([
    "[start](../README.md)",
    "[part](../README.md#how-it-works)",
    "[here](#title)\n\n# Title",
    "[web](https://trakt.tv/x.md)",
    "`packages/core/src/clock.ts`",
    "`packages/core/`",
    "`packages/<name>/src/clock.ts`",
    "`packages/*/src/*.ts`",
    "`@showrunner/core/clock.ts`",
    "`clock.ts`",
    "`application/json` and `a/b`",
    "`npm run check` and `npm test`",
    "```sh\nnpm run check\nnode packages/core/src/clock.ts --fast\n```",
    "`[no](link.md)`",
  ])("are quiet about %j", (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ["[start](READ.md)", "docs/page.md:1: the link to READ.md leads nowhere"],
    ["x\n[part](../README.md#why)", "docs/page.md:2: README.md has no heading #why"],
    ["[here](#nowhere)", "docs/page.md:1: docs/page.md has no heading #nowhere"],
    ["`packages/core/src/time.ts`", "docs/page.md:1: there is no packages/core/src/time.ts"],
    ["`packages/<name>/src/time.ts`", "docs/page.md:1: there is no packages/<name>/src/time.ts"],
    ["`@showrunner/core/time.ts`", "docs/page.md:1: there is no @showrunner/core/time.ts"],
    ["`time.ts`", "docs/page.md:1: there is no time.ts"],
    ["`guides/start.md`", "docs/page.md:1: there is no guides/start.md"],
    ["`npm run lint`", 'docs/page.md:1: package.json has no script "lint"'],
    ["```sh\nnpm start\n```", 'docs/page.md:2: package.json has no script "start"'],
    ["```sh\nnode packages/core/src/main.ts\n```", "docs/page.md:2: there is no packages/core/src/main.ts"],
  ])("name the line of %j", (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });
});
