import type { Clock } from "@showrunner/core/clock.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { listAccounts } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";
import { listRules, saveRule } from "@showrunner/services/rules/rules.ts";
import { signInByDevice } from "@showrunner/services/accounts/sign-in.ts";
import { createLife } from "@showrunner/trakt-sandbox/demo/life.ts";
import { demoPeople } from "@showrunner/trakt-sandbox/demo/people.ts";
import { seedDemo } from "@showrunner/trakt-sandbox/demo/seed.ts";
import { createSandbox, type Sandbox } from "@showrunner/trakt-sandbox/sandbox.ts";
import { recipeOf } from "@showrunner/rules/recipes.ts";
import type { DataFolder } from "./data-folder.ts";
import { sandboxApp } from "./demo-app.ts";
import { demoDamaged } from "./demo-clock.ts";
import type { TraktApp } from "./open.ts";

/** What the people of the demo begin with. */
const firstRecipes = ["premieres-to-watchlist", "hide-finished-shows", "notify-airing"];

/** What the demo is to the runtime: a Trakt on this machine, with people who live on it. */
export interface Demo {
  trakt: TraktApp;
  /** User names of those who are connected. */
  people: readonly string[];
  sandboxUrl: string;
  /** Lets everything happen that fell due since the world was last seen. */
  catchUp(): void;
  /** Connects the demo's people, as they would connect themselves, and gives them the first recipes. */
  welcome(ctx: Services): Promise<void>;
  /** Lets the people live on, until stopped. */
  live(): { stop(): Promise<void> };
  close(): Promise<void>;
}

/** Opens the sandbox with the demo's world: as it was left, or new. */
export async function openDemo(folder: DataFolder, clock: Clock): Promise<Demo> {
  const sandbox = openSandbox(folder, clock);
  if (sandbox.world.people().length === 0) seedDemo(sandbox);
  const life = createLife(sandbox, { seed: 1 });
  const { url, close } = await sandbox.listen();
  return {
    trakt: { ...sandboxApp, apiUrl: url, authUrl: url },
    people: demoPeople.map(({ username }) => username),
    sandboxUrl: url,
    catchUp: () => {
      life.runUntil(clock.now());
    },
    welcome: (ctx) => welcome(ctx, sandbox),
    live: () => {
      const ending = new AbortController();
      const running = (async () => {
        while (!ending.signal.aborted) {
          life.runUntil(clock.now());
          try {
            await clock.sleep(Math.max(1000, life.nextAt() - clock.now()), ending.signal);
          } catch {
            return;
          }
        }
      })();
      return {
        stop: async () => {
          ending.abort();
          await running;
        },
      };
    },
    close: async () => {
      await close();
      await sandbox.close();
    },
  };
}

function openSandbox(folder: DataFolder, clock: Clock): Sandbox {
  try {
    return createSandbox({ clock, journalPath: folder.journal });
  } catch (cause) {
    if (!(cause instanceof Problem) || cause.code !== "sandbox.journal_unreadable") throw cause;
    throw demoDamaged(cause.message, cause);
  }
}

async function welcome(ctx: Services, sandbox: Sandbox): Promise<void> {
  const here = new Set((await listAccounts(ctx)).map((account) => account.username));
  // Their friends live in the sandbox, too, but have nothing to do with Showrunner.
  const newcomers = demoPeople.filter(({ username }) => !here.has(username));
  // Together: each waits some seconds between the code and the token, as Trakt asks.
  await Promise.all(
    newcomers.map(({ username }) =>
      signInByDevice(ctx, ({ userCode }) => sandbox.world.approveDevice(userCode, username)),
    ),
  );
  for (const account of await listAccounts(ctx)) {
    const known = await listRules(ctx, account.id);
    if (known.length > 0) continue;
    for (const id of firstRecipes)
      for (const rule of recipeOf(id).make({})) await saveRule(ctx, account.id, rule, { enabled: true });
  }
}
