import { readFileSync } from "node:fs";
import { actionWords } from "@showrunner/services/views/action-words.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { plain } from "@showrunner/local/plain.ts";
import * as z from "zod";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type Asking, type GlobalOptions, withClient } from "../context.ts";
import { show, tell } from "../output.ts";
import { table } from "../table.ts";
import { traceWords } from "../trace-words.ts";
import { allOf } from "../up-to.ts";

export interface RuleOptions extends GlobalOptions {
  account?: string;
}

export async function listAllRules(options: RuleOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const people = await chooseAccounts(asking, options.account);
    const rows = await Promise.all(
      people.map(async ({ id, username }) => {
        const rules = await allOf((query) => asking.client.call("rules.list", { path: { account: id }, query }));
        return rules.map((rule) => ({ account: username, ...viewOf(rule) }));
      }),
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
    show(asking.output, all, words);
  });
}

/** Of the rule itself only this is needed, whatever else a newer server has in it. */
const Source = z.looseObject({
  when: z.looseObject({ event: z.union([z.string(), z.array(z.string())]) }),
});

function viewOf({ id, name, version, enabled, updatedAt, source }: ReplyOf<"rules.get">) {
  return { id, name, events: [Source.parse(source).when.event].flat(), enabled, version, updatedAt };
}

export async function addRule(file: string, options: RuleOptions & { off?: boolean }): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { client, output } = asking;
    const { id, username } = await chooseAccount(asking, options.account);
    const body = { source: readRuleFile(file), enabled: options.off !== true };
    const { warnings, ...rule } = await client.call("rules.save", { path: { account: id }, body });
    for (const warning of warnings) tell(output, { warning }, `Warning: ${warning}.`);
    const state = rule.enabled ? "It is on: it fires for what happens from now on." : "It is off.";
    show(output, viewOf(rule), `Saved "${rule.name}" for ${username}, version ${rule.version}. ${state}`);
  });
}

export async function switchRule(wanted: string, enabled: boolean, options: RuleOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id, username } = await chooseAccount(asking, options.account);
    const path = { account: id, rule: wanted };
    const rule = await asking.client.call("rules.set_enabled", { path, body: { enabled } });
    show(asking.output, viewOf(rule), `"${rule.name}" of ${username} is ${enabled ? "on" : "off"}.`);
  });
}

export async function dropRule(wanted: string, options: RuleOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id, username } = await chooseAccount(asking, options.account);
    const rule = await asking.client.call("rules.remove", { path: { account: id, rule: wanted } });
    show(asking.output, viewOf(rule), `Removed "${rule.name}" of ${username}. What it did stays as it is.`);
  });
}

export async function tryRule(wanted: string, options: RuleOptions & { event?: string }): Promise<void> {
  await withClient(options, { trakt: options.event !== undefined }, async (asking) => {
    const { id: account } = await chooseAccount(asking, options.account);
    const source = await sourceOf(asking, account, wanted);
    const body = { source, ...(options.event === undefined ? {} : { event: options.event }) };
    const result = await asking.client.call("rules.test", { path: { account }, body });
    const { event, isExample, requests, timing } = result;
    const wouldDo = requests.map((request, at) =>
      plain(`  would ${[actionWords(request), ...(timing[at] ?? [])].join(", ")}`),
    );
    const words = [
      `${plain(event.about)}  (${event.type}, ${isExample ? "the type's example" : event.id})`,
      ...traceWords({ ...result, timing: [] }, wouldWords),
      ...wouldDo,
      "Nothing was done.",
    ];
    show(asking.output, result, words.join("\n"));
  });
}

/** A rule as it is in a file, or saved. */
export async function sourceOf({ client }: Asking, account: string, wanted: string) {
  if (isFile(wanted)) return readRuleFile(wanted);
  return (await client.call("rules.get", { path: { account, rule: wanted } })).source;
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
