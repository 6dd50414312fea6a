import { readFileSync } from "node:fs";
import { Problem } from "@showrunner/core/errors.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { readServer } from "@showrunner/local/env.ts";

export interface ServerOptions {
  data?: string;
  server?: string;
  key?: string;
  keyFile?: string;
}

/** A Showrunner elsewhere, and what opens it. */
export interface Server {
  url: string;
  key: Secret<string>;
}

/** The address of the Showrunner elsewhere that a command is for; null for this machine's. What is typed comes before the environment. */
export function serverNamed({ server, data }: ServerOptions): string | null {
  if (server !== undefined && data !== undefined)
    throw new Problem({
      code: "cli.two_places",
      message: "--data is a folder of this machine, and --server is elsewhere",
      hint: "Say one of them.",
    });
  if (data !== undefined) return null;
  const named = server ?? readServer().server;
  if (named !== null) checkAddress(named);
  return named;
}

function checkAddress(server: string): void {
  const url = URL.parse(server);
  const isAddress = url !== null && /^https?:$/.test(url.protocol);
  // It would be in every message, and is not sent.
  const hasPassword = isAddress && url.username + url.password !== "";
  if (isAddress && !hasPassword) return;
  throw new Problem({
    code: "cli.server_invalid",
    message: hasPassword ? "the server's address has a name or password in it" : `"${server}" is no http(s) address`,
    hint: "Write it in full and with nothing before its name, such as --server https://shows.example.com.",
  });
}

/** The Showrunner elsewhere that a command is for, with the key for it; null for this machine's. */
export function serverOf(options: ServerOptions): Server | null {
  const url = serverNamed(options);
  if (url === null) return null;
  const key = keyOf(options);
  if (key !== null) return { url, key: sendable(key) };
  throw new Problem({
    code: "cli.key_missing",
    message: `there is no key for ${url}`,
    hint: "Make one there, in the settings or by `showrunner keys add NAME --scope write`, and put it into SHOWRUNNER_KEY, or into a file for --key-file.",
  });
}

/** What is no key would be refused as a header, in words that repeat it. */
function sendable(key: Secret<string>): Secret<string> {
  if (/^[\u{21}-\u{7e}]+$/u.test(key.reveal())) return key;
  throw new Problem({
    code: "cli.key_invalid",
    message: "what was given as the key is none: a key is one word, without spaces",
    hint: "Copy it anew, as it was shown when it was made.",
  });
}

function keyOf({ key, keyFile }: ServerOptions): Secret<string> | null {
  if (key !== undefined) return new Secret(key);
  if (keyFile === undefined) return readServer().serverKey;
  try {
    return new Secret(readFileSync(keyFile === "-" ? 0 : keyFile, "utf8").trim());
  } catch (cause) {
    throw new Problem({
      code: "cli.key_unreadable",
      message: `the key file ${keyFile} cannot be read`,
      hint: "Name a file with one API key in it, or - for standard input.",
      cause,
    });
  }
}

/** Throws Problem `cli.local_only` where a command that only this machine can do is for a Showrunner elsewhere. */
export function onlyHere(options: ServerOptions): void {
  const server = serverNamed(options);
  if (server === null) return;
  throw new Problem({
    code: "cli.local_only",
    message: `this works on the machine that Showrunner runs on, and not for ${server}`,
    hint: "Run it there; or leave out --server, and unset SHOWRUNNER_SERVER.",
  });
}
