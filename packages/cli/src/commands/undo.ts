import type { UndoScope } from "@showrunner/core/deeds.ts";
import type { Account } from "@showrunner/core/records.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { plain } from "@showrunner/local/plain.ts";
import type { Services } from "@showrunner/services/context.ts";
import { findRule, nameOf } from "@showrunner/services/rules/rules.ts";
import { disableAndRevert } from "@showrunner/services/undo/disable.ts";
import { previewUndo, requestUndo, type UndoLine, type UndoPreview } from "@showrunner/services/undo/undo.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";

export interface UndoOptions extends GlobalOptions {
  account?: string;
  rule?: string;
  day?: string;
  yes?: boolean;
}

/** Says what would be taken back of a run, a rule or a day, and what not; with --yes it is taken back. */
export async function undo(run: string | undefined, options: UndoOptions): Promise<void> {
  await withServices(options, { trakt: true }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const scope = await scopeOf(ctx, account, run, options);
    const preview = await previewUndo(ctx, account, scope);
    const isDone = options.yes === true;
    const asked = isDone ? await requestUndo(ctx, account, scope) : null;
    show(output, { ...preview, undo: asked }, [...previewWords(preview), lastWords(preview, isDone)].join("\n"));
  });
}

/** Switches a rule off and takes back what it did. */
export async function disableReverting(wanted: string, options: UndoOptions): Promise<void> {
  await withServices(options, { trakt: true }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const rule = await findRule(ctx, account.id, wanted);
    const preview = await previewUndo(ctx, account, { what: "rule", ruleId: rule.id });
    const { undo: asked } = await disableAndRevert(ctx, account, rule);
    const words = [
      `"${nameOf(rule)}" of ${account.username} is off.`,
      ...previewWords(preview),
      lastWords(preview, true),
    ];
    show(output, { ...preview, undo: asked }, plain(words.join("\n")));
  });
}

async function scopeOf(
  ctx: Services,
  account: Account,
  run: string | undefined,
  { rule, day }: UndoOptions,
): Promise<UndoScope> {
  if (run !== undefined) return { what: "run", runId: run };
  if (day !== undefined) return { what: "day", day };
  // What a rule that was removed did is taken back by its id.
  const wanted = rule ?? "";
  return { what: "rule", ruleId: wanted.startsWith("rul_") ? wanted : (await findRule(ctx, account.id, wanted)).id };
}

function previewWords({ takesBack, leaves, told }: UndoPreview): string[] {
  return [
    ...(takesBack.length === 0 ? [] : ["To take back:", ...takesBack.map(lineWords)]),
    ...(leaves.length === 0 ? [] : ["Left as it is:", ...leaves.map(lineWords)]),
    ...(told === null ? [] : [told]),
  ];
}

function lineWords({ did, at, rule, why }: UndoLine): string {
  return plain(`  ${did}  (${rule}, ${localTime(at)})${why === null ? "" : `: ${why}`}`);
}

function lastWords({ takesBack }: UndoPreview, isDone: boolean): string {
  if (!isDone)
    return takesBack.length === 0 ? "There is nothing to take back." : "Nothing was done: say --yes to do it.";
  return takesBack.length === 0
    ? "There was nothing to take back now. What was still waiting to be done is not done any more."
    : "It is taken back, at once if Showrunner is running, else when it starts.";
}
