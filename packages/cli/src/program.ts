import { Command, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import { plainJson } from "@showrunner/local/plain.ts";
import type { GlobalOptions } from "./context.ts";
import { addHouseCommands } from "./house-program.ts";
import { exitCodes } from "./output.ts";
import { addDoorCommands } from "./door-program.ts";
import { addExplainCommands } from "./explain-program.ts";
import { addHooksCommands } from "./hooks-program.ts";
import { addHouseholdCommands } from "./household-program.ts";
import { addChannelCareCommands, addDeliveriesCommands } from "./deliveries-program.ts";
import { addKeysCommands } from "./keys-program.ts";
import { addPreviewCommand } from "./preview-program.ts";
import { addFeedCommands, addRuleFileCommands } from "./rule-files-program.ts";
import { addRecipeCommands } from "./recipes-program.ts";
import { addSandboxCommands } from "./sandbox-program.ts";
import { addSettingsCommands } from "./settings-program.ts";
import { addUndoCommands } from "./undo-program.ts";
import { examples, wholeNumber } from "./usage.ts";

const account = () => new Option("-a, --account <account>", "whose: a user name or account id");
const user = () => new Option("-u, --user <user>", "somebody else's, by their name at Trakt");
const limit = () => new Option("-n, --limit <number>", "how many at most").default(30).argParser(wholeNumber(1, 1000));

/** What commander says of a command line that it does not understand: it begins with `error: ` and ends with a line feed. */
function usageError(text: string, options: GlobalOptions): string {
  if (options.json !== true) return `${text}  Run \`showrunner --help\` to see what there is.\n`;
  const message = text.replace(/^error: /, "").trim();
  return `${plainJson({ error: { code: "command.not_understood", message } })}\n`;
}

/** The command line. Each command loads what it needs when it runs, so that help is quick. */
export function createProgram(): Command {
  const program = new Command("showrunner");
  program
    .description("Automations for people who track what they watch on Trakt.")
    .version(manifest.version)
    .option("--json", "print data instead of words")
    .option("--data <folder>", "the data folder (SHOWRUNNER_DATA, ./data)")
    .option("--server <url>", "a Showrunner elsewhere, which is asked instead of this machine's (SHOWRUNNER_SERVER)")
    .option("--key-file <file>", "a file with the API key for it, or - for standard input (SHOWRUNNER_KEY)")
    .option("--key <key>", "the key itself, which others on this machine can see meanwhile")
    .configureOutput({ outputError: (text, write) => write(usageError(text, program.opts<GlobalOptions>())) })
    .exitOverride()
    .addHelpText(
      "after",
      `${examples(["start", "login", "rules add premieres.yaml --account ann", "explain run_AbC"])}
Exit codes: ${exitCodes.done} done, ${exitCodes.failed} failed, ${exitCodes.usage} not understood, ${exitCodes.unknown} nothing of that name, ${exitCodes.notConnected} not connected to Trakt.
`,
    );

  program
    .command("start")
    .description(
      "run everything on this machine: polling, rules, actions, the dashboard; without a Trakt app, the demo",
    )
    .addOption(
      new Option("-p, --port <port>", "of the dashboard on 127.0.0.1 (SHOWRUNNER_PORT, 3000)").argParser(
        wholeNumber(0, 65_535),
      ),
    )
    .option(
      "--reset",
      "remove what Showrunner keeps in the data folder (without a Trakt app: of the demo) and begin anew",
    )
    .addHelpText("after", examples(["start", "start --port 0 --data /tmp/trial", "start --reset"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/start.ts")).start(command.optsWithGlobals()),
    );

  program
    .command("login")
    .description("connect a Trakt account, or connect it again, with a code that you type in at Trakt")
    .option("--browser", "in this machine's browser instead, by way of the running Showrunner")
    .addHelpText("after", examples(["login", "login --browser"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/login.ts")).login(command.optsWithGlobals()),
    );

  program
    .command("disconnect")
    .argument("<account>", "a user name or account id")
    .description("end an account's link to Trakt and revoke its tokens; its rules and history stay")
    .addHelpText("after", examples(["disconnect ann"]))
    .action(async (name: string, _options, command: Command) =>
      (await import("./commands/disconnect.ts")).disconnect(name, command.optsWithGlobals()),
    );

  const accounts = program
    .command("accounts")
    .description("list the connected accounts and how they are, and delete one")
    .addHelpText("after", examples(["accounts", "accounts delete ann --yes"]));
  accounts
    .command("list", { isDefault: true })
    .description("list the connected accounts and how they are")
    .addHelpText("after", examples(["accounts", "accounts list --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/accounts.ts")).accounts(command.optsWithGlobals()),
    );
  accounts
    .command("delete")
    .argument("<account>", "a user name or account id")
    .description("delete an account with its rules, channels and history, and revoke its tokens at Trakt; for good")
    .option("--yes", "do it; without, it only says what would go")
    .addOption(
      new Option("--at <place>", "where it lives: here, stage[:outputs.json], or dynamodb:TABLE[@REGION]").default(
        "here",
      ),
    )
    .addHelpText(
      "after",
      examples(["accounts delete ann", "accounts delete ann --yes", "accounts delete ann --yes --at stage"]),
    )
    .action(async (name: string, _options, command: Command) =>
      (await import("./commands/delete-account.ts")).removeAccount(name, command.optsWithGlobals()),
    );

  const rules = program
    .command("rules")
    .description("list, add, try, switch and remove rules")
    .addHelpText("after", examples(["rules", "rules add premieres.yaml", "rules test premieres.yaml"]));
  rules
    .command("list", { isDefault: true })
    .description("list the rules")
    .addOption(account())
    .addHelpText("after", examples(["rules", "rules list --account ann"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/rules.ts")).listAllRules(command.optsWithGlobals()),
    );
  rules
    .command("add")
    .argument("<file>", "a YAML or JSON file with one rule, or - for standard input")
    .description("save a rule and switch it on; a rule of the same name gets a new version")
    .addOption(account())
    .option("--off", "save it without switching it on")
    .addHelpText("after", examples(["rules add premieres.yaml --account ann", "rules add - --off < rule.yaml"]))
    .action(async (file: string, _options, command: Command) =>
      (await import("./commands/rules.ts")).addRule(file, command.optsWithGlobals()),
    );
  rules
    .command("test")
    .argument("<rule>", "a rule's name or id, or a .yaml or .json file, or - for standard input")
    .description("evaluate a rule on an event without doing anything: the example of its type, or one that happened")
    .addOption(account())
    .option("-e, --event <event>", "the id of an event that happened")
    .addHelpText(
      "after",
      examples(["rules test premieres.yaml -a ann", "rules test 'Finished shows' -a ann -e evt_AbC"]),
    )
    .action(async (rule: string, _options, command: Command) =>
      (await import("./commands/rules.ts")).tryRule(rule, command.optsWithGlobals()),
    );
  for (const [name, enabled, words] of [
    ["enable", true, "switch a rule on: it fires for what happens from now on"],
    ["disable", false, "switch a rule off; what it did stays, unless it is taken back"],
  ] as const) {
    const one = rules
      .command(name)
      .argument("<rule>", "a rule's name or id")
      .description(words)
      .addOption(account())
      .addHelpText("after", examples([`rules ${name} 'Finished shows' --account ann`]))
      .action(async (rule: string, _options, command: Command) => {
        if (command.opts<{ revert?: boolean }>().revert === true)
          await (await import("./commands/undo.ts")).disableReverting(rule, command.optsWithGlobals());
        else await (await import("./commands/rules.ts")).switchRule(rule, enabled, command.optsWithGlobals());
      });
    if (!enabled) one.option("--revert", "and take back what it did");
  }
  rules
    .command("rm")
    .argument("<rule>", "a rule's name or id")
    .description("remove a rule; what it did stays")
    .addOption(account())
    .addHelpText("after", examples(["rules rm 'Finished shows' --account ann"]))
    .action(async (rule: string, _options, command: Command) =>
      (await import("./commands/rules.ts")).dropRule(rule, command.optsWithGlobals()),
    );

  addPreviewCommand(rules);
  addRuleFileCommands(rules);
  addRecipeCommands(program, rules);

  const channels = program
    .command("channels")
    .description("list, add, try and remove the places where people are told")
    .addHelpText("after", examples(["channels", "channels add ntfy phone --set topic=anns-shows"]));
  channels
    .command("list", { isDefault: true })
    .description("list the channels, without their secrets")
    .addOption(account())
    .addHelpText("after", examples(["channels", "channels list --account ann --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/channels.ts")).listAllChannels(command.optsWithGlobals()),
    );
  channels
    .command("add")
    .argument("<kind>", "inbox, email, discord, slack, telegram, ntfy, gotify, pushover, matrix or webhook")
    .argument("<name>", "what rules call it")
    .description("add a channel; its secrets come from a file or standard input, as JSON")
    .addOption(account())
    .option("--set <key=value...>", "its settings")
    .option("--secrets <file>", "a JSON file with its secrets, or - for standard input")
    .addHelpText(
      "after",
      examples([
        "channels add ntfy phone --set topic=anns-shows -a ann",
        "channels add webhook my-server --set url=https://example.com/hook --secrets - < secrets.json",
      ]),
    )
    .action(async (kind: string, name: string, _options, command: Command) =>
      (await import("./commands/channels.ts")).addChannel(kind, name, command.optsWithGlobals()),
    );
  channels
    .command("test")
    .argument("<channel>", "a channel's name or id")
    .description("send a test message, now and once")
    .addOption(account())
    .addHelpText("after", examples(["channels test phone --account ann"]))
    .action(async (name: string, _options, command: Command) =>
      (await import("./commands/channels.ts")).tryChannel(name, command.optsWithGlobals()),
    );
  channels
    .command("rm")
    .argument("<channel>", "a channel's name or id")
    .description("remove a channel")
    .addOption(account())
    .addHelpText("after", examples(["channels rm phone --account ann"]))
    .action(async (name: string, _options, command: Command) =>
      (await import("./commands/channels.ts")).dropChannel(name, command.optsWithGlobals()),
    );
  addChannelCareCommands(channels);

  addHooksCommands(program);

  program
    .command("events")
    .description("list what changed, newest first")
    .addOption(account())
    .addOption(limit())
    .addHelpText("after", examples(["events", "events --account ann --limit 100 --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/history.ts")).events(command.optsWithGlobals()),
    );

  program
    .command("runs")
    .description("list what rules decided, newest first")
    .addOption(account())
    .addOption(limit())
    .addHelpText("after", examples(["runs", "runs --account ann"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/history.ts")).runs(command.optsWithGlobals()),
    );

  program
    .command("inbox")
    .description("list what you were told here, newest first")
    .addOption(account())
    .addOption(limit())
    .addHelpText("after", examples(["inbox", "inbox --account ann --limit 100 --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/inbox.ts")).inbox(command.optsWithGlobals()),
    );

  addExplainCommands(program, rules);

  const dead = program
    .command("dead")
    .description("list actions that failed for good, and do them again")
    .addHelpText("after", examples(["dead", "dead retry --all"]));
  dead
    .command("list", { isDefault: true })
    .description("list them, oldest first")
    .addOption(account())
    .addHelpText("after", examples(["dead", "dead list --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/dead.ts")).listDeadActions(command.optsWithGlobals()),
    );
  dead
    .command("retry")
    .argument("[actions...]", "the actions' ids")
    .description("do them again, under the same ids")
    .addOption(account())
    .option("--all", "every one")
    .addHelpText("after", examples(["dead retry act_AbC", "dead retry --all"]))
    .action(async (ids: string[], _options, command: Command) => {
      if (ids.length === 0 && command.opts<{ all?: boolean }>().all !== true)
        command.error("error: name the actions to do again, or say --all", { exitCode: exitCodes.usage });
      await (await import("./commands/dead.ts")).retryDeadActions(ids, command.optsWithGlobals());
    });

  program
    .command("progress")
    .argument("[titles...]", "slugs or TVDB ids, also separated by commas; every show when left out")
    .description("say how far you are with your shows: seasons, what is left, what is next")
    .addOption(account())
    .addOption(user())
    .addOption(
      new Option("--sort <order>", "which comes first")
        .choices(["title", "activity", "most-completed", "least-completed", "recently-aired", "previously-aired"])
        .default("title"),
    )
    .addOption(
      new Option("--extended <level>", "how much to say of each show")
        .choices(["minimal", "normal", "full"])
        .default("minimal"),
    )
    .addHelpText("after", examples(["progress", "progress game-of-thrones,suits,74897", "progress --sort activity"]))
    .action(async (titles: string[], _options, command: Command) =>
      (await import("./commands/views.ts")).listProgress(titles, command.optsWithGlobals()),
    );

  program
    .command("watched")
    .description("list the last 100 plays, newest first")
    .addOption(account())
    .addOption(user())
    .addHelpText("after", examples(["watched", "watched --user sean --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/views.ts")).listWatched(command.optsWithGlobals()),
    );

  program
    .command("watching")
    .description("say what is being watched now")
    .addOption(account())
    .addOption(user())
    .addHelpText("after", examples(["watching", "watching --user sean"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/views.ts")).tellWatching(command.optsWithGlobals()),
    );

  program
    .command("friends")
    .description("list friends, what they watch now and what they watched last")
    .addOption(account())
    .addOption(user())
    .option("--extended", "their latest movies and episodes apart")
    .addHelpText("after", examples(["friends", "friends --extended --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/views.ts")).listFriends(command.optsWithGlobals()),
    );

  program
    .command("poll")
    .argument("<account>", "a user name or account id")
    .description("poll an account now and say what changed")
    .addHelpText("after", examples(["poll ann", "poll ann --json"]))
    .action(async (name: string, _options, command: Command) =>
      (await import("./commands/poll.ts")).poll(name, command.optsWithGlobals()),
    );

  addFeedCommands(program);
  addHouseholdCommands(program);
  addDeliveriesCommands(program);
  addKeysCommands(program);
  addDoorCommands(program);
  addUndoCommands(program);
  addSettingsCommands(program);
  addHouseCommands(program);

  addSandboxCommands(program);

  return program;
}
