import { type Command, Option } from "commander";
import { examples } from "./usage.ts";

const account = () => new Option("-a, --account <account>", "whose: a user name or account id");
const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** `showrunner recipes`: rules to begin with. */
export function addRecipeCommands(program: Command, rules: Command): void {
  const recipes = program
    .command("recipes")
    .description("list recipes, and make rules of them")
    .addHelpText(
      "after",
      examples(["recipes", "recipes show stalled-shows", "recipes add rated-high --set rating=10"]),
    );
  recipes
    .command("list", { isDefault: true })
    .description("list the recipes")
    .addHelpText("after", examples(["recipes", "recipes list --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/recipes.ts")).listRecipes(command.optsWithGlobals()),
    );
  recipes
    .command("show")
    .argument("<recipe>", "a recipe's id")
    .description("say what a recipe does and what can be filled in")
    .addHelpText("after", examples(["recipes show notify-airing"]))
    .action(async (id: string, _options, command: Command) =>
      (await import("./commands/recipes.ts")).showRecipe(id, command.optsWithGlobals()),
    );
  recipes
    .command("add")
    .argument("<recipe>", "a recipe's id")
    .description("make rules of a recipe, after a look at them and a yes")
    .addOption(account())
    .addOption(new Option("--set <key=value>", "fill something in; lists with commas").argParser(collect))
    .option("--off", "without switching them on")
    .option("--yes", "without asking")
    .addHelpText("after", examples(["recipes add notify-airing --set offset=-30m --set channel=phone --account ann"]))
    .action(async (id: string, _options, command: Command) =>
      (await import("./commands/recipes.ts")).addRecipe(id, command.optsWithGlobals()),
    );
  rules
    .command("share")
    .argument("<rule>", "a rule's name or id")
    .description("print a rule as one line for somebody else")
    .addOption(account())
    .addHelpText("after", examples(["rules share 'Finished shows' --account ann"]))
    .action(async (rule: string, _options, command: Command) =>
      (await import("./commands/recipes.ts")).share(rule, command.optsWithGlobals()),
    );
  rules
    .command("import")
    .argument("<rule>", "a shared rule, a link to one, a YAML or JSON file, or - for standard input")
    .description("take over a rule of somebody else's, after a look at it and a yes")
    .addOption(account())
    .addOption(
      new Option("--channel <theirs=yours>", "a channel of yours in place of one of theirs").argParser(collect),
    )
    .option("--off", "without switching it on")
    .option("--yes", "without asking")
    .addHelpText("after", examples(["rules import rule.yaml --channel phone=inbox --account ann"]))
    .action(async (rule: string, _options, command: Command) =>
      (await import("./commands/recipes.ts")).importRule(rule, command.optsWithGlobals()),
    );
}
