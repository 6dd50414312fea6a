import { queueNames } from "@showrunner/core/ports/queue.ts";
import { Problem } from "@showrunner/core/errors.ts";
import type { Item, Store } from "@showrunner/core/ports/store.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import type { Services } from "@showrunner/services/context.ts";
import { type ArchiveSeal, knownSeal, newSeal } from "@showrunner/services/house/archive-seal.ts";
import { arrive, type ArriveOptions, type Arrival } from "@showrunner/services/house/arrive.ts";
import { type ArchiveSource, headerOf } from "@showrunner/services/house/check-archive.ts";
import { archiveLines } from "@showrunner/services/house/export.ts";
import { leave } from "@showrunner/services/house/leave.ts";
import { unparked } from "@showrunner/services/house/parked.ts";
import { itemsOf, textOf } from "@showrunner/services/house/rows.ts";
import { openMemoryVault } from "@showrunner/storage/key-file-vault.ts";
import type { Database } from "@showrunner/storage/sqlite/database.ts";
import { oneMachine } from "../harness/one-machine.ts";
import type { TestWorld } from "../harness/test-world.ts";

export const passphrase = new Secret("a made-up passphrase of several words");
/** scrypt's smallest cost: these tests are not about how long guessing takes. */
const cheap = 2 ** 14;
export const app = "made-up-app";

/** Another house on the same Trakt and clock, with a store and keys of its own. */
export interface OtherHouse {
  ctx: Services;
  database: Database;
  minutes(count: number): Promise<void>;
  close(): Promise<void>;
}

export function anotherHouse(t: TestWorld, name = "other"): OtherHouse {
  const drivers = oneMachine({ clock: t.clock });
  const { database, vault } = drivers;
  const ctx: Services = { ...t.ctx, store: database.store, queue: database.queue, vault, worker: name };
  const drain = async (): Promise<void> => {
    for (;;) {
      let handled = 0;
      for (const queue of queueNames) handled += await drivers.consume(ctx, queue);
      if (handled === 0) return;
    }
  };
  return {
    ctx,
    database,
    // The clock is the world's: whoever lets it pass runs both.
    minutes: async (count) => {
      for (let minute = 0; minute < count; minute++) {
        await t.minutes(1);
        await drivers.tick(ctx);
        await drain();
      }
    },
    close: () => drivers.close(),
  };
}

/** Services over any store, with keys of their own: for what only keeps. */
export function houseOn(t: TestWorld, store: Store): Services {
  return { ...t.ctx, store, vault: openMemoryVault(), queue: { send: () => Promise.resolve() }, worker: "keeper" };
}

/** An archive in memory. */
export function archiveOf(text: string): ArchiveSource {
  return {
    name: "the archive",
    lines: async function* () {
      yield* text.split("\n").slice(0, -1);
    },
  };
}

export interface Moved {
  text: string;
  source: ArchiveSource;
  seal: ArchiveSeal | undefined;
}

let archives = 0;

/** Writes accounts into an archive; `how` says whether they move, and with their secrets. */
export async function packed(
  ctx: Services,
  accounts: readonly Account[],
  how: { leaving?: boolean; secrets?: boolean } = {},
): Promise<Moved> {
  const { leaving = true, secrets = true } = how;
  const id = `archive-${(archives += 1)}`;
  if (leaving) for (const account of accounts) await leave(ctx, account, { alone: true, reason: "It has left" });
  const seal = secrets ? await newSeal(id, passphrase, cheap) : undefined;
  let text = "";
  for await (const line of archiveLines(ctx, { id, accounts, from: "a test", app, seal })) text += line;
  return { text, source: archiveOf(text), seal };
}

/** Brings an archive into a house, with its secrets where it has some. */
export async function unpack(
  ctx: Services,
  source: ArchiveSource,
  options: Partial<ArriveOptions> = {},
): Promise<Arrival[]> {
  const { id, sealing } = await headerOf(source);
  const seal = sealing === null ? undefined : await knownSeal(id, sealing, passphrase);
  return await arrive(ctx, { source, seal, app, onConflict: "stop", originGone: false, alone: true, ...options });
}

/** Everything of an account in a house, as it is when it is awake, by key: what has to be the same in both. */
export async function belongings(ctx: Services, accountId: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const item of itemsOf(ctx.store, { kind: "account", accountId }, ctx.clock.now()))
    found.set(`${item.pk} ${item.sk}`, textOf(unparked(item)));
  return found;
}

/** Every item under the partitions of an account, as it is. */
export async function allOf(store: Store, accountId: string): Promise<Item[]> {
  const items: Item[] = [];
  for (const pk of [`CONNECTION#${accountId}`, `ACC#${accountId}`]) {
    let after: string | undefined;
    do {
      const page = await store.query({ pk, after });
      items.push(...page.items);
      after = page.next;
    } while (after !== undefined);
  }
  return items;
}

/** The code of the Problem that something throws; what it gives when it throws none. */
export async function codeOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}
