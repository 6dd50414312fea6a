import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as z from "zod";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../project.ts";
import { mayImport } from "./boundaries.ts";

interface Case {
  file: string;
  code: string;
}

const imports = "eslint(no-restricted-imports)";
const properties = "eslint(no-restricted-properties)";
const globals = "eslint(no-restricted-globals)";
const date = "showrunner(no-ambient-date)";

const take = (from: string): string => `import { x } from "${from}";\nexport const y = x;\n`;
const takeType = (from: string): string => `import type { X } from "${from}";\nexport type Y = X;\n`;
const value = (expression: string): string => `export const v = ${expression};\n`;

const forbidden: Record<string, Case & { rule: string }> = {};
const allowed: Record<string, Case> = {};
const forbid = (title: string, file: string, code: string, rule: string): void => {
  forbidden[title] = { file, code, rule };
};
const allow = (title: string, file: string, code: string): void => {
  allowed[title] = { file, code };
};

for (const [name, lower] of Object.entries(mayImport)) {
  for (const other of Object.keys(mayImport).filter((one) => one !== name)) {
    const file = `packages/${name}/src/imports-${other}.ts`;
    const code = take(`@showrunner/${other}/thing.ts`);
    if (lower.includes(other)) allow(`${name} importing ${other}`, file, code);
    else forbid(`${name} importing ${other}`, file, code, imports);
  }
}

allow("a type of the API in the client", "packages/client/src/type.ts", takeType("@showrunner/api/x.ts"));
forbid("a type taken against the direction", "packages/core/src/a.ts", takeType("@showrunner/trakt/x.ts"), imports);
forbid(
  "an import() against the direction",
  "packages/core/src/b.ts",
  value('await import("@showrunner/api/x.ts")'),
  imports,
);
forbid(
  "a re-export against the direction",
  "packages/core/src/c.ts",
  'export { x } from "@showrunner/api/x.ts";\n',
  imports,
);
forbid("a way around by relative path", "packages/services/src/d.ts", take("../../storage/src/sqlite.ts"), imports);
forbid(
  "a deeper way around by relative path",
  "packages/services/src/poll/feeds/d.ts",
  take("../../../storage/src/a.ts"),
  imports,
);
allow("a file one folder up", "packages/services/src/poll/feeds/e.ts", take("../context.ts"));
allow("the numbers of the topology", "packages/services/src/f.ts", take("../../../stacks/topology.ts"));
allow(
  "anything in a test",
  "packages/services/src/g.test.ts",
  take("@showrunner/storage/sqlite.ts") + value("Date.now()"),
);
allow("anything in what serves tests", "packages/services/src/testing/g.ts", take("@showrunner/storage/sqlite.ts"));
forbid("test support in the program", "packages/services/src/g.ts", take("./testing/g.ts"), imports);
forbid("the test runner in the program", "packages/services/src/gg.ts", take("vitest"), imports);
allow("anything in test/", "test/flow.ts", take("@showrunner/storage/sqlite.ts") + value("process.env"));

forbid("undici outside trakt and channels", "packages/services/src/h.ts", take("undici"), imports);
allow("undici in trakt", "packages/trakt/src/h.ts", take("undici"));
allow("undici in channels", "packages/channels/src/h.ts", take("undici"));
forbid("the global fetch", "packages/channels/src/i.ts", value("fetch"), globals);
forbid("AWS outside storage", "packages/services/src/j.ts", take("@aws-sdk/lib-dynamodb"), imports);
allow("AWS in storage", "packages/storage/src/j.ts", take("@aws-sdk/lib-dynamodb"));
forbid("a database in the API", "packages/api/src/k.ts", take("node:sqlite"), imports);
allow("a database in storage", "packages/storage/src/k.ts", take("node:sqlite"));
forbid("SST in a package", "packages/local/src/l.ts", take("sst"), imports);
forbid("files in services", "packages/services/src/m.ts", take("node:fs/promises"), imports);
forbid("Node in core", "packages/core/src/m.ts", take("node:fs"), imports);
allow("Node's hashes in core/ids.ts", "packages/core/src/ids.ts", take("node:crypto"));

for (const name of ["detect", "rules"]) {
  forbid(`a Node built-in in ${name}`, `packages/${name}/src/n.ts`, take("node:crypto"), imports);
  forbid(`core/ids.ts in ${name}`, `packages/${name}/src/o.ts`, take("@showrunner/core/ids.ts"), imports);
  forbid(`a global of Node in ${name}`, `packages/${name}/src/p.ts`, value('Buffer.from("a")'), globals);
}
for (const name of ["detect", "rules", "services"]) {
  forbid(`Date.now in ${name}`, `packages/${name}/src/q.ts`, value("Date.now()"), properties);
  forbid(`new Date() in ${name}`, `packages/${name}/src/r.ts`, value("new Date()"), date);
  forbid(`Date() in ${name}`, `packages/${name}/src/s.ts`, value("Date()"), date);
  allow(`new Date(ms) in ${name}`, `packages/${name}/src/t.ts`, value("new Date(0)"));
  forbid(`Math.random in ${name}`, `packages/${name}/src/u.ts`, value("Math.random()"), properties);
  forbid(`a timer in ${name}`, `packages/${name}/src/v.ts`, value("setTimeout(String, 1)"), globals);
  forbid(`crypto.randomUUID in ${name}`, `packages/${name}/src/w.ts`, value("crypto.randomUUID()"), globals);
}
allow("the machine's clock in core/clock.ts", "packages/core/src/clock.ts", value("[Date.now(), new Date()]"));

forbid("process.env", "packages/local/src/x.ts", value('process.env["HOME"]'), properties);
forbid("env taken out of process", "packages/cli/src/x.ts", "export const { env } = process;\n", properties);
forbid("env imported from node:process", "packages/cli/src/y.ts", take("node:process"), imports);
allow("process.env in local/env.ts", "packages/local/src/env.ts", value('process.env["HOME"]'));

const topology = {
  allowed: takeType("@showrunner/core/ports/queue.ts"),
  forbidden: ["node:fs", "zod", "./other.ts", "@showrunner/local/x.ts", "@aws-sdk/x", "@showrunner/core/x.ts"].map(
    (from, at) => `export { x as x${at} } from "${from}";\n`,
  ),
};

forbid("any", "packages/core/src/aa.ts", "export let y: any;\n", "typescript(no-explicit-any)");
forbid(
  "a cast",
  "packages/core/src/ab.ts",
  value("JSON.parse('1') as number"),
  "typescript(consistent-type-assertions)",
);
allow("as const", "packages/core/src/ac.ts", value("[1] as const"));
forbid("a non-null assertion", "packages/core/src/ad.ts", value("[1].at(0)!"), "typescript(no-non-null-assertion)");
forbid(
  "a forgotten promise",
  "packages/core/src/ae.ts",
  "export function y(): void {\n  Promise.resolve(1);\n}\n",
  "typescript(no-floating-promises)",
);
forbid("a default export", "packages/core/src/af.ts", "export default 1;\n", "import(no-default-export)");
forbid("a barrel", "packages/core/src/ag.ts", 'export * from "./clock.ts";\n', "showrunner(no-barrel)");
allow("a named namespace", "packages/core/src/ah.ts", 'export * as Clock from "./clock.ts";\n');
forbid("a file of odds and ends", "packages/core/src/string-utils.ts", value("1"), "showrunner(no-vague-names)");
forbid(
  "zod by name",
  "packages/core/src/ai.ts",
  'import { z } from "zod";\nexport const y = z;\n',
  "showrunner(zod-as-namespace)",
);
forbid(
  "work left for later",
  "packages/core/src/aj.ts",
  "// TODO: more\nexport const y = 1;\n",
  "eslint(no-warning-comments)",
);
forbid("a file above 400 lines", "packages/core/src/ak.ts", "\n".repeat(400) + value("1"), "eslint(max-lines)");
forbid(
  "a test that runs alone",
  "packages/core/src/al.test.ts",
  'import { it } from "vitest";\nit.only("a", () => {});\n',
  "vitest(no-focused-tests)",
);
forbid(
  "a mocked module",
  "packages/core/src/am.test.ts",
  'import { vi } from "vitest";\nvi.mock("./clock.ts");\n',
  "vitest(no-restricted-vi-methods)",
);

const Report = z.object({ diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string() })) });

let folder: string;
let found: Map<string, string[]>;

/** All cases in a tree like the project's, seen by the real linter with the real configuration, once. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "showrunner-lint-"));
  for (const name of ["node_modules", "oxlint.config.ts", "tools", "tsconfig.json"]) {
    symlinkSync(join(root, name), join(folder, name));
  }
  for (const { file, code } of [...Object.values(forbidden), ...Object.values(allowed)]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  mkdirSync(join(folder, "stacks"));
  writeFileSync(join(folder, "stacks/topology.ts"), topology.allowed + topology.forbidden.join(""));
  const oxlint = join(root, "node_modules", "oxlint", "bin", "oxlint");
  const trees = ["packages", "stacks", "test"];
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [oxlint, "-f", "json", ...trees],
      { cwd: folder, maxBuffer: 2 ** 25 },
      (_error, stdout) => resolve(stdout),
    );
  });
  found = new Map();
  for (const { filename, code } of Report.parse(JSON.parse(output)).diagnostics) {
    found.set(filename, [...(found.get(filename) ?? []), code ?? ""]);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the linter", () => {
  it.each(Object.entries(forbidden))("catches %s", (_title, { file, rule }) => {
    expect(found.get(file)).toContain(rule);
  });

  it.each(Object.entries(allowed))("allows %s", (_title, { file }) => {
    // Imports of what does not exist are no concern of these cases.
    const codes = found.get(file)?.filter((code) => !code.startsWith("typescript(no-unsafe-"));
    expect(codes ?? []).toEqual([]);
  });

  it("lets the topology take types of core, and nothing else", () => {
    const caught = found.get("stacks/topology.ts")?.filter((code) => code === imports);
    expect(caught).toHaveLength(topology.forbidden.length);
  });

  it("lets only the composition root choose drivers", () => {
    const choosers = Object.keys(mayImport).filter((name) => mayImport[name]?.includes("storage"));
    expect(choosers).toEqual(["local"]);
  });

  it("draws no circle", () => {
    const reach = (name: string, seen: readonly string[]): string[] =>
      seen.includes(name) ? [name] : (mayImport[name] ?? []).flatMap((lower) => reach(lower, [...seen, name]));
    expect(Object.keys(mayImport).flatMap((name) => reach(name, []))).toEqual([]);
  });

  it("knows every package", () => {
    expect(Object.keys(mayImport).toSorted()).toEqual(readdirSync(join(root, "packages")).toSorted());
  });
});
