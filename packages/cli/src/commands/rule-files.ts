import { readFileSync } from "node:fs";
import { Problem } from "@showrunner/core/errors.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { ruleJsonSchema } from "@showrunner/rules/json-schema.ts";
import { type FiledRule, parseRuleFile } from "@showrunner/rules/rule-file.ts";
import { applyRules, exportRules, type PlannedChange, planRules } from "@showrunner/services/rules/plan.ts";
import { findRule, nameOf } from "@showrunner/services/rules/rules.ts";
import { listVersions, restoreVersion } from "@showrunner/services/rules/versions.ts";
import { agreed } from "../agreed.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { outputOf, show, tell } from "../output.ts";
import { changesWords, planWords } from "../plan-words.ts";
import { table } from "../table.ts";

export interface FileOptions extends GlobalOptions {
  account?: string;
  prune?: boolean;
}

export async function planFile(file: string, options: FileOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const plan = await planRules(ctx, account.id, readFile(file), { prune: options.prune === true });
    show(output, plan, planWords(plan, account.username));
  });
}

export async function applyFile(file: string, options: FileOptions & { yes?: boolean }): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const filed: FiledRule[] = readFile(file);
    const plan = await planRules(ctx, account.id, filed, { prune: options.prune === true });
    if (plan.count > 0 && options.yes !== true) {
      tell(output, plan, planWords(plan, account.username));
      if (!(await agreed("Make it so? [y/N] "))) {
        show(output, { ...plan, applied: 0 }, "Nothing was changed.");
        return;
      }
    }
    const done: PlannedChange[] = [];
    await applyRules(ctx, account.id, filed, plan, (change) => {
      done.push(change);
      tell(
        output,
        { done: change.kind, name: change.name },
        `${change.kind === "add" ? "added" : `${change.kind}d`}: ${change.name}`,
      );
    });
    const words =
      done.length === 0
        ? `The rules of ${account.username} are as the file says already.`
        : `${changesWords(done.length)} made for ${account.username}.`;
    show(output, { ...plan, applied: done.length }, words);
  });
}

export async function exportFile(options: FileOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const text = await exportRules(ctx, account.id);
    show(output, { account: account.username, yaml: text }, text.trimEnd());
  });
}

export async function showVersions(wanted: string, options: FileOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const versions = await listVersions(ctx, await findRule(ctx, account.id, wanted));
    const rows = versions.map((one) => [String(one.version), localTime(one.updatedAt), nameOf(one)]);
    show(output, versions, table(["version", "saved", "name"], rows));
  });
}

export async function restore(wanted: string, version: number, options: FileOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const restored = await restoreVersion(ctx, await findRule(ctx, account.id, wanted), version);
    show(
      output,
      { id: restored.id, version: restored.version },
      `"${nameOf(restored)}" is as it was in version ${version}; that is its version ${restored.version} now.`,
    );
  });
}

/** The schema for editors; needs no account and no data. */
export function printSchema(options: GlobalOptions): void {
  outputOf(options.json === true).print(JSON.stringify(ruleJsonSchema(), null, 2));
}

function readFile(file: string): FiledRule[] {
  try {
    return parseRuleFile(readFileSync(file === "-" ? 0 : file, "utf8"));
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem({
      code: "rule.file_unreadable",
      message: `the file ${file} cannot be read`,
      hint: "Name a YAML or JSON file of rules, or - for standard input.",
      cause,
    });
  }
}
