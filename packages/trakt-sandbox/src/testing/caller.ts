import { manualClock, type ManualClock } from "@showrunner/core/clock.ts";
import type { Behaviour } from "../behaviour.ts";
import { createSandbox, type Sandbox } from "../sandbox.ts";

/** What a test reads of an answer. */
export interface Told {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; undefined when it is not JSON. */
  body: unknown;
}

export interface TestSandbox extends Sandbox {
  clock: ManualClock;
  url: string;
  /** With the headers that Trakt asks for, and this person's token; a null header is left out. */
  call(username: string | null, path: string, init?: CallInit): Promise<Told>;
  post(username: string, path: string, body: unknown): Promise<Told>;
}

export interface CallInit {
  method?: string;
  body?: string;
  headers?: Record<string, string | null>;
}

/** Friday evening, UTC. */
export const startMs = Date.parse("2026-11-20T18:00:00.000Z");

export const headers: Readonly<Record<string, string>> = {
  "content-type": "application/json",
  "trakt-api-key": "test-app",
  "trakt-api-version": "2",
  "user-agent": "ShowrunnerTest/1.0",
};

/** A sandbox that listens, with the people named, each with a token; rate buckets are off unless asked for. */
export async function testSandbox(
  options: { people?: readonly string[]; behaviour?: Partial<Behaviour>; journalPath?: string } = {},
): Promise<TestSandbox> {
  const clock = manualClock(startMs);
  const behaviour = { limits: false, ...options.behaviour };
  const sandbox = createSandbox({ clock, behaviour, journalPath: options.journalPath });
  const tokens = new Map<string, string>();
  for (const username of options.people ?? ["ada"]) {
    sandbox.world.addPerson({ username });
    tokens.set(username, sandbox.world.issueTokens(username).access_token);
  }
  const { url } = await sandbox.listen();
  const call: TestSandbox["call"] = async (username, path, init = {}) => {
    const sent = new Headers(headers);
    if (username !== null) sent.set("authorization", `Bearer ${tokens.get(username) ?? username}`);
    for (const [name, value] of Object.entries(init.headers ?? {})) {
      if (value === null) sent.delete(name);
      else sent.set(name, value);
    }
    const { method = "GET", body = null } = init;
    return told(await fetch(`${url}${path}`, { method, body, headers: sent, redirect: "manual" }));
  };
  return {
    ...sandbox,
    clock,
    url,
    call,
    post: (username, path, body) => call(username, path, { method: "POST", body: JSON.stringify(body) }),
  };
}

export async function told(response: Response): Promise<Told> {
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json") && text !== "";
  const body: unknown = isJson ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, body };
}

/** Shows, episodes and movies of the catalogue that tests speak of. */
export const known = {
  gameOfThrones: { type: "show", trakt: 1390 },
  gameOfThronesSeason1: { type: "season", show: 1390, number: 1 },
  winterIsComing: { type: "episode", trakt: 73640 },
  constantine: { type: "show", trakt: 60307 },
  utopia: { type: "show", trakt: 46241 },
  breakingBad: { type: "show", trakt: 1388 },
  starWars: { type: "movie", trakt: 7 },
  memento: { type: "movie", trakt: 47 },
} as const;
