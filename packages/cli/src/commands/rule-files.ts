import { readFileSync } from "node:fs";
import { Problem } from "@showrunner/core/errors.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { ruleJsonSchema } from "@showrunner/rules/json-schema.ts";
import { type FiledRule, parseRuleFile } from "@showrunner/rules/rule-file.ts";
import { agreed } from "../agreed.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { outputOf, show, tell } from "../output.ts";
import { changesWords, isMade, planWords } from "../plan-words.ts";
import { table } from "../table.ts";

export interface FileOptions extends GlobalOptions {
  account?: string;
  prune?: boolean;
}

export async function planFile(file: string, options: FileOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id, username } = await chooseAccount(asking, options.account);
    const body = { rules: readFile(file), prune: options.prune === true };
    const plan = await asking.client.call("rules.plan", { path: { account: id }, body });
    show(asking.output, plan, planWords(plan, username));
  });
}

export async function applyFile(file: string, options: FileOptions & { yes?: boolean }): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { client, output } = asking;
    const { id, username } = await chooseAccount(asking, options.account);
    const asked = { path: { account: id }, body: { rules: readFile(file), prune: options.prune === true } };
    if (options.yes !== true) {
      const plan = await client.call("rules.plan", asked);
      if (plan.count > 0) {
        tell(output, plan, planWords(plan, username));
        if (!(await agreed("Make it so? [y/N] "))) {
          show(output, { ...plan, applied: 0 }, "Nothing was changed.");
          return;
        }
      }
    }
    const done = await client.call("rules.apply", asked);
    for (const { kind, name } of done.changes.filter(isMade))
      tell(output, { done: kind, name }, `${kind === "add" ? "added" : `${kind}d`}: ${name}`);
    const words =
      done.applied === 0
        ? `The rules of ${username} are as the file says already.`
        : `${changesWords(done.applied)} made for ${username}.`;
    show(output, done, words);
  });
}

export async function exportFile(options: FileOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id, username } = await chooseAccount(asking, options.account);
    const { yaml } = await asking.client.call("rules.export", { path: { account: id } });
    show(asking.output, { account: username, yaml }, yaml.trimEnd());
  });
}

export async function showVersions(wanted: string, options: FileOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const { items } = await asking.client.call("rules.versions", { path: { account: id, rule: wanted } });
    const rows = items.map((one) => [String(one.version), localTime(one.updatedAt), one.name]);
    show(asking.output, items, table(["version", "saved", "name"], rows));
  });
}

export async function restore(wanted: string, version: number, options: FileOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const path = { account: id, rule: wanted };
    const restored = await asking.client.call("rules.restore", { path, body: { version } });
    show(
      asking.output,
      { id: restored.id, version: restored.version },
      `"${restored.name}" is as it was in version ${version}; that is its version ${restored.version} now.`,
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
