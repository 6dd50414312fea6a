import { readFileSync } from "node:fs";
import { actionWords } from "@showrunner/api/page/words.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { RuleRecord } from "@showrunner/core/records.ts";
import { plain } from "@showrunner/local/plain.ts";
import { unknownLists } from "@showrunner/services/rules/list-names.ts";
import {
  compiled,
  findRule,
  listRules,
  nameOf,
  removeRule,
  saveRule,
  setEnabled,
} from "@showrunner/services/rules/rules.ts";
import { testRule } from "@showrunner/services/rules/test-rule.ts";
import { RuleDefinition } from "@showrunner/rules/rule.ts";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show, tell } from "../output.ts";
import { table } from "../table.ts";
import { traceWords } from "../trace-words.ts";

export interface RuleOptions extends GlobalOptions {
  account?: string;
}

export async function listAllRules(options: RuleOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const people = await chooseAccounts(ctx, options.account);
    const rows = await Promise.all(
      people.map(async (person) =>
        (await listRules(ctx, person.id)).map((rule) => ({ account: person.username, ...viewOf(rule) })),
      ),
    );
    const all = rows.flat();
    const words =
      all.length === 0
        ? "There are no rules yet: add one with `showrunner rules add FILE.yaml`."
        : table(
            ["account", "rule", "when", "state", "version", "id"],
            all.map((row) => [
              row.account,
              row.name,
              row.events.join(", "),
              row.enabled ? "on" : "off",
              String(row.version),
              row.id,
            ]),
          );
    show(output, all, words);
  });
}

function viewOf(rule: RuleRecord) {
  const definition = RuleDefinition.parse(rule.source);
  const { id, version, enabled, updatedAt } = rule;
  return { id, name: definition.name, events: [definition.when.event].flat(), enabled, version, updatedAt };
}

export async function addRule(file: string, options: RuleOptions & { off?: boolean }): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const rule = await saveRule(ctx, account.id, readRuleFile(file), { enabled: options.off !== true });
    // What cannot be asked now is no reason to say that it was not saved.
    const warnings = await unknownLists(ctx, account, compiled(rule)).catch(() => []);
    for (const warning of warnings) tell(output, { warning }, `Warning: ${warning}.`);
    const state = rule.enabled ? "It is on: it fires for what happens from now on." : "It is off.";
    show(output, viewOf(rule), `Saved "${nameOf(rule)}" for ${account.username}, version ${rule.version}. ${state}`);
  });
}

export async function switchRule(wanted: string, enabled: boolean, options: RuleOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const rule = await setEnabled(ctx, await findRule(ctx, account.id, wanted), enabled);
    show(output, viewOf(rule), `"${nameOf(rule)}" of ${account.username} is ${enabled ? "on" : "off"}.`);
  });
}

export async function dropRule(wanted: string, options: RuleOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const rule = await findRule(ctx, account.id, wanted);
    await removeRule(ctx, rule);
    show(output, viewOf(rule), `Removed "${nameOf(rule)}" of ${account.username}. What it did stays as it is.`);
  });
}

export async function tryRule(wanted: string, options: RuleOptions & { event?: string }): Promise<void> {
  await withServices(options, { trakt: options.event !== undefined }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const source = isFile(wanted) ? readRuleFile(wanted) : (await findRule(ctx, account.id, wanted)).source;
    const result = await testRule(ctx, account, source, options.event);
    const wouldDo = result.wouldDo.map(({ request, timing }) =>
      plain(`  would ${[actionWords(request), ...timing].join(", ")}`),
    );
    const words = [
      `${plain(result.about)}  (${result.event.type}, ${result.isExample ? "the type's example" : result.event.id})`,
      ...traceWords(result.evaluation.trace, wouldWords),
      ...wouldDo,
      "Nothing was done.",
    ];
    show(output, result, words.join("\n"));
  });
}

const wouldWords = {
  matched: "would act",
  not_matched: "would not act",
  suppressed: "would be held back",
  failed: "would fail",
} as const;

export function isFile(name: string): boolean {
  return name === "-" || /\.(ya?ml|json)$/i.test(name);
}

export function readRuleFile(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    throw new Problem({
      code: "rule.file_unreadable",
      message: `the file ${file} cannot be read`,
      hint: "Name a YAML or JSON file with one rule in it, or - for standard input.",
      cause,
    });
  }
}
