import { accountPk, dataKeyPrefix, index, pollPk } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { deleteAccount, finishDeletions } from "@showrunner/services/accounts/delete-account.ts";
import { wheelKeys } from "@showrunner/services/schedule/wheel.ts";
import { kmsVault } from "@showrunner/storage/kms-vault.ts";
import { type KmsLocal, startKmsLocal } from "@showrunner/storage/testing/kms-local.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { type Fate, Killed, type Mortal, mortal } from "./mortal.ts";

/** `CRASH_POINTS=all` kills at every operation. */
const isWhole = process.env["CRASH_POINTS"] === "all";

let kms: KmsLocal;
beforeAll(async () => {
  kms = await startKmsLocal();
});
afterAll(() => kms[Symbol.asyncDispose]());

const place = (account: Account) => ({ purpose: "tokens" as const, accountId: account.id, field: "accessToken" });
const vaultOf = ({ client, keyIds }: KmsLocal, { store, clock }: Mortal["ctx"]) =>
  kmsVault({ client, keyIds, store, clock });

interface Life extends AsyncDisposable {
  t: TestWorld;
  ann: Account;
  /** What somebody copied of the store before: a secret of hers. */
  copied: string;
}

async function beginLife(): Promise<Life> {
  const t = await createTestWorld({ wrap: (ctx) => ({ ...ctx, vault: vaultOf(kms, ctx) }) });
  const ann = await t.person("ann");
  await saveChannel(t.ctx, ann.id, { kind: "inbox", name: "other", config: {}, secrets: {} });
  await t.rule(ann, "name: Told\nwhen: { event: movie.watched }\nthen:\n  - { do: watchlist.add }\n");
  await t.minutes(2);
  t.world.watch("ann", { type: "movie", trakt: t.world.addMovie({ title: "A Movie" }) });
  await t.minutes(2);
  const copied = await t.ctx.vault.seal(place(ann), new Secret("made-up"));
  return { t, ann, copied, [Symbol.asyncDispose]: () => t.close() };
}

async function rowsOf({ t, ann }: Life): Promise<Item[]> {
  const pages = await Promise.all([pollPk(ann.id), accountPk(ann.id)].map((pk) => t.ctx.store.query({ pk })));
  const places = await t.ctx.store.getMany(wheelKeys(ann.id, t.ctx.settings));
  const indexed = await Promise.all(
    [index.accounts, index.tombstones, index.timeline(ann.id), index.runs(ann.id), index.inbox(ann.id)].map((gsi1pk) =>
      t.ctx.store.queryIndex({ gsi1pk }),
    ),
  );
  return [...pages, ...indexed].flatMap(({ items }) => items).concat(places);
}

/** A worker that deletes the account, as far as it gets. */
async function begin({ t, ann }: Life, fate: Fate): Promise<Mortal> {
  const worker = mortal(t.ctx, t.database.queue, fate);
  const ctx = { ...worker.ctx, vault: vaultOf(kms, worker.ctx) };
  try {
    await deleteAccount(ctx, ann);
  } catch (error) {
    if (!(error instanceof Killed) && !worker.isDead()) throw error;
  }
  await worker.atRest();
  return worker;
}

/** What the clock does from then on. */
async function hourPasses({ t }: Life): Promise<void> {
  for (let passed = 0; passed < 4; passed++) {
    await t.clock.advance(15 * 60_000);
    await finishDeletions(t.ctx);
    await t.drain();
  }
}

async function opens({ t, ann, copied }: Life): Promise<boolean> {
  const opened = vaultOf(kms, t.ctx).open(place(ann), copied);
  return await opened.then(
    () => true,
    () => false,
  );
}

it("is finished by others wherever the one who deletes is killed, and the keys are erased after all else", async () => {
  await using whole = await beginLife();
  const { steps } = await begin(whole, () => undefined);
  expect(steps[0]).toBe("put TOMBSTONE");
  const places = steps.map((step, at) => ({ step, at }));
  const lastOf = (test: (step: string) => boolean): number => places.findLast(({ step }) => test(step))?.at ?? -1;
  const firstKey = steps.findIndex((step) => step.startsWith(`delete ${dataKeyPrefix}`));
  expect(steps.indexOf("POST /oauth/revoke")).toBeLessThan(steps.indexOf("delete PROFILE"));
  expect(lastOf((step) => step.startsWith("delete ") && !step.startsWith(`delete ${dataKeyPrefix}`))).toBeLessThan(
    firstKey,
  );
  expect(firstKey).toBeGreaterThan(10);

  const wrong: string[] = [];
  // Of the deletions, which are alike, some.
  const points = places.filter(({ step, at }) => isWhole || !step.startsWith("delete ") || at % 4 === 0);
  for (const number of points.map(({ at }) => at + 1))
    for (const when of ["before", "after"] as const) {
      await using life = await beginLife();
      const worker = await begin(life, (moment, step) =>
        step.number === number && moment === when ? "die" : undefined,
      );
      expect(worker.isDead()).toBe(true);
      await hourPasses(life);
      const rows = await rowsOf(life);
      // Killed before it was asked for, it was not asked for.
      if (number === 1 && when === "before") expect(rows.length).toBeGreaterThan(10);
      else if (rows.length > 0 || (await opens(life)))
        wrong.push(`killed ${when} ${number} (${steps[number - 1]}): ${rows.map(({ sk }) => sk).join()}`);
    }
  expect(wrong).toEqual([]);
}, 300_000);
