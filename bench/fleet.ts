import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, systemClock } from "@showrunner/core/clock.ts";
import type { Log } from "@showrunner/core/log.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { dataFolder } from "@showrunner/local/data-folder.ts";
import { type Opened, openServices } from "@showrunner/local/open.ts";
import { connectAccount } from "@showrunner/services/accounts/accounts.ts";
import * as z from "zod";

/** No limit that a benchmark on this machine could reach. */
const unlimited = { perSecond: 1e9, burst: 1e9, concurrency: 64 };

export interface Fleet extends Opened {
  end(): Promise<void>;
}

/** Services on a real file in a temporary folder, against a Trakt at `url`. */
export async function openFleet(url: string, clock: Clock = systemClock, log: Log = () => {}): Promise<Fleet> {
  const path = mkdtempSync(join(tmpdir(), "showrunner-bench-"));
  const opened = await openServices({
    folder: dataFolder(path, false),
    keyFile: null,
    clock,
    log,
    trakt: { clientId: "bench", clientSecret: new Secret("bench-app"), apiUrl: url, authUrl: url },
    allowLoopback: true,
    governor: unlimited,
  });
  return {
    ...opened,
    end: async () => {
      await opened.close();
      rmSync(path, { recursive: true });
    },
  };
}

const Made = z.object({
  people: z.array(
    z.object({
      username: z.string(),
      tokens: z.object({
        access_token: z.string(),
        refresh_token: z.string(),
        created_at: z.number(),
        expires_in: z.number(),
      }),
    }),
  ),
});

/** Makes people at a sandbox of another process, and connects them. Their access tokens are for the floor's calls. */
export async function connectPeople(
  fleet: Opened,
  url: string,
  count: number,
): Promise<{ accounts: Account[]; tokens: string[] }> {
  const accounts: Account[] = [];
  const tokens: string[] = [];
  for (let at = 0; at < count; at += 500) {
    const people = Array.from({ length: Math.min(500, count - at) }, (_, one) => ({ username: `person${at + one}` }));
    const answer = await fetch(`${url}/sandbox/people`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ people, tokens: true }),
    });
    const made = Made.parse(await answer.json());
    const connected = await Promise.all(
      made.people.map(async ({ tokens: issued }) => {
        tokens.push(issued.access_token);
        return await connectAccount(fleet.ctx, {
          accessToken: new Secret(issued.access_token),
          refreshToken: new Secret(issued.refresh_token),
          createdAtMs: issued.created_at * 1000,
          expiresInMs: issued.expires_in * 1000,
        });
      }),
    );
    accounts.push(...connected);
  }
  return { accounts, tokens };
}

/** Works through the items, so many at a time. */
export async function eachOf<T>(
  items: readonly T[],
  atATime: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (;;) {
        const item = items[next++];
        if (item === undefined) return;
        await work(item);
      }
    }),
  );
}
