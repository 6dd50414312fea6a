import { Problem } from "@showrunner/core/errors.ts";
import * as z from "zod";
import type { GlobalOptions } from "../context.ts";
import { exitCodes, fail, outputOf, show, type Output } from "../output.ts";
import { table } from "../table.ts";

export interface ControlOptions extends GlobalOptions {
  url: string;
}

const Person = z.looseObject({
  username: z.string(),
  name: z.string().nullable(),
  timezone: z.string(),
  vip: z.boolean(),
  private: z.boolean(),
});
const Tokens = z.looseObject({ access_token: z.string(), refresh_token: z.string() });
const Fault = z.looseObject({
  id: z.string(),
  name: z.string(),
  left: z.number().nullable(),
  share: z.number().optional(),
  match: z.record(z.string(), z.string()).optional(),
});
const Faults = z.looseObject({
  active: z.array(Fault),
  struck: z.record(z.string(), z.number()),
  names: z.array(z.string()),
});
const Now = z.looseObject({ now: z.string(), speed: z.number().nullable() });
const State = z.looseObject({
  ...Now.shape,
  seed: z.number(),
  people: z.number(),
  shows: z.number(),
  movies: z.number(),
  writes: z.number(),
  requests: z.record(z.string(), z.number()),
});
const Requests = z.object({ requests: z.record(z.string(), z.number()), answers: z.record(z.string(), z.number()) });

export async function state(options: ControlOptions): Promise<void> {
  await control(options, async (ask, output) => {
    const told = State.parse(await ask("GET", "/state"));
    const asked = Object.values(told.requests).reduce((sum, count) => sum + count, 0);
    const words = [
      `It is ${told.now} there${speedWords(told.speed)}.`,
      `${told.people} people, ${told.shows} shows, ${told.movies} movies; seed ${told.seed}.`,
      `${asked} requests so far, ${told.writes} writes.`,
    ];
    show(output, told, words.join("\n"));
  });
}

export async function people(options: ControlOptions): Promise<void> {
  await control(options, async (ask, output) => {
    const found = z.array(Person).parse(await ask("GET", "/people"));
    const yes = (flag: boolean): string => (flag ? "yes" : "no");
    const words =
      found.length === 0
        ? "Nobody is in it yet: add somebody with `showrunner sandbox add-person NAME`."
        : table(
            ["user name", "name", "time zone", "vip", "private"],
            found.map((one) => [one.username, one.name ?? "-", one.timezone, yes(one.vip), yes(one.private)]),
          );
    show(output, found, words);
  });
}

export interface AddPersonOptions extends ControlOptions {
  name?: string;
  timezone?: string;
  vip?: boolean;
  private?: boolean;
  token?: boolean;
}

export async function addPerson(username: string, options: AddPersonOptions): Promise<void> {
  await control(options, async (ask, output) => {
    const { name, timezone, vip, private: isPrivate, token: withToken = false } = options;
    const person = { username, name, timezone, vip, private: isPrivate };
    const made = await ask("POST", "/people", { people: [person], tokens: withToken });
    const [added] = z.object({ people: z.array(Person.extend({ tokens: Tokens.optional() })) }).parse(made).people;
    const words = [`${username} is in it.`];
    if (added?.tokens !== undefined) words.push(`Access token: ${added.tokens.access_token}`);
    show(output, added, words.join("\n"));
  });
}

export async function token(username: string, options: ControlOptions & { client?: string }): Promise<void> {
  await control(options, async (ask, output) => {
    const { client } = options;
    const [tokens] = z
      .object({ results: z.array(Tokens) })
      .parse(await ask("POST", "/happenings", { happenings: [{ do: "issueTokens", username, client }] })).results;
    show(output, tokens, `Access token: ${tokens?.access_token}\nRefresh token: ${tokens?.refresh_token}`);
  });
}

export async function happen(what: string, fields: readonly string[], options: ControlOptions): Promise<void> {
  await control(options, async (ask, output) => {
    const happening = { do: what, ...fieldsOf(fields) };
    const [result] = z
      .object({ results: z.array(z.unknown()) })
      .parse(await ask("POST", "/happenings", { happenings: [happening] })).results;
    show(output, result, result === null ? "Done." : `Done: ${JSON.stringify(result)}`);
  });
}

export interface FaultOptions extends ControlOptions {
  times?: number;
  share?: number;
  method?: string;
  route?: string;
  person?: string;
  delay?: string;
}

export async function fault(name: string, options: FaultOptions): Promise<void> {
  await control(options, async (ask, output) => {
    const { times, share, method, route, person: username, delay: delayMs } = options;
    const made = await ask("POST", "/faults", { name, times, share, delayMs, match: { method, route, username } });
    const { id } = z.object({ id: z.string() }).parse(made);
    show(output, { id }, `${id} waits for requests${times === undefined ? ", until it is taken away" : ""}.`);
  });
}

export async function faults(options: ControlOptions & { remove?: string; clear?: boolean }): Promise<void> {
  await control(options, async (ask, output) => {
    if (options.clear === true) await ask("DELETE", "/faults");
    if (options.remove !== undefined) await ask("DELETE", `/faults/${encodeURIComponent(options.remove)}`);
    const told = Faults.parse(await ask("GET", "/faults"));
    const waiting = table(
      ["id", "fault", "left", "share", "for"],
      told.active.map(({ id, name, left, share, match = {} }) => [
        id,
        name,
        left === null ? "for good" : String(left),
        share === undefined ? "all" : String(share),
        Object.values(match).join(" ") || "every request",
      ]),
    );
    const struck = Object.entries(told.struck).map(([name, count]) => `${name} ${count}×`);
    const words = [
      told.active.length === 0 ? "No fault waits for requests." : waiting,
      ...(struck.length === 0 ? [] : [`Struck so far: ${struck.join(", ")}.`]),
      `There are: ${told.names.join(", ")}.`,
    ];
    show(output, told, words.join("\n"));
  });
}

export async function advance(
  duration: string | undefined,
  options: ControlOptions & { to?: number; speed?: number },
): Promise<void> {
  await control(options, async (ask, output) => {
    const to = options.to === undefined ? undefined : new Date(options.to).toISOString();
    const told = Now.parse(await ask("POST", "/clock", { advance: duration, to, speed: options.speed }));
    show(output, told, `It is ${told.now} there${speedWords(told.speed)}.`);
  });
}

export async function behaviour(fields: readonly string[], options: ControlOptions): Promise<void> {
  await control(options, async (ask, output) => {
    const told = z
      .record(z.string(), z.unknown())
      .parse(fields.length === 0 ? await ask("GET", "/behaviour") : await ask("PATCH", "/behaviour", fieldsOf(fields)));
    const words = Object.entries(told).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    show(output, told, words.join("\n"));
  });
}

export async function requests(options: ControlOptions): Promise<void> {
  await control(options, async (ask, output) => {
    const told = Requests.parse(await ask("GET", "/requests"));
    const rows = Object.entries(told.answers).toSorted(([a], [b]) => a.localeCompare(b));
    const words =
      rows.length === 0
        ? "Nothing was asked of it yet."
        : table(
            ["times", "what was asked, and the answer's status"],
            rows.map(([name, count]) => [String(count), name]),
          );
    show(output, told, words);
  });
}

/** Prints the export as it is, also with --json: it is lines of JSON. */
export async function exportWorld(options: ControlOptions): Promise<void> {
  await control(options, async (ask, output) => {
    output.print(
      z
        .string()
        .parse(await ask("GET", "/export"))
        .trimEnd(),
    );
  });
}

export async function reset(options: ControlOptions): Promise<void> {
  await control(options, async (ask, output) => {
    const told = Now.parse(await ask("POST", "/reset"));
    show(output, told, `It began anew: it is ${told.now} there.`);
  });
}

type Ask = (method: string, path: string, body?: unknown) => Promise<unknown>;

async function control(options: ControlOptions, work: (ask: Ask, output: Output) => Promise<void>): Promise<void> {
  const output = outputOf(options.json === true);
  try {
    await work((method, path, body) => askControl(options.url, method, path, body), output);
  } catch (error) {
    const code = fail(output, error);
    const isUnknown = error instanceof Problem && error.code.startsWith("sandbox.no_such_");
    process.exitCode = isUnknown ? exitCodes.unknown : code;
  }
}

const Refusal = z.object({ error: z.string(), message: z.string(), hint: z.string().optional() });

/** What the sandbox's control answers: data, or text as it is. Throws Problem `sandbox.not_there`, and the sandbox's own. */
async function askControl(url: string, method: string, path: string, body: unknown): Promise<unknown> {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${url}/sandbox${path}`, { ...init, redirect: "manual" });
    text = await response.text();
  } catch (cause) {
    throw notThere(`nothing answers at ${url}`, cause);
  }
  if (response.ok && text === "") return undefined;
  const type = response.headers.get("content-type") ?? "";
  if (response.ok && type.startsWith("application/x-ndjson")) return text;
  const data = jsonOf(text);
  if (response.ok && data !== undefined) return data;
  const refusal = Refusal.safeParse(data);
  if (!refusal.success) throw notThere(`what answers at ${url} is no sandbox`, undefined);
  const { error: code, message, hint } = refusal.data;
  const told = hints[code] ?? hint;
  throw new Problem({ code, message, ...(told === undefined ? {} : { hint: told }) });
}

/** For whoever types, in the place of what a program is told. */
const hints: Readonly<Record<string, string>> = {
  "sandbox.no_such_person": "List who is there with `showrunner sandbox people`.",
  "sandbox.no_such_fault": "List them with `showrunner sandbox faults`.",
};

function notThere(message: string, cause: unknown): Problem {
  const hint = "Start one with `showrunner sandbox`, or say where it is with --url.";
  return new Problem({ code: "sandbox.not_there", message, hint, cause });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `name=value` each, the value as JSON where it is some. Throws Problem `sandbox.bad_field`. */
function fieldsOf(fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.map((field) => {
      const at = field.indexOf("=");
      const text = field.slice(at + 1);
      const value = jsonOf(text);
      if (at > 0) return [field.slice(0, at), value === undefined ? text : value];
      throw new Problem({
        code: "sandbox.bad_field",
        message: `"${field}" is no field=value`,
        hint: "Such as username=ann, item=movie:7 or rating=9.",
      });
    }),
  );
}

function speedWords(speed: number | null): string {
  if (speed === null || speed === 1) return "";
  return speed === 0 ? ", and time stands still" : `, and time runs ${speed} times as fast`;
}
