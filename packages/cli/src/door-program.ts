import { type Command, Option } from "commander";
import { examples, wholeNumber } from "./usage.ts";

const account = () => new Option("-a, --account <account>", "whose: a user name or account id");

/** `showrunner dashboard`, `invites` and `audit`: who may come in, and what was done. */
export function addDoorCommands(program: Command): void {
  program
    .command("dashboard")
    .description("make a link that signs a browser of this machine in to the dashboard, once")
    .addOption(account())
    .addHelpText("after", examples(["dashboard", "dashboard --account ann"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/dashboard.ts")).dashboard(command.optsWithGlobals()),
    );

  const invites = program
    .command("invites")
    .description("list, make and take back invitations, by which who is new here may connect an account")
    .addHelpText("after", examples(["invites", "invites add Billie --days 3"]));
  invites
    .command("list", { isDefault: true })
    .description("list the invitations that may still be used")
    .addHelpText("after", examples(["invites", "invites list --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/invites.ts")).listAllInvites(command.optsWithGlobals()),
    );
  invites
    .command("add")
    .argument("<name>", "whom it is for, in your words")
    .description("invite one person; the link is shown this once")
    .addOption(new Option("--days <number>", "for how many days").default(7).argParser(wholeNumber(1, 90)))
    .addHelpText("after", examples(["invites add Billie", "invites add Billie --days 3"]))
    .action(async (name: string, _options, command: Command) =>
      (await import("./commands/invites.ts")).invite(name, command.optsWithGlobals()),
    );
  invites
    .command("rm")
    .argument("<invite>", "an invitation's name or id")
    .description("take an invitation back")
    .addHelpText("after", examples(["invites rm Billie"]))
    .action(async (wanted: string, _options, command: Command) =>
      (await import("./commands/invites.ts")).dropInvite(wanted, command.optsWithGlobals()),
    );

  program
    .command("audit")
    .description("list what was done in an account and by whom: sign-ins, keys, channels, rules")
    .addOption(account())
    .addOption(new Option("-n, --limit <number>", "how many at most").default(30).argParser(wholeNumber(1, 200)))
    .addHelpText("after", examples(["audit", "audit --account ann --limit 100 --json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/audit.ts")).listAudit(command.optsWithGlobals()),
    );
}
