import { type Command, Option } from "commander";
import { examples } from "./usage.ts";
import { exitCodes } from "./output.ts";

const passphraseFile = () =>
  new Option(
    "--passphrase-file <file>",
    "a file that holds the passphrase, or - for standard input (else SHOWRUNNER_PASSPHRASE, else it is asked for)",
  );
const place = (flags: string, words: string) =>
  new Option(flags, `${words}: here, stage[:outputs.json], or dynamodb:TABLE[@REGION]`).default("here");

/** Commands about the house that Showrunner lives in: moving accounts between two, and looking one over. */
export function addHouseCommands(program: Command): void {
  program
    .command("export")
    .argument("[file]", "the archive to write")
    .description("write accounts with all that is theirs into an archive, to keep or to move them")
    .option("-a, --account <account...>", "whose: user names or account ids; everybody's when left out")
    .addOption(place("--from <place>", "where they live"))
    .option("--leave", "they move: nothing is polled or done for them here from now on")
    .option("--with-connections", "with Trakt's tokens and channels' secrets, sealed with a passphrase; means --leave")
    .addOption(passphraseFile())
    .option("--come-back", "the way back: take up again who left and did not arrive elsewhere; needs no file")
    .addHelpText(
      "after",
      examples([
        "export all.archive",
        "export ann.archive --account ann --with-connections",
        "export ann.archive --account ann --leave --from stage:.sst/outputs.json",
        "export --come-back --account ann",
      ]),
    )
    .action(async (file: string | undefined, _options, command: Command) => {
      const { exportAccounts, comeBackHere } = await import("./commands/export.ts");
      if (command.opts<{ comeBack?: boolean }>().comeBack === true)
        return await comeBackHere(command.optsWithGlobals());
      if (file === undefined) command.error("error: name the archive to write", { exitCode: exitCodes.usage });
      else await exportAccounts(file, command.optsWithGlobals());
    });

  program
    .command("archive")
    .description("write all that is one person's into a JSON file, without secrets, to read or to keep")
    .option("-a, --account <account>", "whose: user name or account id; can be left out when there is one")
    .requiredOption("-o, --output <file>", "the file to write")
    .addHelpText("after", examples(["archive --account ann -o ann.json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/archive.ts")).archiveAccount(command.optsWithGlobals()),
    );

  program
    .command("import")
    .argument("<file>", "an archive that `showrunner export` made")
    .description("bring the accounts of an archive here or to a stage; run it again if it was interrupted")
    .addOption(place("--to <place>", "where they shall live"))
    .option("--without-connections", "leave Trakt's tokens and channels' secrets in the archive")
    .addOption(passphraseFile())
    .addOption(
      new Option(
        "--on-conflict <what>",
        "when an account lives there already: do nothing, keep its rows, or replace it",
      )
        .choices(["stop", "keep", "replace"])
        .default("stop"),
    )
    .option("--origin-gone", "accept accounts that had not left: where they come from will never run again")
    .option("--verify", "only compare the archive with what is there, and write nothing")
    .addHelpText(
      "after",
      examples([
        "import ann.archive",
        "import ann.archive --to stage:.sst/outputs.json --passphrase-file passphrase.txt",
        "import ann.archive --verify",
      ]),
    )
    .action(async (file: string, _options, command: Command) =>
      (await import("./commands/import.ts")).importAccounts(file, command.optsWithGlobals()),
    );

  program
    .command("doctor")
    .description("look over this machine's Showrunner, or a stage, and say what to mend; changes nothing")
    .addOption(place("--at <place>", "where it is"))
    .addHelpText("after", examples(["doctor", "doctor --json", "doctor --at stage:.sst/outputs.json"]))
    .action(async (_options, command: Command) =>
      (await import("./commands/doctor.ts")).doctor(command.optsWithGlobals()),
    );
}
