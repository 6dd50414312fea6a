import { type Command, Option } from "commander";
import { examples } from "./usage.ts";

const account = () => new Option("-a, --account <account>", "whose: a user name or account id");

/** The commands about a person's own webhook addresses. */
export function addHooksCommands(program: Command): void {
  const hooks = program
    .command("hooks")
    .description("list, add, renew and remove the addresses that media servers and programs call")
    .addHelpText("after", examples(["hooks", "hooks add plex living-room --account ann"]));
  hooks
    .command("list", { isDefault: true })
    .description("list the hooks, without their secrets")
    .addOption(account())
    .addHelpText("after", examples(["hooks", "hooks list --account ann --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/hooks.ts")).listAllHooks(command.optsWithGlobals()),
    );
  hooks
    .command("add")
    .argument("<kind>", "generic, plex, jellyfin, emby or tautulli")
    .argument("<name>", "what rules call it")
    .description("make an address to be called; it is shown once")
    .addOption(account())
    .option("--signed", "calls must be signed, by a secret that is shown once (generic only)")
    .addHelpText("after", examples(["hooks add jellyfin cellar -a ann", "hooks add generic door --signed"]))
    .action(async (kind: string, name: string, _options, command: Command) =>
      (await import("./commands/hooks.ts")).addHook(kind, name, command.optsWithGlobals()),
    );
  hooks
    .command("rotate")
    .argument("<hook>", "a hook's name or id")
    .description("give it another secret address; the old one stops at once")
    .addOption(account())
    .addHelpText("after", examples(["hooks rotate cellar --account ann"]))
    .action(async (name: string, _options, command: Command) =>
      (await import("./commands/hooks.ts")).renewHook(name, command.optsWithGlobals()),
    );
  for (const [verb, enabled] of [
    ["enable", true],
    ["disable", false],
  ] as const)
    hooks
      .command(verb)
      .argument("<hook>", "a hook's name or id")
      .description(enabled ? "switch a hook on again" : "switch a hook off: calls are turned away")
      .addOption(account())
      .addHelpText("after", examples([`hooks ${verb} cellar --account ann`]))
      .action(async (name: string, _options, command: Command) =>
        (await import("./commands/hooks.ts")).switchHook(name, enabled, command.optsWithGlobals()),
      );
  hooks
    .command("rm")
    .argument("<hook>", "a hook's name or id")
    .description("remove a hook")
    .addOption(account())
    .addHelpText("after", examples(["hooks rm cellar --account ann"]))
    .action(async (name: string, _options, command: Command) =>
      (await import("./commands/hooks.ts")).dropHook(name, command.optsWithGlobals()),
    );
}
