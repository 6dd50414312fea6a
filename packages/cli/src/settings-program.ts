import { type Command, Option } from "commander";
import { examples } from "./usage.ts";

/** `showrunner settings`: when a person is told something. */
export function addSettingsCommands(program: Command): void {
  const account = () => new Option("-a, --account <account>", "whose: a user name or account id");
  const load = () => import("./commands/settings.ts");
  const settings = program
    .command("settings")
    .description("show and change when you are told: time zone, quiet hours, digests, throttles")
    .addHelpText(
      "after",
      examples(["settings", "settings set quiet_hours 22:00-07:00", "settings set digests.daily_at 06:30"]),
    );
  settings
    .command("show", { isDefault: true })
    .description("show them, also those that are as they are by default")
    .addOption(account())
    .addHelpText("after", examples(["settings", "settings show --account ann --json"]))
    .action(async (_options, command: Command) => (await load()).showSettings(command.optsWithGlobals()));
  settings
    .command("set")
    .argument("<key>", "such as time_zone, quiet_hours.saturday, throttle or channels.phone.quiet_hours")
    .argument("<value>", "its new value; `default` takes it back")
    .description("change one of them")
    .addOption(account())
    .addHelpText(
      "after",
      examples([
        "settings set time_zone Europe/Berlin",
        "settings set quiet_hours.saturday 23:30-10:00",
        "settings set channels.phone.throttle '3 per 1 hour'",
        "settings set quiet_hours default",
      ]),
    )
    .action(async (key: string, value: string, _options, command: Command) =>
      (await load()).changeSetting(key, value, command.optsWithGlobals()),
    );
}
