import { findChannel, saveChannel } from "@showrunner/services/act/channels.ts";
import { openDestination } from "@showrunner/services/act/destinations.ts";
import { pushKeys } from "@showrunner/services/act/push-keys.ts";
import { rotateSecret } from "@showrunner/services/act/webhook-secrets.ts";
import { expect, it } from "vitest";
import * as keys from "@showrunner/core/keys.ts";
import { isCarried, type Part } from "@showrunner/services/house/rows.ts";
import { createTestWorld } from "../harness/test-world.ts";
import { madeUpSigningSecret } from "../harness/webhook.ts";
import { busyAccount } from "./busy-account.ts";
import { anotherHouse, archiveOf, codeOf, packed, passphrase, unpack } from "./houses.ts";

const canary = "tk_canary9f83a1made0up";

it("no secret is in an archive, open or sealed by the house, nor in what an import says of a damaged one", async () => {
  const t = await createTestWorld();
  await using ann = await busyAccount(t, "ann");
  const { id } = ann.account;
  await saveChannel(t.ctx, id, { kind: "ntfy", name: "phone", config: { topic: "anns" }, secrets: { token: canary } });
  const issued = t.world.issueTokens("ann");
  const { connectAccount } = await import("@showrunner/services/accounts/accounts.ts");
  const { tokensOf } = await import("../harness/test-world.ts");
  await connectAccount(t.ctx, tokensOf(issued));
  const sealedHere = JSON.stringify((await t.ctx.store.query({ pk: keys.pollPk(id) })).items);
  const [, sealed = ""] = /"accessToken":"([^"]+)"/.exec(sealedHere) ?? [];
  expect(sealed).toMatch(/\|/);

  const bare = await packed(t.ctx, [ann.account], { leaving: false, secrets: false });
  const withSecrets = await packed(t.ctx, [ann.account], { secrets: true });
  for (const { text } of [bare, withSecrets])
    for (const secret of [canary, issued.access_token, issued.refresh_token, sealed, passphrase.reveal()])
      expect(text.includes(secret)).toBe(false);
  expect(bare.text).not.toContain('"secrets":{');
  expect(withSecrets.text).toContain('"secrets":{');

  const house = anotherHouse(t);
  const broken = archiveOf(withSecrets.text.replace("anns", canary));
  let said = "";
  try {
    await unpack(house.ctx, broken);
  } catch (error) {
    said = JSON.stringify([String(error), error]);
  }
  expect(said).toMatch(/archive\.damaged/);
  expect(said).not.toContain(canary);
  await house.close();
  await t.close();
});

it("a webhook's former secret moves with the new one, and the key of web push as well", async () => {
  const t = await createTestWorld();
  await using ann = await busyAccount(t, "ann");
  await rotateSecret(t.ctx, await findChannel(t.ctx, ann.account.id, "hook"));
  const push = await pushKeys(t.ctx, ann.account.id);
  const before = await openDestination(t.ctx, ann.account.id, "hook");
  const house = anotherHouse(t);
  await unpack(house.ctx, (await packed(t.ctx, [ann.account])).source);
  const { secrets, former } = await openDestination(house.ctx, ann.account.id, "hook");
  expect(former).toEqual({ signing: [madeUpSigningSecret] });
  expect({ secrets, former }).toEqual({ secrets: before.secrets, former: before.former });
  const { publicKey, privateKey } = await pushKeys(house.ctx, ann.account.id);
  expect([publicKey, privateKey.reveal()]).toEqual([push.publicKey, push.privateKey.reveal()]);
  await house.close();
  await t.close();
});

it("a sealed value in a row that archives do not know of leaves the house in no form", async () => {
  const t = await createTestWorld();
  const ann = await t.person("ann");
  const place = { purpose: "channels" as const, accountId: ann.id, field: "new" };
  const { Secret } = await import("@showrunner/core/secret.ts");
  const sealed = await t.ctx.vault.seal(place, new Secret("made-up"));
  await t.ctx.store.put({ pk: keys.accountPk(ann.id), sk: "NEWKIND#1", v: 1, data: { deep: [{ sealed }] } });
  expect(await codeOf(() => packed(t.ctx, [ann]))).toBe("house.unknown_secret");
  await t.close();
});

it("every kind of row of an account moves, or is known to stay behind", () => {
  const part: Part = { kind: "account", accountId: "acc_1" };
  const madeUp = ["acc_1", "x", "y", "z"] as const;
  const staying: string[] = [];
  for (const [name, make] of Object.entries(keys)) {
    if (typeof make !== "function" || !name.endsWith("Key")) continue;
    const key: unknown = Reflect.apply(make, undefined, [...madeUp]);
    if (typeof key !== "object" || key === null || !("pk" in key) || !("sk" in key)) continue;
    const pk = String(key.pk);
    if (pk !== keys.accountPk("acc_1") && pk !== keys.pollPk("acc_1")) continue;
    if (!isCarried(part, { pk, sk: String(key.sk) })) staying.push(name);
  }
  // Whoever adds a key decides whether it moves: what is listed here stays, for the reasons that rows.ts gives.
  expect(staying.toSorted()).toEqual([
    "answeredKey",
    "apiKeyOfKey",
    "approvalAskKey",
    "dataKeyKey",
    "enterLinkOfKey",
    "factKey",
    "factMarksKey",
    "feedLinkOfKey",
    "hookKey",
    "sessionOfKey",
    "tombstoneKey",
    "viewKey",
  ]);
});
