import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { systemClock } from "@showrunner/core/clock.ts";
import { lockFile } from "@showrunner/local/lock-file.ts";
import { plainJson } from "@showrunner/local/plain.ts";
import { type DemoName, serveSandbox } from "@showrunner/trakt-sandbox/serve-sandbox.ts";
import type { GlobalOptions } from "../context.ts";
import { fail, outputOf } from "../output.ts";

export interface ServeSandboxOptions extends GlobalOptions {
  port: number;
  seed: number;
  journal?: string;
  from?: string;
  demo?: DemoName;
  person?: string[];
  now?: number;
  speed?: number;
  limits: boolean;
}

interface Told {
  url: string;
  now: string;
  isContinued: boolean;
  people: string[];
  tokens: Readonly<Record<string, string>>;
}

/** Runs a sandbox until it is told to stop. */
export async function serve(options: ServeSandboxOptions): Promise<void> {
  const output = outputOf(options.json === true);
  const say = (data: object, words: string) => output.print(output.json ? plainJson(data) : words);
  const stop = toldToStop();
  let unlock: (() => void) | undefined;
  try {
    unlock = lockJournal(options.journal);
    const { sandbox, url, tokens, close } = await serveSandbox({
      machine: systemClock,
      port: options.port,
      seed: options.seed,
      journalPath: options.journal,
      fromPath: options.from,
      demo: options.demo,
      people: options.person,
      startMs: options.now,
      speed: options.speed,
      behaviour: { limits: options.limits },
    });
    const { world, isContinued } = sandbox;
    const people = world.people().map(({ username }) => username);
    const told = { url, now: new Date(sandbox.clock.now()).toISOString(), isContinued, people, tokens };
    say({ kind: "started", ...told }, welcome(told, options));
    await stop;
    await close();
    say({ kind: "stopped" }, "Stopped.");
  } catch (error) {
    process.exitCode = fail(output, error);
  } finally {
    unlock?.();
  }
}

/** Two processes on one journal would each write a world of their own into it. */
function lockJournal(journal: string | undefined): (() => void) | undefined {
  // Where there is no folder there is nothing to lock, and opening the journal says so.
  if (journal === undefined || !existsSync(dirname(journal))) return undefined;
  return lockFile(`${journal}.lock`, {
    code: "sandbox.journal_in_use",
    message: `another sandbox is running on the journal ${journal}`,
    hint: "Stop that one first, or name another file with --journal.",
  });
}

function welcome({ url, now, isContinued, people, tokens }: Told, options: ServeSandboxOptions): string {
  const at = url === "http://127.0.0.1:8731" ? "" : ` --url ${url}`;
  const lines = [
    `A Trakt of your own is running: ${url}`,
    "Use that address for https://api.trakt.tv and https://auth.trakt.tv alike; any client id and secret will do.",
    `For Showrunner: TRAKT_API_URL=${url} TRAKT_AUTH_URL=${url} TRAKT_CLIENT_ID=any TRAKT_CLIENT_SECRET=any`,
    `It is ${now} there${isContinued ? ", and the world goes on from the journal" : ""}.`,
  ];
  if (isContinued && options.now !== undefined) lines.push("--now is for a new world: this one has its own time.");
  if (isContinued && options.demo === "june-2012") lines.push("--demo june-2012 is for a new world: this one went on.");
  if (isContinued && options.from !== undefined) lines.push("--from is for a new world: this one went on.");
  if (people.length === 0) lines.push(`Nobody is in it yet: showrunner sandbox add-person ann --token${at}`);
  else lines.push(`In it: ${people.slice(0, 10).join(", ")}${people.length > 10 ? " …" : ""}.`);
  for (const [username, token] of Object.entries(tokens)) lines.push(`Access token of ${username}: ${token}`);
  lines.push(`Let time pass: showrunner sandbox advance 3h${at}`, "Ctrl-C stops it.");
  return lines.join("\n");
}

async function toldToStop(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
