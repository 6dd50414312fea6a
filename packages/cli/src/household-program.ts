import { type Command, Option } from "commander";
import { examples } from "./usage.ts";

const account = () => new Option("-a, --account <account>", "whose: a user name or account id");

/** `showrunner household`: two people whose rules may share what they watch. */
export function addHouseholdCommands(program: Command): void {
  const household = program
    .command("household")
    .description("two people here whose rules may share what they watch, once both agreed")
    .addHelpText("after", examples(["household offer bo --account ann", "household agree ann --account bo"]));
  household
    .command("list", { isDefault: true })
    .description("list who shares a household, or was asked to")
    .addOption(account())
    .addHelpText("after", examples(["household", "household list --account ann"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/household.ts")).listMembers(command.optsWithGlobals()),
    );
  for (const [name, words] of [
    ["offer", "offer somebody to be one household"],
    ["agree", "agree to an offer"],
    ["end", "end it, or turn an offer down: nothing is shared from then on"],
  ] as const)
    household
      .command(name)
      .argument("<who>", "the other person's user name or account id")
      .description(words)
      .addOption(account())
      .addHelpText("after", examples([`household ${name} bo --account ann`]))
      .action(async (who: string, _options, command: Command) =>
        (await import("./commands/household.ts"))[name](who, command.optsWithGlobals()),
      );
}
