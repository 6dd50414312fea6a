import type { Shown } from "@showrunner/channels/preview.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { plain } from "@showrunner/local/plain.ts";
import { previewNotification } from "@showrunner/services/rules/preview.ts";
import { findRule } from "@showrunner/services/rules/rules.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { isFile, readRuleFile } from "./rules.ts";

export interface PreviewOptions extends GlobalOptions {
  account?: string;
  event?: string;
  action?: number;
  kind?: string;
}

export async function previewRule(wanted: string, options: PreviewOptions): Promise<void> {
  await withServices(options, { trakt: options.event !== undefined }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const source = isFile(wanted) ? readRuleFile(wanted) : (await findRule(ctx, account.id, wanted)).source;
    const place = options.action === undefined ? undefined : options.action - 1;
    const all = await previewNotification(ctx, account, source, { place, eventId: options.event });
    const { kind } = options;
    const preview = { ...all, shown: all.shown.filter((one) => kind === undefined || one.kind === kind) };
    if (preview.shown.length === 0)
      throw new Problem({
        code: "channel.unknown_kind",
        message: `there is no kind of channel called "${kind}" that brings messages`,
        hint: `Kinds: ${all.shown.map((one) => one.kind).join(", ")}.`,
      });
    const { about, type, id, isExample } = preview.event;
    const words = [
      plain(`${about}  (${type}, ${isExample ? "the type's example" : id})`),
      ...alike(preview.shown).flatMap(shownWords),
      "Nothing was sent.",
    ];
    show(output, preview, words.join("\n"));
  });
}

/** Kinds that bring the same are told of together. */
function alike(shown: readonly Shown[]): { labels: string[]; one: Shown }[] {
  const groups = new Map<string, { labels: string[]; one: Shown }>();
  for (const one of shown) {
    const key = JSON.stringify([one.title, one.body, one.url]);
    const group = groups.get(key) ?? { labels: [], one };
    group.labels.push(one.label);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function shownWords({ labels, one }: { labels: string[]; one: Shown }): string[] {
  const lines = [one.title, ...one.body.split("\n"), ...(one.url === null ? [] : [one.url])];
  return [
    "",
    `${labels.join(", ")}${one.isCut ? "  (cut)" : ""}:`,
    ...lines.filter((line) => line !== "").map((line) => plain(`  ${line}`)),
    "",
  ];
}
