import { createProgram } from "@showrunner/cli/program.ts";
import { aligned, withSection } from "./sections.ts";

type Command = ReturnType<typeof createProgram>;

/** `explain <run>`: a command with what it must be given. */
function usage(command: Command): string {
  const given = command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}]`));
  return `\`${[command.name(), ...given].join(" ")}\``;
}

/** The README with its table of every command that there is. */
export function withCommands(readme: string): string {
  const rows = createProgram().commands.map((command) => {
    const below = command.commands.map((one) => `\`${one.name()}\``).join(" ");
    return [usage(command), command.description() + (below === "" ? "" : `: ${below}`)];
  });
  return withSection(readme, "packages/cli/src/program.ts", aligned([["command", "does"], ...rows]));
}
