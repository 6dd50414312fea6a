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
  if (server === undefined) return data === undefined ? readServer().server : null;
  if (data !== undefined)
    throw new Problem({
      code: "cli.two_places",
      message: "--data is a folder of this machine, and --server is elsewhere",
      hint: "Say one of them.",
    });
  const url = URL.parse(server);
  if (url !== null && /^https?:$/.test(url.protocol)) return server;
  throw new Problem({
    code: "cli.server_invalid",
    message: `"${server}" is no http(s) address`,
    hint: "Write it in full, such as --server https://shows.example.com.",
  });
}

/** The Showrunner elsewhere that a command is for, with the key for it; null for this machine's. */
export function serverOf(options: ServerOptions): Server | null {
  const url = serverNamed(options);
  if (url === null) return null;
  const key = keyOf(options);
  if (key !== null) return { url, key };
  throw new Problem({
    code: "cli.key_missing",
    message: `there is no key for ${url}`,
    hint: "Make one there, in the settings or by `showrunner keys add NAME --scope write`, and put it into SHOWRUNNER_KEY, or into a file for --key-file.",
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
