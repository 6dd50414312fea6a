import { type Command, InvalidArgumentError, Option } from "commander";
import type { Answer } from "@showrunner/services/approvals/approvals.ts";
import { exitCodes } from "./output.ts";
import { examples } from "./usage.ts";

const account = () => new Option("-a, --account <account>", "whose: a user name or account id");

/** `showrunner undo` and `showrunner approvals`: taking back what rules did, and letting them do more than they may. */
export function addUndoCommands(program: Command): void {
  program
    .command("undo")
    .argument("[run]", "a run's id, from `showrunner runs`")
    .description("say what would be taken back of what rules did, and with --yes take it back")
    .addOption(account())
    .option("--rule <rule>", "all that a rule did: its name or id")
    .addOption(new Option("--day <day>", "all that rules did on a day, such as 2026-11-20").argParser(dayOf))
    .option("--yes", "do it")
    .addHelpText(
      "after",
      examples(["undo run_AbC", "undo run_AbC --yes", "undo --rule 'Finished shows'", "undo --day 2026-11-20 --yes"]),
    )
    .action(async (run: string | undefined, _options, command: Command) => {
      const { rule, day } = command.opts<{ rule?: string; day?: string }>();
      if ([run, rule, day].filter((one) => one !== undefined).length !== 1)
        command.error("error: name one run, or --rule or --day", { exitCode: exitCodes.usage });
      await (await import("./commands/undo.ts")).undo(run, command.optsWithGlobals());
    });

  const approvals = program
    .command("approvals")
    .description("list what rules wait for your yes to do, and answer")
    .addHelpText("after", examples(["approvals", "approvals yes apr_AbC", "approvals no --all"]));
  approvals
    .command("list", { isDefault: true })
    .description("list what waits, newest first")
    .addOption(account())
    .option("--all", "also what was answered, or was too late")
    .addHelpText("after", examples(["approvals", "approvals list --all --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/approvals.ts")).listAllApprovals(command.optsWithGlobals()),
    );
  for (const [answer, words] of [
    ["yes", "let them be done"],
    ["no", "see to it that they are never done"],
  ] as const satisfies [Answer, string][])
    approvals
      .command(answer)
      .argument("[approvals...]", "their ids")
      .description(words)
      .addOption(account())
      .option("--rule <rule>", "all that wait of a rule: its name or id")
      .option("--all", "every one")
      .addHelpText("after", examples([`approvals ${answer} apr_AbC`, `approvals ${answer} --rule 'Clean up'`]))
      .action(async (ids: string[], _options, command: Command) => {
        const { rule, all } = command.opts<{ rule?: string; all?: boolean }>();
        if (ids.length === 0 && rule === undefined && all !== true)
          command.error("error: name what waits, or say --rule or --all", { exitCode: exitCodes.usage });
        await (await import("./commands/approvals.ts")).answerApprovals(answer, ids, command.optsWithGlobals());
      });
}

function dayOf(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  // Of a day that no month has, another day would be made.
  if (isDay && new Date(text).toISOString().startsWith(text)) return text;
  throw new InvalidArgumentError("It must be a day, such as 2026-11-20.");
}
