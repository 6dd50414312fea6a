import { type Command, Option } from "commander";
import { examples, wholeNumber } from "./usage.ts";

/** `showrunner rules preview`. */
export function addPreviewCommand(rules: Command): void {
  rules
    .command("preview")
    .argument("<rule>", "a rule's name or id, or a .yaml or .json file, or - for standard input")
    .description("show a rule's message as each kind of channel would bring it, and send nothing")
    .addOption(new Option("-a, --account <account>", "whose: a user name or account id"))
    .option("-e, --event <event>", "the id of an event that happened; the example of its type when left out")
    .addOption(
      new Option("--action <place>", "which of the rule's actions, from 1 on; the first that tells somebody").argParser(
        wholeNumber(1, 100),
      ),
    )
    .option("-k, --kind <kind>", "one kind of channel alone")
    .addHelpText(
      "after",
      examples(["rules preview premieres.yaml -a ann", "rules preview 'Tell me' -a ann -e evt_AbC --kind discord"]),
    )
    .action(async (rule: string, _options, command: Command) =>
      (await import("./commands/preview.ts")).previewRule(rule, command.optsWithGlobals()),
    );
}
