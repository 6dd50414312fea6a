import type { UndoScope } from "@showrunner/core/deeds.ts";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { plain } from "@showrunner/local/plain.ts";
import { chooseAccount } from "../choose-account.ts";
import { type Asking, type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";

type UndoPreview = ReplyOf<"undo.preview">;
type UndoLine = UndoPreview["leaves"][number];

export interface UndoOptions extends GlobalOptions {
  account?: string;
  rule?: string;
  day?: string;
  yes?: boolean;
}

/** Says what would be taken back of a run, a rule or a day, and what not; with --yes it is taken back. */
export async function undo(run: string | undefined, options: UndoOptions): Promise<void> {
  await withClient(options, { trakt: true }, async (asking) => {
    const { client, output } = asking;
    const { id } = await chooseAccount(asking, options.account);
    const asked = { path: { account: id }, body: await scopeOf(asking, id, run, options) };
    const preview = await client.call("undo.preview", asked);
    const isDone = options.yes === true;
    const started = isDone ? await client.call("undo.start", asked) : null;
    show(output, { ...preview, undo: started }, [...previewWords(preview), lastWords(preview, isDone)].join("\n"));
  });
}

/** Switches a rule off and takes back what it did. */
export async function disableReverting(wanted: string, options: UndoOptions): Promise<void> {
  await withClient(options, { trakt: true }, async (asking) => {
    const { client, output } = asking;
    const { id: account, username } = await chooseAccount(asking, options.account);
    const rule = await client.call("rules.get", { path: { account, rule: wanted } });
    const scope: UndoScope = { what: "rule", ruleId: rule.id };
    const preview = await client.call("undo.preview", { path: { account }, body: scope });
    const started = await client.call("rules.revert", { path: { account, rule: rule.id } });
    const words = [`"${rule.name}" of ${username} is off.`, ...previewWords(preview), lastWords(preview, true)];
    show(output, { ...preview, undo: started }, plain(words.join("\n")));
  });
}

async function scopeOf(
  { client }: Asking,
  account: string,
  run: string | undefined,
  { rule, day }: UndoOptions,
): Promise<UndoScope> {
  if (run !== undefined) return { what: "run", runId: run };
  if (day !== undefined) return { what: "day", day };
  // What a rule that was removed did is taken back by its id.
  const wanted = rule ?? "";
  if (wanted.startsWith("rul_")) return { what: "rule", ruleId: wanted };
  return { what: "rule", ruleId: (await client.call("rules.get", { path: { account, rule: wanted } })).id };
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
