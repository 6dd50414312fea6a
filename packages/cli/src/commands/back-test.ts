import { counted } from "@showrunner/api/page/words.ts";
import { actionWords } from "@showrunner/services/views/action-words.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { plain } from "@showrunner/local/plain.ts";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { isFile, readRuleFile } from "./rules.ts";

export interface BackTestOptions extends GlobalOptions {
  account?: string;
  days: number;
}

type BackTest = ReplyOf<"rules.backtest">;
type Reason = BackTest["reasons"][number];
type WouldDo = BackTest["examples"][number];

/** Says how often a rule would have acted in the last days, on what, and why not on the rest. */
export async function backTestRule(wanted: string, options: BackTestOptions): Promise<void> {
  await withClient(options, { trakt: true }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const rule = isFile(wanted) ? { source: readRuleFile(wanted) } : { rule: wanted };
    const body = { ...rule, days: options.days };
    const result = await asking.client.call("rules.backtest", { path: { account: id }, body });
    show(asking.output, result, resultWords(result).map(plain).join("\n"));
  });
}

function resultWords(result: BackTest): string[] {
  const { name, days, heard, looked, matched } = result;
  const counts = [
    [result.notMatched, "did not match"],
    [result.undecided, "cannot be told"],
    [result.failed, "would have failed"],
    [result.suppressed, "followed from its own doing"],
  ] as const;
  const others = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return [
    `In the last ${counted(days, "day")} "${name}" would have acted ${times(matched)}.`,
    `It waits for ${counted(heard, "event")} of ${looked}${others.length === 0 ? "" : `: ${others.join(", ")}`}.`,
    ...(matched === 0 ? [] : chart(result.perDay)),
    ...reasonWords(result.reasons),
    ...exampleWords(result.examples, matched),
    ...result.notes,
    "Nothing was done.",
  ];
}

/** The reasons of what was turned away, as lines. */
export function reasonWords(reasons: readonly Reason[]): string[] {
  if (reasons.length === 0) return [];
  return ["Why not:", ...reasons.map(({ reason, count }) => `  ${times(count)}: ${reason}`)];
}

/** Examples of what a rule would do, as lines. */
export function exampleWords(examples: readonly WouldDo[], of: number): string[] {
  if (examples.length === 0) return [];
  const head = examples.length < of ? `${examples.length} of them:` : "These:";
  return [head, ...examples.map(exampleLine)];
}

function exampleLine({ about, at, requests }: WouldDo): string {
  const would = requests.map(({ request, timing }) => [actionWords(request), ...timing].join(", ")).join("; ");
  return `  ${localTime(at)}  ${about}: would ${would}`;
}

const bars = "▁▂▃▄▅▆▇█";

/** A bar for each day, and which days these are. */
function chart(days: BackTest["perDay"]): string[] {
  const most = Math.max(...days.map((day) => day.matched));
  const bar = ({ matched }: { matched: number }): string =>
    matched === 0 ? " " : (bars[Math.ceil((matched / most) * bars.length) - 1] ?? "");
  return [
    `  |${days.map(bar).join("")}|`,
    `  ${days[0]?.day ?? ""} to ${days.at(-1)?.day ?? ""}, a bar a day; the highest ${most === 1 ? "is 1" : `are ${most}`}`,
  ];
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);
