import { Problem } from "@showrunner/core/errors.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { namesIn, Registration } from "@showrunner/services/accounts/registration.ts";
import * as z from "zod";

/** Where the API takes back whoever comes from Trakt's sign-in page. */
export const callbackPath = "/connect/callback";

const flag = z.enum(["0", "1"], { error: "is neither 0 nor 1" }).transform((text) => text === "1");
const address = z.url({ protocol: /^https?$/, error: "is no http(s) address" });
/** Trakt itself takes https only; a Trakt of this machine takes the loopback. */
const redirectUri = address.refine(
  (text) => {
    const url = new URL(text);
    const isSafe = url.protocol === "https:" || isLoopback(url.hostname);
    return isSafe && url.pathname === callbackPath && url.search + url.hash + url.username === "";
  },
  { error: `is no https address that ends in ${callbackPath}` },
);
const number = (least: number, most: number) => {
  const error = `is no number from ${least} to ${most}`;
  return z.coerce.number({ error }).min(least, { error }).max(most, { error });
};

/** Every variable that Showrunner reads, and nothing else does: an unset one has a sensible default. */
const Variables = z.object({
  TRAKT_CLIENT_ID: z.string().min(1).optional(),
  TRAKT_CLIENT_SECRET: z.string().min(1).optional(),
  TRAKT_API_URL: address.default("https://api.trakt.tv"),
  TRAKT_AUTH_URL: address.default("https://auth.trakt.tv"),
  SHOWRUNNER_DATA: z.string().min(1).default("data"),
  SHOWRUNNER_PORT: number(0, 65_535).int({ error: "is no whole number" }).default(3000),
  SHOWRUNNER_REDIRECT_URI: redirectUri.optional(),
  SHOWRUNNER_KEY_FILE: z.string().min(1).optional(),
  SHOWRUNNER_ALLOW_LOOPBACK: flag.default(false),
  SHOWRUNNER_DEMO_SPEED: number(1, 3600).default(60),
  SHOWRUNNER_REGISTRATION: Registration.optional(),
  SHOWRUNNER_ALLOWED: z.string().default(""),
  SHOWRUNNER_OPERATORS: z.string().optional(),
  SHOWRUNNER_SERVER: address.optional(),
  SHOWRUNNER_KEY: z.string().min(1).optional(),
  NO_COLOR: z.string().optional(),
});

const meanings: Record<string, string> = {
  TRAKT_CLIENT_ID: "the client id of your Trakt app",
  TRAKT_CLIENT_SECRET: "the client secret of your Trakt app",
  TRAKT_API_URL: "where Trakt's API is, such as https://api.trakt.tv",
  TRAKT_AUTH_URL: "where Trakt's OAuth is, such as https://auth.trakt.tv",
  SHOWRUNNER_DATA: "the folder for the database and the key",
  SHOWRUNNER_PORT: "the port on 127.0.0.1, from 0 (any free one) to 65535",
  SHOWRUNNER_REDIRECT_URI: `the address, registered with your Trakt app, to which it sends your browser back; it ends in ${callbackPath}`,
  SHOWRUNNER_KEY_FILE: "the file that holds the keys; it lies in the data folder unless said otherwise",
  SHOWRUNNER_ALLOW_LOOPBACK: "1 lets webhooks go to this machine itself, 0 does not",
  SHOWRUNNER_REGISTRATION: "who may connect an account that is new here, by a browser: open, invite or allow-list",
  SHOWRUNNER_ALLOWED: "user names at Trakt, with commas between, of those who need no invitation",
  SHOWRUNNER_OPERATORS: "user names at Trakt, with commas between, of those who run the place",
  SHOWRUNNER_SERVER: "the address of a Showrunner elsewhere that commands are for, such as https://shows.example.com",
  SHOWRUNNER_KEY: "the API key for that Showrunner",
  SHOWRUNNER_DEMO_SPEED: "how many times as fast as real time the demo's world runs, from 1 to 3600",
};

export interface Env {
  /** The Trakt app; null runs the demo on the sandbox. */
  trakt: { clientId: string; clientSecret: Secret<string>; apiUrl: string; authUrl: string } | null;
  dataFolder: string;
  port: number;
  /** Where Trakt sends browsers back to; null where only device codes connect people. */
  redirectUri: string | null;
  keyFile: string | null;
  /** Who may connect an account that is new here, by a browser. */
  registration: Registration;
  /** User names at Trakt of those who need no invitation. */
  allowed: string[];
  /** User names at Trakt of those who run the place; null: whoever connected first. */
  operators: string[] | null;
  allowLoopback: boolean;
  demoSpeed: number;
  color: boolean;
}

/** The passphrase of an archive, for whoever cannot type it: it is read by this name only, and never an argument. */
export function readPassphrase(variables: NodeJS.ProcessEnv = process.env): Secret<string> | undefined {
  const text = variables["SHOWRUNNER_PASSPHRASE"];
  return text === undefined || text === "" ? undefined : new Secret(text);
}

/** Which Showrunner elsewhere commands are for, and the key for it. Throws Problem `env.invalid`. */
export function readServer(variables: NodeJS.ProcessEnv = process.env): {
  server: string | null;
  serverKey: Secret<string> | null;
} {
  const { SHOWRUNNER_SERVER, SHOWRUNNER_KEY } = variables;
  const env = parsed(Variables.pick({ SHOWRUNNER_SERVER: true, SHOWRUNNER_KEY: true }), {
    SHOWRUNNER_SERVER,
    SHOWRUNNER_KEY,
  });
  return {
    server: env.SHOWRUNNER_SERVER ?? null,
    serverKey: env.SHOWRUNNER_KEY === undefined ? null : new Secret(env.SHOWRUNNER_KEY),
  };
}

/** Reads the environment; throws Problem `env.invalid` that names the variable and says what it should be. */
export function readEnv(variables: NodeJS.ProcessEnv = process.env): Env {
  const env = parsed(Variables, variables);
  return {
    trakt: traktOf(env.TRAKT_CLIENT_ID, env.TRAKT_CLIENT_SECRET, env.TRAKT_API_URL, env.TRAKT_AUTH_URL),
    dataFolder: env.SHOWRUNNER_DATA,
    port: env.SHOWRUNNER_PORT,
    redirectUri: env.SHOWRUNNER_REDIRECT_URI ?? null,
    keyFile: env.SHOWRUNNER_KEY_FILE ?? null,
    registration: env.SHOWRUNNER_REGISTRATION ?? (isReachable(env.SHOWRUNNER_REDIRECT_URI) ? "invite" : "open"),
    allowed: namesIn(env.SHOWRUNNER_ALLOWED),
    operators: env.SHOWRUNNER_OPERATORS === undefined ? null : namesIn(env.SHOWRUNNER_OPERATORS),
    allowLoopback: env.SHOWRUNNER_ALLOW_LOOPBACK,
    demoSpeed: env.SHOWRUNNER_DEMO_SPEED,
    color: env.NO_COLOR === undefined,
  };
}

function parsed<Schema extends z.ZodType>(schema: Schema, variables: NodeJS.ProcessEnv): z.output<Schema> {
  // Empty is how shells and compose files say "not set".
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const result = z.safeParse(schema, set);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = String(issue?.path[0] ?? "");
    throw new Problem({
      code: "env.invalid",
      message: `the variable ${name} cannot be used: it ${issue?.message ?? "is wrong"}`,
      hint: `${name} is ${meanings[name] ?? "unknown"}.`,
    });
  }
  return result.data;
}

/** Whether strangers may come by: a proxy leads here from the network. */
function isReachable(by: string | undefined): boolean {
  return by !== undefined && !isLoopback(new URL(by).hostname);
}

const isLoopback = (hostname: string): boolean => ["127.0.0.1", "localhost", "[::1]"].includes(hostname);

function traktOf(id: string | undefined, secret: string | undefined, apiUrl: string, authUrl: string): Env["trakt"] {
  if (id === undefined && secret === undefined) return null;
  if (id === undefined || secret === undefined) {
    const [missing, there] =
      id === undefined ? ["TRAKT_CLIENT_ID", "TRAKT_CLIENT_SECRET"] : ["TRAKT_CLIENT_SECRET", "TRAKT_CLIENT_ID"];
    throw new Problem({
      code: "env.incomplete",
      message: `the variable ${missing} is not set, though ${there} is`,
      hint: "Set both to talk to Trakt with your app, or neither to run the demo on the sandbox.",
    });
  }
  return { clientId: id, clientSecret: new Secret(secret), apiUrl, authUrl };
}
