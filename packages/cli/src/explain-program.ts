import { type Command, Option } from "commander";
import { examples, wholeNumber } from "./usage.ts";

const account = () => new Option("-a, --account <account>", "whose: a user name or account id");
const days = (usual: number) =>
  new Option("-d, --days <number>", "how many days back").default(usual).argParser(wholeNumber(1, 180));

/** `showrunner explain`, `why-not`, `rules backtest` and `rules apply-now`: rules tried before, and explained after. */
export function addExplainCommands(program: Command, rules: Command): void {
  rules
    .command("backtest")
    .argument("<rule>", "a rule's name or id, or a .yaml or .json file, or - for standard input")
    .description("say how often a rule would have acted on what happened, and do nothing")
    .addOption(account())
    .addOption(days(90))
    .addHelpText(
      "after",
      examples(["rules backtest premieres.yaml -a ann", "rules backtest 'Finished shows' -a ann --days 30"]),
    )
    .action(async (rule: string, _options, command: Command) =>
      (await import("./commands/back-test.ts")).backTestRule(rule, command.optsWithGlobals()),
    );
  rules
    .command("apply-now")
    .argument("<rule>", "a rule's name or id")
    .description("apply a rule to what is there now, after a look and a yes; each thing once")
    .addOption(account())
    .option("--yes", "without asking")
    .addHelpText("after", examples(["rules apply-now 'Finished shows' -a ann", "rules apply-now 'Rated high' --yes"]))
    .action(async (rule: string, _options, command: Command) =>
      (await import("./commands/apply-now.ts")).applyRuleNow(rule, command.optsWithGlobals()),
    );

  program
    .command("explain")
    .argument("<what>", "a run's or an event's id, or a rule's id or name")
    .description("say why a run did or did not act, which rules ran on an event, or what a rule waits for and did")
    .addOption(account())
    .addHelpText(
      "after",
      examples([
        "explain run_AbC",
        "explain evt_AbC",
        "explain 'Finished shows' --account ann",
        "explain run_AbC --json",
      ]),
    )
    .action(async (what: string, _options, command: Command) =>
      (await import("./commands/explain.ts")).explain(what, command.optsWithGlobals()),
    );
  program
    .command("why-not")
    .argument("<title>", "a show or movie: its title, the last part of its address at Trakt, or Trakt's number")
    .description("say why you were not told of something: what was seen of it, or what kept it from being seen")
    .addOption(account())
    .addOption(new Option("-s, --season <number>", "one season").argParser(wholeNumber(0, 10_000)))
    .addOption(new Option("-e, --episode <number>", "one episode of it").argParser(wholeNumber(0, 100_000)))
    .option("-r, --rule <rule>", "one rule alone: its name or id")
    .addOption(new Option("-k, --kind <kind>", "of a show and a movie of one name").choices(["show", "movie"]))
    .addOption(days(30))
    .addHelpText(
      "after",
      examples(["why-not 'Game of Thrones' --season 3 --episode 1", "why-not dune-2021 --rule 'Out on disc' -a ann"]),
    )
    .action(async (title: string, _options, command: Command) =>
      (await import("./commands/explain.ts")).explainSilence(title, command.optsWithGlobals()),
    );
}
