import { type Command, Option } from "commander";
import { examples, wholeNumber } from "./usage.ts";

const account = () => new Option("-a, --account <account>", "whose: a user name or account id");

/** `showrunner channels enable` and `rotate`. */
export function addChannelCareCommands(channels: Command): void {
  channels
    .command("enable")
    .argument("<channel>", "a channel's name or id")
    .description("send to a channel again that was switched off because nothing got through")
    .addOption(account())
    .option("--recover", "and send again, under the same ids, what failed for good since it began to fail")
    .addHelpText("after", examples(["channels enable my-server --recover --account ann"]))
    .action(async (name: string, _options, command: Command) =>
      (await import("./commands/channels.ts")).switchChannelOn(name, command.optsWithGlobals()),
    );
  channels
    .command("rotate")
    .argument("<channel>", "a webhook's name or id")
    .description("make a new signing secret, shown this once; the former one signs beside it for a day")
    .addOption(account())
    .addHelpText("after", examples(["channels rotate my-server --account ann"]))
    .action(async (name: string, _options, command: Command) =>
      (await import("./commands/channels.ts")).rotateChannel(name, command.optsWithGlobals()),
    );
}

/** `showrunner deliveries`: what was sent to a channel, and how each try went. */
export function addDeliveriesCommands(program: Command): void {
  const deliveries = program
    .command("deliveries")
    .description("list what rules sent to a channel, look at the tries, send one again")
    .addHelpText("after", examples(["deliveries list my-server", "deliveries replay act_AbC"]));
  deliveries
    .command("list")
    .argument("<channel>", "a channel's name or id")
    .description("list them, newest first")
    .addOption(account())
    .addOption(new Option("-n, --limit <number>", "how many at most").default(30).argParser(wholeNumber(1, 200)))
    .option("--after <place>", "go on where a former list ended")
    .addHelpText("after", examples(["deliveries list my-server --account ann", "deliveries list phone --json"]))
    .action(async (channel: string, _options, command: Command) =>
      (await import("./commands/deliveries.ts")).listAllDeliveries(channel, command.optsWithGlobals()),
    );
  deliveries
    .command("show")
    .argument("<delivery>", "a delivery's id")
    .description("say how each try went, and what the receiver answered")
    .addOption(account())
    .addHelpText("after", examples(["deliveries show act_AbC", "deliveries show act_AbC --json"]))
    .action(async (id: string, _options, command: Command) =>
      (await import("./commands/deliveries.ts")).showDelivery(id, command.optsWithGlobals()),
    );
  deliveries
    .command("replay")
    .argument("<delivery>", "a delivery's id")
    .description("send what was sent, or what failed for good, once more, under the same id")
    .addOption(account())
    .addHelpText("after", examples(["deliveries replay act_AbC --account ann"]))
    .action(async (id: string, _options, command: Command) =>
      (await import("./commands/deliveries.ts")).sendAgain(id, command.optsWithGlobals()),
    );
}
