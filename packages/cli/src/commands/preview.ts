import type { ReplyOf } from "@showrunner/client/asked.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { plain } from "@showrunner/local/plain.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { sourceOf } from "./rules.ts";

type Shown = ReplyOf<"templates.preview">["shown"][number];

export interface PreviewOptions extends GlobalOptions {
  account?: string;
  event?: string;
  action?: number;
  kind?: string;
}

export async function previewRule(wanted: string, options: PreviewOptions): Promise<void> {
  await withClient(options, { trakt: options.event !== undefined }, async (asking) => {
    const { id: account } = await chooseAccount(asking, options.account);
    const body = {
      source: await sourceOf(asking, account, wanted),
      ...(options.action === undefined ? {} : { action: options.action - 1 }),
      ...(options.event === undefined ? {} : { event: options.event }),
    };
    const all = await asking.client.call("templates.preview", { path: { account }, body });
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
    show(asking.output, preview, words.join("\n"));
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
