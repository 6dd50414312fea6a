import { manualClock } from "@showrunner/core/clock.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { createSandbox, type SandboxOptions } from "@showrunner/trakt-sandbox/sandbox.ts";
import { createTrakt } from "@showrunner/trakt/client.ts";
import type { Cast, Stage } from "./example.ts";

/** The day that examples are played on. */
export const today = Date.UTC(2026, 10, 20, 12);

const cast: readonly { username: Cast; vip?: boolean; private?: boolean }[] = [
  { username: "ada", vip: true },
  { username: "ben" },
  { username: "cleo", private: true },
  { username: "dan" },
];

/** A sandbox with the four people of the examples, listening, and the client for it. */
export async function openStage(
  options: Partial<SandboxOptions> = {},
): Promise<Stage & { url: string; close(): Promise<void> }> {
  const clock = manualClock(today);
  const sandbox = createSandbox({ clock, ...options, behaviour: { limits: false, ...options.behaviour } });
  const { world } = sandbox;
  for (const person of cast) world.addPerson(person);
  const { url } = await sandbox.listen();
  const trakt = createTrakt({
    apiUrl: url,
    authUrl: url,
    clientId: "examples-client",
    clientSecret: new Secret("examples-secret"),
    clock,
  });
  return {
    sandbox,
    world,
    trakt,
    url,
    as: (username) =>
      trakt.as({ key: username, accessToken: new Secret(world.issueTokens(username).access_token) }),
    async close() {
      await trakt.close();
      await sandbox.close();
    },
  };
}
