import { counted } from "@showrunner/api/page/words.ts";
import { plain } from "@showrunner/local/plain.ts";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { agreed } from "../agreed.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show, tell } from "../output.ts";
import { exampleWords, reasonWords } from "./back-test.ts";

export interface ApplyNowOptions extends GlobalOptions {
  account?: string;
  yes?: boolean;
}

type PresentPreview = ReplyOf<"rules.preview_now">;

/** So many at a time, so that it can be told how far it is. */
const atOnce = 500;

/** Says what a rule would do to what is there now, and after a yes does it. */
export async function applyRuleNow(wanted: string, options: ApplyNowOptions): Promise<void> {
  await withClient(options, { trakt: true }, async (asking) => {
    const { client, output } = asking;
    const { id, username } = await chooseAccount(asking, options.account);
    const path = { account: id, rule: wanted };
    const preview = await client.call("rules.preview_now", { path });
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
    let applied = 0;
    let done: ReplyOf<"rules.apply_now">;
    do {
      done = await client.call("rules.apply_now", { path, body: { at_most: atOnce } });
      applied += done.applied;
      const of = applied + done.left;
      if (done.applied > 0) tell(output, { done: applied, of }, `${applied} of ${of} …`);
    } while (done.left > 0 && done.applied > 0);
    const follow = applied === 0 ? "" : " It acts on them at once if Showrunner is running, else when it starts.";
    show(
      output,
      { ...preview, applied, left: done.left },
      `"${done.rule.name}" of ${username} was applied to ${counted(applied, "thing")}.${follow}`,
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
