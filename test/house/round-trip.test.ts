import { connectionKey } from "@showrunner/core/keys.ts";
import { Connection } from "@showrunner/core/records.ts";
import { openDestination } from "@showrunner/services/act/destinations.ts";
import { load } from "@showrunner/services/stored.ts";
import { dynamoStore } from "@showrunner/storage/dynamo/item-store.ts";
import { kmsVault } from "@showrunner/storage/kms-vault.ts";
import { type DynamoLocal, noDynamoLocal, startDynamoLocal } from "@showrunner/storage/testing/dynamo-local.ts";
import { type KmsLocal, startKmsLocal } from "@showrunner/storage/testing/kms-local.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestWorld } from "../harness/test-world.ts";
import { madeUpSigningSecret } from "../harness/webhook.ts";
import { busyAccount } from "./busy-account.ts";
import { allOf, anotherHouse, belongings, houseOn, packed, unpack } from "./houses.ts";

describe.skipIf(noDynamoLocal !== undefined)(
  `from SQLite to DynamoDB and back${noDynamoLocal === undefined ? "" : ` (${noDynamoLocal})`}`,
  () => {
    let dynamo: DynamoLocal;
    let kms: KmsLocal;
    beforeAll(async () => {
      [dynamo, kms] = await Promise.all([startDynamoLocal(), startKmsLocal()]);
    });
    afterAll(async () => {
      await Promise.all([dynamo[Symbol.asyncDispose](), kms[Symbol.asyncDispose]()]);
    });

    it("everything of two people is as it was, secrets too, sealed under each house's own keys", async () => {
      // DynamoDB Local forgets by the machine's time.
      const t = await createTestWorld({ startsAt: new Date().toISOString() });
      await using ann = await busyAccount(t, "ann");
      await using bob = await busyAccount(t, "bob");
      const people = [ann.account, bob.account];
      const before = await Promise.all(people.map(({ id }) => belongings(t.ctx, id)));
      expect(Math.min(...before.map(({ size }) => size))).toBeGreaterThan(30);

      const store = dynamoStore({ client: dynamo.client, table: await dynamo.createTable(), limitMs: 60_000 });
      const stage = { ...houseOn(t, store), vault: kmsVault({ client: kms.client, keyIds: kms.keyIds, store }) };
      const there = await unpack(stage, (await packed(t.ctx, people)).source);
      for (const one of there) expect(one.houseSha256).toBe(one.archiveSha256);
      expect(await Promise.all(people.map(({ id }) => belongings(stage, id)))).toEqual(before);

      const home = anotherHouse(t, "home");
      const back = await unpack(home.ctx, (await packed(stage, people)).source);
      expect(back.map(({ rows }) => rows)).toEqual(there.map(({ rows }) => rows));
      expect(await Promise.all(people.map(({ id }) => belongings(home.ctx, id)))).toEqual(before);
      for (const { id } of people) {
        expect((await openDestination(home.ctx, id, "hook")).secrets).toEqual({ signing: [madeUpSigningSecret] });
        const connection = await load(home.ctx.store, Connection, connectionKey(id));
        const place = { purpose: "tokens" as const, accountId: id, field: "accessToken" };
        const token = await home.ctx.vault.open(place, connection?.value.accessToken ?? "");
        expect(token.reveal()).toMatch(/./);
      }
      // Into the house that they first left, whose rows are older now.
      await unpack(t.ctx, (await packed(home.ctx, people)).source);
      expect(await Promise.all(people.map(({ id }) => belongings(t.ctx, id)))).toEqual(before);
      expect((await allOf(t.ctx.store, ann.account.id)).filter(({ data }) => "away" in data)).toEqual([]);
      ann.watch();
      await t.minutes(10);
      expect(ann.hook.requests).toHaveLength(2);
      await home.close();
      await t.close();
    });
  },
);
