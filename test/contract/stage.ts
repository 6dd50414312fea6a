import { manualClock } from "@showrunner/core/clock.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { createSandbox, type SandboxOptions } from "@showrunner/trakt-sandbox/sandbox.ts";
import { createTrakt, type Trakt } from "@showrunner/trakt/client.ts";
import type { Cast, Stage } from "./example.ts";
import { type Exchange, record } from "./recording.ts";

/** The day that examples are played on. */
export const today = Date.UTC(2026, 10, 20, 12);

const cast: readonly { username: Cast; vip?: boolean; private?: boolean }[] = [
  { username: "ada", vip: true },
  { username: "ben" },
  { username: "cleo", private: true },
  { username: "dan" },
];

export interface OpenStage extends Stage {
  url: string;
  /** What was said since it opened, when it is recorded. */
  exchanges: readonly Exchange[];
  close(): Promise<void>;
}

/** A sandbox with the four people of the examples, listening, and the client for it; `recorded` keeps what they say. */
export async function openStage(options: Partial<SandboxOptions> & { recorded?: boolean } = {}): Promise<OpenStage> {
  const { recorded = false, ...sandboxOptions } = options;
  const clock = manualClock(today);
  const sandbox = createSandbox({ clock, ...sandboxOptions, behaviour: { limits: false, ...options.behaviour } });
  const { world } = sandbox;
  for (const person of cast) world.addPerson(person);
  world.befriend("ada", "ben");
  const recording = recorded ? await record((request) => sandbox.fetch(request)) : undefined;
  const { url } = recording ?? (await sandbox.listen());
  const trakt = clientFor(url);
  return {
    sandbox,
    world,
    trakt,
    url,
    exchanges: recording?.exchanges ?? [],
    as: (username) => trakt.as({ key: username, accessToken: new Secret(world.issueTokens(username).access_token) }),
    async close() {
      await trakt.close();
      await recording?.close();
      await sandbox.close();
    },
  };
}

/** The real client for a server on this machine. */
export function clientFor(url: string): Trakt {
  return createTrakt({
    apiUrl: url,
    authUrl: url,
    clientId: "examples-client",
    clientSecret: new Secret("examples-secret"),
    clock: manualClock(today),
  });
}
