import type { Place } from "@showrunner/core/ports/vault.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { vaultConformance } from "./conformance/vault.ts";
import { dynamoStore } from "./dynamo/item-store.ts";
import { kmsVault } from "./kms-vault.ts";
import { type DynamoLocal, noDynamoLocal, startDynamoLocal } from "./testing/dynamo-local.ts";
import { startKmsLocal } from "./testing/kms-local.ts";

describe.skipIf(noDynamoLocal !== undefined)(
  `with DynamoDB Local${noDynamoLocal === undefined ? "" : ` (${noDynamoLocal})`}`,
  () => {
    let local: DynamoLocal;
    beforeAll(async () => {
      local = await startDynamoLocal();
    });
    afterAll(() => local[Symbol.asyncDispose]());

    const newStore = async () =>
      dynamoStore({ client: local.client, table: await local.createTable(), limitMs: 60_000 });

    vaultConformance("a vault on KMS and DynamoDB", async () => {
      const [kms, others] = [await startKmsLocal(), await startKmsLocal()];
      return {
        vault: kmsVault({ ...kms, store: await newStore() }),
        foreign: kmsVault({ ...others, store: await newStore() }),
        close: async () => {
          await kms[Symbol.asyncDispose]();
          await others[Symbol.asyncDispose]();
        },
      };
    });

    it("has one data key for all processes that seal first at once, and erases with it", async () => {
      await using kms = await startKmsLocal();
      const store = await newStore();
      const place: Place = { purpose: "tokens", accountId: "acc_1", field: "accessToken" };
      const vaults = Array.from({ length: 8 }, () => kmsVault({ ...kms, store }));
      const sealed = await Promise.all(vaults.map((vault) => vault.seal(place, new Secret("made-up-token"))));
      const late = kmsVault({ ...kms, store });
      const opened = await Promise.all(sealed.map((text) => late.open(place, text)));
      expect(opened.map((each) => each.reveal())).toEqual(sealed.map(() => "made-up-token"));
      await late.forget("acc_1");
      await expect(kmsVault({ ...kms, store }).open(place, sealed[0] ?? "")).rejects.toMatchObject({
        code: "vault.unreadable",
      });
    });
  },
);
