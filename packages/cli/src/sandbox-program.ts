import { type Command, InvalidArgumentError, Option } from "commander";
import { exitCodes } from "./output.ts";
import { examples, wholeNumber } from "./usage.ts";

const defaultPort = 8731;

const url = () =>
  new Option("--url <url>", "where the sandbox is, on this machine")
    .default(`http://127.0.0.1:${defaultPort}`)
    .argParser(loopbackUrl);

/** `showrunner sandbox`: a Trakt of one's own, and what can be done to it while it runs. */
export function addSandboxCommands(program: Command): void {
  const sandbox = program
    .command("sandbox")
    .description("run a Trakt of your own on this machine, for any client, and make things happen in it")
    .addHelpText(
      "after",
      examples(["sandbox", "sandbox --demo --speed 60", "sandbox add-person ann", "sandbox advance 3h"]),
    )
    // A variable that names a Showrunner elsewhere is none of its business; to say so here is a mistake.
    .hook("preAction", (_sandbox, command) => {
      const { server } = command.optsWithGlobals<{ server?: string }>();
      if (server !== undefined)
        command.error("error: a sandbox is of this machine, and --server is elsewhere", { exitCode: exitCodes.usage });
    });

  sandbox
    .command("serve", { isDefault: true })
    .description("run it until Ctrl-C: Trakt's API and its sign-in, both at one address")
    .addOption(
      new Option("-p, --port <port>", "on 127.0.0.1; 0 is any free one")
        .default(defaultPort)
        .argParser(wholeNumber(0, 65_535)),
    )
    .addOption(
      new Option("--seed <number>", "what ids and tokens of a new world follow from")
        .default(1)
        .argParser(wholeNumber(0, 2 ** 31)),
    )
    .option("--journal <file>", "keep the world in this file, and go on with it the next time")
    .addOption(
      new Option("--from <file>", "begin a new world with what `sandbox export` printed").conflicts(["now", "demo"]),
    )
    .addOption(
      new Option(
        "--demo [world]",
        "begin a new world with made-up people: who live on while shows air, or in june-2012",
      )
        .choices(["lively", "june-2012"])
        .preset("lively"),
    )
    .option("--person <names...>", "people to begin with, each with a token that is printed")
    .addOption(new Option("--now <time>", "when a new world's time begins, such as 2012-06-08").argParser(timeOf))
    .addOption(
      new Option("--speed <number>", "how many times as fast as yours its time runs; 0 stands still").argParser(
        speedOf,
      ),
    )
    .option("--no-limits", "without Trakt's rate limits")
    .addHelpText(
      "after",
      examples([
        "sandbox serve --person ann bob",
        "sandbox serve --journal world.jsonl --now 2012-06-08 --speed 0",
        "sandbox serve --port 0 --demo --speed 60 --json",
        "sandbox serve --demo june-2012",
      ]),
    )
    .action(async (_options, command: Command) => {
      const { demo, now } = command.opts<{ demo?: string; now?: number }>();
      if (demo === "june-2012" && now !== undefined)
        command.error("error: option '--demo june-2012' has its own time and cannot be used with '--now <time>'", {
          exitCode: exitCodes.usage,
        });
      await (await import("./commands/sandbox.ts")).serve(command.optsWithGlobals());
    });

  const control = (words: string, description: string, shown: readonly string[]): Command =>
    sandbox.command(words).description(description).addOption(url()).addHelpText("after", examples(shown));
  const load = () => import("./commands/sandbox-control.ts");

  control("state", "tell its time, what is in it, and what was asked of it", [
    "sandbox state",
    "sandbox state --json",
  ]).action(async (_options, command: Command) => (await load()).state(command.optsWithGlobals()));

  control("people", "list the people in it", ["sandbox people"]).action(async (_options, command: Command) =>
    (await load()).people(command.optsWithGlobals()),
  );

  control("add-person", "make somebody up", [
    "sandbox add-person ann --token",
    "sandbox add-person bob --vip --private",
  ])
    .argument("<username>", "what they are called")
    .option("--name <name>", "their name in full")
    .option("--timezone <zone>", "such as Europe/Berlin")
    .option("--vip", "a VIP member")
    .option("--private", "with a private profile")
    .option("--token", "with an access token, which is printed")
    .action(async (username: string, _options, command: Command) =>
      (await load()).addPerson(username, command.optsWithGlobals()),
    );

  control("token", "sign a person in, and print their tokens", [
    "sandbox token ann",
    "sandbox token ann --client my-app",
  ])
    .argument("<username>", "who it is")
    .option("--client <id>", "the app that may refresh it; any app when left out")
    .action(async (username: string, _options, command: Command) =>
      (await load()).token(username, command.optsWithGlobals()),
    );

  control("happen", "make something happen; docs/sandbox.md lists what there is", [
    "sandbox happen watch username=ann item=movie:7",
    "sandbox happen rate username=ann item=show:1390 rating=9",
    "sandbox happen disconnectApp username=ann",
  ])
    .argument("<what>", "such as watch, rate, watchlistAdd, follow or reschedule")
    .argument("[fields...]", "field=value each; a value is JSON, or else text")
    .action(async (what: string, fields: string[], _options, command: Command) =>
      (await load()).happen(what, fields, command.optsWithGlobals()),
    );

  control("fault", "let requests meet with a fault", [
    "sandbox fault 503 --times 3",
    "sandbox fault 429 --share 0.2 --method GET --route /sync",
    "sandbox fault slow --delay 30s --person ann",
    "sandbox fault lost-answer --times 1 --route /oauth/token",
  ])
    .argument("<name>", "such as 401, 429, 503, reset, slow or lost-answer; `sandbox faults` lists them")
    .addOption(new Option("--times <number>", "how often it strikes").argParser(wholeNumber(1, 1_000_000)))
    .addOption(new Option("--share <part>", "of the requests that it strikes, above 0 and up to 1").argParser(shareOf))
    .option("--method <method>", "of the requests, such as GET")
    .option("--route <route>", "of the requests: a path, a route such as /shows/:id, or the start of one")
    .option("--person <username>", "whose requests")
    .option("--delay <duration>", "of `slow`, such as 30s")
    .action(async (name: string, _options, command: Command) => (await load()).fault(name, command.optsWithGlobals()));

  control("faults", "list the faults that wait and those that struck, or take them away", [
    "sandbox faults",
    "sandbox faults --remove fault-1",
    "sandbox faults --clear",
  ])
    .option("--remove <id>", "take this one away")
    .option("--clear", "take all away")
    .action(async (_options, command: Command) => (await load()).faults(command.optsWithGlobals()));

  control("advance", "let time pass there at once", ["sandbox advance 3h", "sandbox advance --to 2012-06-17"])
    .argument("[duration]", "such as 90s, 15m, 3h, 2d or 1d12h")
    .addOption(new Option("--to <time>", "until when, such as 2012-06-17 or 2012-06-17T20:00:00Z").argParser(timeOf))
    .addOption(new Option("--speed <number>", "how fast it runs from then on").argParser(speedOf))
    .action(async (duration: string | undefined, _options, command: Command) =>
      (await load()).advance(duration, command.optsWithGlobals()),
    );

  control("behaviour", "tell how it behaves, or change that", [
    "sandbox behaviour",
    "sandbox behaviour lagMs=15000 dialect=rails",
  ])
    .argument("[fields...]", "field=value each; a value is JSON, or else text")
    .action(async (fields: string[], _options, command: Command) =>
      (await load()).behaviour(fields, command.optsWithGlobals()),
    );

  control("requests", "count what was asked of it, by route", ["sandbox requests"]).action(
    async (_options, command: Command) => (await load()).requests(command.optsWithGlobals()),
  );

  control("export", "print its world, for `sandbox serve --from`", ["sandbox export"]).action(
    async (_options, command: Command) => (await load()).exportWorld(command.optsWithGlobals()),
  );

  control("reset", "begin its world anew", ["sandbox reset"]).action(async (_options, command: Command) =>
    (await load()).reset(command.optsWithGlobals()),
  );
}

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

function loopbackUrl(text: string): string {
  const found = URL.parse(text);
  if (found?.protocol === "http:" && loopback.has(found.hostname)) return found.origin;
  throw new InvalidArgumentError("It must be http and on this machine, such as http://127.0.0.1:8731.");
}

/** Epoch ms; without a zone it is UTC. */
function timeOf(text: string): number {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/.test(text);
  const ms = Date.parse(isTime && !/(Z|[+-]\d{2}:\d{2})$/.test(text) ? `${text}Z` : text);
  if ((isDate || isTime) && !Number.isNaN(ms)) return ms;
  throw new InvalidArgumentError("It must be a date or a time, such as 2012-06-08 or 2012-06-08T20:00:00Z.");
}

function speedOf(text: string): number {
  const speed = Number(text);
  if (text.trim() !== "" && speed >= 0 && speed <= 100_000) return speed;
  throw new InvalidArgumentError("It must be a number from 0 to 100000.");
}

function shareOf(text: string): number {
  const share = Number(text);
  if (share > 0 && share <= 1) return share;
  throw new InvalidArgumentError("It must be a number above 0 and up to 1.");
}
