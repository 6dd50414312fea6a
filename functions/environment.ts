import { messageOf, Problem } from "@showrunner/core/errors.ts";
import * as z from "zod";

const text = z.string().min(1);
const address = z.url({ protocol: /^https?$/ });
const linkedName = z.object({ name: text }).transform(({ name }) => name);
const linkedUrl = z.object({ url: address }).transform(({ url }) => url);
const linkedValue = z.object({ value: text }).transform(({ value }) => value);

/** What SST links to functions, by the name of the resource: what is read of each is its `name`, `url` or `value`. */
const links = {
  Table: linkedName,
  PollJobs: linkedUrl,
  ChangeEvents: linkedUrl,
  TraktWrites: linkedUrl,
  Deliveries: linkedUrl,
  PollJobsDlq: linkedUrl,
  ChangeEventsDlq: linkedUrl,
  TraktWritesDlq: linkedUrl,
  DeliveriesDlq: linkedUrl,
  TraktClientId: linkedValue,
  TraktClientSecret: linkedValue,
  /** Whoever asks the API must say it, as the password of HTTP's basic sign-in. */
  OperatorPassword: linkedValue,
};

/** What the stacks set as variables of a function. */
const variables = {
  /** The KMS keys' ids or ARNs: one wraps the keys of tokens, the other those of channels' secrets. */
  TOKENS_KEY_ID: text,
  CHANNELS_KEY_ID: text,
};

/** Variables that may be left out. */
const optionalVariables = {
  TRAKT_API_URL: address,
  TRAKT_AUTH_URL: address,
  /** The address that browsers come by, and are sent back to by Trakt: the site's. Links in notifications lead there, too. */
  API_ORIGIN: address,
  /** Who may connect an account that is new here: `open`, `invite` or `allow-list`. */
  SHOWRUNNER_REGISTRATION: z.enum(["open", "invite", "allow-list"]),
  /** User names at Trakt, with commas between: of those who need no invitation, and of those who run the place. */
  SHOWRUNNER_ALLOWED: z.string(),
  SHOWRUNNER_OPERATORS: z.string(),
  /** The address that the deliverer's mails come from, where it sends any of its own. */
  MAIL_FROM: z.email(),
};

/** Everything that a function may read from outside; each reads only what `functionNeeds` gives it. */
const Environment = z.object({ ...links, ...variables, ...optionalVariables });
export type Environment = { [Name in keyof z.output<typeof Environment>]?: string | undefined };

export type LinkName = keyof typeof links;
export type VariableName = keyof typeof variables;
export type OptionalVariableName = keyof typeof optionalVariables;

export interface FunctionNeeds {
  links: readonly LinkName[];
  variables: readonly VariableName[];
}

const traktApp = ["TraktClientId", "TraktClientSecret"] as const;

/**
 * What each function is linked to and set, and nothing else: the stacks wire it, and the function refuses to start
 * without it. The name is that of the file, and of the handler in it.
 */
export const functionNeeds = {
  schedule: { links: ["Table", "PollJobs"], variables: [] },
  "poll-account": {
    // A person whose connection broke is told of it: through Deliveries.
    links: ["Table", "PollJobs", "PollJobsDlq", "ChangeEvents", "Deliveries", ...traktApp],
    variables: ["TOKENS_KEY_ID"],
  },
  "apply-rules": {
    // What a condition asks of shows and movies is anybody's; what of the person, it asks poll-account for.
    links: ["Table", "ChangeEvents", "ChangeEventsDlq", "TraktWrites", "Deliveries", "PollJobs", ...traktApp],
    variables: [],
  },
  "write-trakt": {
    // Tokens are renewed before they are used: what becomes of a lost connection is an event as well.
    links: ["Table", "TraktWrites", "TraktWritesDlq", "ChangeEvents", "Deliveries", ...traktApp],
    variables: ["TOKENS_KEY_ID"],
  },
  deliver: { links: ["Table", "Deliveries", "DeliveriesDlq"], variables: ["CHANNELS_KEY_ID"] },
  "fire-timers": { links: ["Table", "ChangeEvents", "TraktWrites", "Deliveries"], variables: [] },
  "refresh-tokens": {
    links: ["Table", "PollJobs", "ChangeEvents", "Deliveries", ...traktApp],
    variables: ["TOKENS_KEY_ID"],
  },
  "read-shared-calendars": { links: ["Table", "ChangeEvents", ...traktApp], variables: [] },
  api: {
    links: [
      "Table",
      "PollJobs",
      "PollJobsDlq",
      "ChangeEvents",
      "ChangeEventsDlq",
      "TraktWrites",
      "TraktWritesDlq",
      "Deliveries",
      "DeliveriesDlq",
      "OperatorPassword",
      ...traktApp,
    ],
    // Whoever signs in first is given an inbox, whose (empty) secrets are sealed like any channel's.
    variables: ["TOKENS_KEY_ID", "CHANNELS_KEY_ID"],
  },
} as const satisfies Record<string, FunctionNeeds>;
export type FunctionName = keyof typeof functionNeeds;

export interface EnvironmentSources {
  /** What is linked under a name; throws, or returns undefined, when nothing is. */
  linked(name: LinkName): unknown;
  variables: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads what a function needs, and holds each piece against its shape. Throws Problem `environment.missing` or
 * `environment.invalid`, which names the function and everything that is wrong. No value is in the message.
 */
export function readEnvironment(name: FunctionName, sources: EnvironmentSources): Environment {
  const needs: FunctionNeeds = functionNeeds[name];
  const found: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const link of needs.links) {
    found[link] = linkedOrUndefined(sources, link);
    if (found[link] === undefined) missing.push(`the link ${link}`);
  }
  for (const variable of needs.variables) {
    found[variable] = sources.variables[variable] || undefined;
    if (found[variable] === undefined) missing.push(`the variable ${variable}`);
  }
  if (missing.length > 0)
    throw new Problem({
      code: "environment.missing",
      message: `the function ${name} was deployed without ${missing.join(", ")}`,
      hint: "Set secrets with `npx sst secret set <name> <value>`, then deploy the stage again; links and variables are wired in stacks/.",
    });
  for (const variable of Object.keys(optionalVariables)) found[variable] = sources.variables[variable] || undefined;
  const parsed = Environment.partial().safeParse(found);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Problem({
    code: "environment.invalid",
    message: `the function ${name} cannot use what it was deployed with: ${wrong.join("; ")}`,
    hint: "Mend the secret with `npx sst secret set <name> <value>`, or the wiring in stacks/, and deploy the stage again.",
  });
}

/** SST's Resource throws for what was not linked. */
function linkedOrUndefined(sources: EnvironmentSources, name: LinkName): unknown {
  try {
    return sources.linked(name);
  } catch {
    return undefined;
  }
}

/** A piece of the environment that a function is about to use; one that it was not given is a mistake in `functionNeeds`. */
export function required(environment: Environment, name: keyof Environment): string {
  const value = environment[name];
  if (value !== undefined) return value;
  throw new Problem({
    code: "environment.not_needed",
    message: `${name} was used by a function whose needs do not name it`,
    hint: "Add it to the function's needs in functions/environment.ts.",
  });
}

/** For the log of a start that failed. */
export function startFailure(error: unknown): Record<string, string> {
  const problem = error instanceof Problem ? { code: error.code, hint: error.hint ?? "" } : {};
  return { kind: "start.failed", message: messageOf(error), ...problem };
}
