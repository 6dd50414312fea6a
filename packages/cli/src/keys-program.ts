import { type Command, Option } from "commander";
import { examples, wholeNumber } from "./usage.ts";

const account = () => new Option("-a, --account <account>", "whose: a user name or account id");

/** `showrunner keys`: what programs need to use the API. */
export function addKeysCommands(program: Command): void {
  const keys = program
    .command("keys")
    .description("list, make and take back keys with which programs use the API")
    .addHelpText("after", examples(["keys", "keys add 'home assistant' --scope write --account ann"]));
  keys
    .command("list", { isDefault: true })
    .description("list the keys, without the keys themselves")
    .addOption(account())
    .addHelpText("after", examples(["keys", "keys list --account ann --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/keys.ts")).listAllKeys(command.optsWithGlobals()),
    );
  keys
    .command("add")
    .argument("<name>", "what it is for")
    .description("make a key, which is shown this once")
    .addOption(account())
    .addOption(
      new Option("--scope <scope>", "what it may: read, or read and change").choices(["read", "write"]).default("read"),
    )
    .addOption(
      new Option("--days <number>", "for how many days; until it is taken back").argParser(wholeNumber(1, 3650)),
    )
    .addHelpText("after", examples(["keys add calendar --account ann", "keys add 'home assistant' --scope write"]))
    .action(async (name: string, _options, command: Command) =>
      (await import("./commands/keys.ts")).makeKey(name, command.optsWithGlobals()),
    );
  keys
    .command("rm")
    .argument("<key>", "a key's name or id")
    .description("take a key back: it opens nothing from then on")
    .addOption(account())
    .addHelpText("after", examples(["keys rm calendar --account ann"]))
    .action(async (key: string, _options, command: Command) =>
      (await import("./commands/keys.ts")).dropKey(key, command.optsWithGlobals()),
    );
}
