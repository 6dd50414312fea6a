import { counted } from "@showrunner/api/page/words.ts";
import { plain } from "@showrunner/local/plain.ts";
import { applyNow, type PresentPreview, previewNow } from "@showrunner/services/rules/apply-now.ts";
import { findRule } from "@showrunner/services/rules/rules.ts";
import { agreed } from "../agreed.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show, tell } from "../output.ts";
import { exampleWords, reasonWords } from "./back-test.ts";

export interface ApplyNowOptions extends GlobalOptions {
  account?: string;
  yes?: boolean;
}

/** Says what a rule would do to what is there now, and after a yes does it. */
export async function applyRuleNow(wanted: string, options: ApplyNowOptions): Promise<void> {
  await withServices(options, { trakt: true }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const rule = await findRule(ctx, account.id, wanted);
    const preview = await previewNow(ctx, account, rule);
    const words = previewWords(preview).map(plain).join("\n");
    if (preview.matched + preview.undecided === 0) {
      show(output, { ...preview, applied: 0 }, `${words}\nThere is nothing to do.`);
      return;
    }
    if (options.yes !== true) {
      tell(output, preview, words);
      if (!(await agreed("Apply it to them? [y/N] "))) {
        show(output, { ...preview, applied: 0 }, "Nothing was done.");
        return;
      }
    }
    const done = await applyNow(ctx, account, rule, {
      onProgress: (count, of) => tell(output, { done: count, of }, `${count} of ${of} …`),
    });
    const follow = done.applied === 0 ? "" : " It acts on them at once if Showrunner is running, else when it starts.";
    show(
      output,
      { ...preview, ...done },
      `"${done.rule.name}" of ${account.username} was applied to ${counted(done.applied, "thing")}.${follow}`,
    );
  });
}

function previewWords(preview: PresentPreview): string[] {
  const { rule, found, already, matched, notMatched, undecided, failed } = preview;
  const counts = [
    [already, "it was applied to before, or acted on"],
    [notMatched, "do not match"],
    [failed, "would fail"],
    [undecided, "depend on facts that are read first"],
  ] as const;
  const others = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  const actions = Object.entries(preview.actions).map(
    ([verb, count]) => `${verb} ${count === 1 ? "once" : `${count} times`}`,
  );
  return [
    `"${rule.name}" finds ${counted(found, "thing")} that ${found === 1 ? "is" : "are"} there now, and matches ${matched}${others.length === 0 ? "" : `; ${others.join(", ")}`}.`,
    ...(actions.length === 0 ? [] : [`It would do: ${actions.join(", ")}.`]),
    ...exampleWords(preview.examples, matched),
    ...reasonWords(preview.reasons),
    ...preview.overLimits.map(({ count, words }) => `${count} are ${words}.`),
    ...preview.cannot.map(({ type, reason }) => `Not for ${type}: ${reason}.`),
    ...preview.notes,
  ];
}
