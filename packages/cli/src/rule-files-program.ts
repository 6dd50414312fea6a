import { type Command, Option } from "commander";
import { examples, wholeNumber } from "./usage.ts";

const account = () => new Option("-a, --account <account>", "whose: a user name or account id");
const prune = () => new Option("--prune", "remove the rules that are not in the file");

/** Rules as code, under `showrunner rules`: a file and the rules saved here made the same. */
export function addRuleFileCommands(rules: Command): void {
  rules
    .command("plan")
    .argument("<file>", "a YAML or JSON file of rules, or - for standard input")
    .description("show what applying a file would change, and change nothing")
    .addOption(account())
    .addOption(prune())
    .addHelpText("after", examples(["rules plan rules.yaml --account ann", "rules plan rules.yaml --prune --json"]))
    .action(async (file: string, _options, command: Command) =>
      (await import("./commands/rule-files.ts")).planFile(file, command.optsWithGlobals()),
    );
  rules
    .command("apply")
    .argument("<file>", "a YAML or JSON file of rules, or - for standard input")
    .description("make the rules what a file says, after a yes")
    .addOption(account())
    .addOption(prune())
    .option("--yes", "without asking")
    .addHelpText("after", examples(["rules apply rules.yaml --account ann", "rules apply - --yes < rules.yaml"]))
    .action(async (file: string, _options, command: Command) =>
      (await import("./commands/rule-files.ts")).applyFile(file, command.optsWithGlobals()),
    );
  rules
    .command("export")
    .description("print the rules as a file that apply takes")
    .addOption(account())
    .addHelpText("after", examples(["rules export --account ann"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/rule-files.ts")).exportFile(command.optsWithGlobals()),
    );
  rules
    .command("versions")
    .argument("<rule>", "a rule's name or id")
    .description("list what a rule was before")
    .addOption(account())
    .addHelpText("after", examples(["rules versions 'Finished shows' --account ann"]))
    .action(async (rule: string, _options, command: Command) =>
      (await import("./commands/rule-files.ts")).showVersions(rule, command.optsWithGlobals()),
    );
  rules
    .command("restore")
    .argument("<rule>", "a rule's name or id")
    .argument("<version>", "the number of the version", wholeNumber(1, 1_000_000))
    .description("make a rule what it was in a version; that is a new version")
    .addOption(account())
    .addHelpText("after", examples(["rules restore 'Finished shows' 2 --account ann"]))
    .action(async (rule: string, version: number, _options, command: Command) =>
      (await import("./commands/rule-files.ts")).restore(rule, version, command.optsWithGlobals()),
    );
  rules
    .command("schema")
    .description("print the JSON Schema of a rule, for editors")
    .addHelpText("after", examples(["rules schema"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/rule-files.ts")).printSchema(command.optsWithGlobals()),
    );
}

/** `showrunner feeds`: secret addresses at which calendars and news readers find what rules match. */
export function addFeedCommands(program: Command): void {
  const feeds = program
    .command("feeds")
    .description("list, make and take back secret addresses of rules' matches: calendar, RSS, Atom, JSON")
    .addHelpText("after", examples(["feeds", "feeds add 'Tell me when it airs' --account ann"]));
  feeds
    .command("list", { isDefault: true })
    .description("list the addresses, without their secrets")
    .addOption(account())
    .addHelpText("after", examples(["feeds list --account ann"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/feeds.ts")).listFeeds(command.optsWithGlobals()),
    );
  feeds
    .command("add")
    .argument("<rule>", "a rule's name or id")
    .description("make an address, which is shown this once")
    .addOption(account())
    .addHelpText("after", examples(["feeds add 'Tell me when it airs' --account ann"]))
    .action(async (rule: string, _options, command: Command) =>
      (await import("./commands/feeds.ts")).addFeed(rule, command.optsWithGlobals()),
    );
  feeds
    .command("rm")
    .argument("<feed>", "the id of the address")
    .description("take an address back: it opens nothing from then on")
    .addOption(account())
    .addHelpText("after", examples(["feeds rm fed_AbC --account ann"]))
    .action(async (feed: string, _options, command: Command) =>
      (await import("./commands/feeds.ts")).dropFeed(feed, command.optsWithGlobals()),
    );
}
