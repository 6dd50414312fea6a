import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { accountPk, dataKeyKey, wrappingKeyKey } from "@showrunner/core/keys.ts";
import type { Place, Purpose } from "@showrunner/core/ports/vault.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { describe, expect, it } from "vitest";
import { vaultConformance } from "./conformance/vault.ts";
import { kmsCalls, kmsClient } from "./kms-calls.ts";
import { kmsVault } from "./kms-vault.ts";
import { sealText } from "./sealed-text.ts";
import { startKmsLocal } from "./testing/kms-local.ts";
import { codeOf, kmsWorld, place, secret } from "./testing/kms-world.ts";
import { madeUpCredentials, madeUpRegion } from "./testing/made-up-credentials.ts";
import { openForTest } from "./testing/temporary-database.ts";

vaultConformance("a vault on KMS", async () => {
  const [kms, others] = [await startKmsLocal(), await startKmsLocal()];
  return {
    vault: kmsVault({ ...kms, store: openForTest().store }),
    foreign: kmsVault({ ...others, store: openForTest().store }),
    close: async () => {
      await kms[Symbol.asyncDispose]();
      await others[Symbol.asyncDispose]();
    },
  };
});

/** The role of a function that may make data keys and not open them. */
const denyDecrypt = (call: string) => (call === "Decrypt" ? { name: "AccessDeniedException", status: 400 } : undefined);

describe("data keys", () => {
  it("are one for each account and purpose, and KMS is asked once for each purpose, however many accounts there are", async () => {
    await using w = await kmsWorld();
    const vault = w.vault();
    for (let at = 0; at < 5; at++) await vault.open(place, await vault.seal(place, secret));
    await vault.seal({ ...place, field: "refreshToken" }, secret);
    for (let at = 2; at < 20; at++) await vault.seal({ ...place, accountId: `acc_${at}` }, secret);
    expect(w.kms.calls).toEqual(["GenerateDataKey"]);
    await vault.seal({ ...place, purpose: "channels" }, secret);
    expect(w.kms.calls).toEqual(["GenerateDataKey", "GenerateDataKey"]);
    expect((await w.store.query({ pk: accountPk("acc_1"), prefix: "DATAKEY#" })).items).toHaveLength(2);
    expect((await w.store.query({ pk: accountPk("acc_2"), prefix: "DATAKEY#" })).items).toHaveLength(1);
  });

  it("are opened by other processes, with one call each, however many ask at once", async () => {
    await using w = await kmsWorld();
    const sealed = await w.vault().seal(place, secret);
    const other = w.vault();
    const opened = await Promise.all(Array.from({ length: 20 }, () => other.open(place, sealed)));
    expect(opened.map((each) => each.reveal())).toEqual(opened.map(() => "made-up-token"));
    expect(w.kms.calls).toEqual(["GenerateDataKey", "Decrypt"]);
  });

  it("are one and the same for all processes that seal first at once", async () => {
    await using w = await kmsWorld();
    const vaults = Array.from({ length: 8 }, () => w.vault());
    const sealed = await Promise.all(vaults.map((vault) => vault.seal(place, secret)));
    expect(new Set(sealed.map((text) => text.split("|")[1]))).toEqual(new Set(["0"]));
    expect((await w.store.query({ pk: accountPk("acc_1") })).items).toHaveLength(1);
    const late = w.vault();
    for (const text of sealed) expect((await late.open(place, text)).reveal()).toBe("made-up-token");
  });

  it("are kept wrapped: neither they nor the secret are in the store", async () => {
    await using w = await kmsWorld();
    await w.vault().seal(place, secret);
    const item = await w.store.get(dataKeyKey("acc_1", "tokens", "0"));
    expect(Object.keys(item?.data ?? {})).toEqual(["sealed"]);
    const [version, under, iv, tag, wrapped] = String(item?.data["sealed"]).split("|");
    expect([version, under]).toEqual(["3", "0"]);
    expect([iv, tag, wrapped].map((part = "") => Buffer.from(part, "base64url").length)).toEqual([12, 16, 32]);
    const wrapping = await w.store.get(wrappingKeyKey("tokens", "0"));
    expect(Object.keys(wrapping?.data ?? {})).toEqual(["wrapped"]);
    // nonce, tag and 32 bytes of this KMS
    expect(Buffer.from(String(wrapping?.data["wrapped"]), "base64")).toHaveLength(60);
  });

  it("are read again after their minutes, or when too many are at hand", async () => {
    await using w = await kmsWorld();
    let reads = 0;
    const get: typeof w.store.get = async (key) => {
      reads += 1;
      return await w.store.get(key);
    };
    const vault = w.vault({ store: { ...w.store, get }, kept: { keys: 2, keepMs: 60_000 } });
    const sealed = await vault.seal(place, secret);
    const readsOf = async (work: () => Promise<unknown>): Promise<number> => {
      reads = 0;
      await work();
      return reads;
    };
    await w.clock.advance(59_999);
    expect(await readsOf(() => vault.open(place, sealed))).toBe(0);
    await w.clock.advance(1);
    expect(await readsOf(() => vault.open(place, sealed))).toBe(1);
    for (const accountId of ["acc_2", "acc_3"]) await vault.seal({ ...place, accountId }, secret);
    expect(await readsOf(() => vault.open(place, sealed))).toBe(1);
    expect(w.kms.calls).toEqual(["GenerateDataKey"]);
  });

  it("give right answers however few are kept, and however many are asked for", async () => {
    await using w = await kmsWorld();
    const vault = w.vault({ kept: { keys: 1, keepMs: 60_000 } });
    const there = (at: number): Place => ({ ...place, accountId: `acc_${at % 7}` });
    const all = Array.from({ length: 70 }, async (_, at) => {
      const sealed = await vault.seal(there(at), new Secret(`secret ${at}`));
      return (await vault.open(there(at), sealed)).reveal();
    });
    expect(await Promise.all(all)).toEqual(all.map((_, at) => `secret ${at}`));
  });

  it.each([
    ["two keys of KMS", (keyIds: Record<Purpose, string>) => keyIds],
    ["one for both purposes", ({ tokens }: Record<Purpose, string>) => ({ tokens, channels: tokens })],
  ])("do not serve another account or purpose when their items are moved or exchanged: %s", async (_, keyIdsOf) => {
    await using w = await kmsWorld();
    const vault = () => w.vault({ keyIds: keyIdsOf(w.kms.keyIds) });
    const sealed = await vault().seal(place, secret);
    await vault().seal({ ...place, purpose: "channels", accountId: "acc_3" }, secret);
    const { data = {} } = (await w.store.get(dataKeyKey("acc_1", "tokens", "0"))) ?? {};
    await w.store.put({ ...dataKeyKey("acc_2", "tokens", "0"), v: 1, data });
    await w.store.put({ ...dataKeyKey("acc_1", "channels", "0"), v: 1, data });
    for (const elsewhere of [
      { ...place, accountId: "acc_2" },
      { ...place, purpose: "channels" as const },
    ]) {
      expect(await codeOf(vault().open(elsewhere, sealed))).toBe("vault.unreadable");
      expect(await codeOf(vault().seal(elsewhere, secret))).toBe("vault.unreadable");
    }
    expect((await vault().open(place, sealed)).reveal()).toBe("made-up-token");
  });

  it("do not open as one another of the same account", async () => {
    await using w = await kmsWorld();
    await w.vault().seal(place, secret);
    const sealed = await w.vault({ generation: "1" }).seal(place, secret);
    const { data = {} } = (await w.store.get(dataKeyKey("acc_1", "tokens", "0"))) ?? {};
    await w.store.put({ ...dataKeyKey("acc_1", "tokens", "1"), v: 2, data });
    expect(await codeOf(w.vault().open(place, sealed))).toBe("vault.unreadable");
  });

  it("that KMS wrapped itself, as all once were, open what they sealed, and seal on", async () => {
    await using w = await kmsWorld();
    const { bytes, wrapped } = await kmsCalls(w.kms.client, w.kms.keyIds).generate({
      account: "acc_1",
      purpose: "tokens",
    });
    await w.store.put({ ...dataKeyKey("acc_1", "tokens", "0"), v: 1, data: { wrapped } });
    const sealed = sealText({ version: "2", keyId: "0" }, bytes, place, secret, randomBytes);
    w.kms.calls.length = 0;
    expect((await w.vault().open(place, sealed)).reveal()).toBe("made-up-token");
    const since = await w.vault().seal(place, secret);
    expect((await w.vault().open(place, since)).reveal()).toBe("made-up-token");
    expect(new Set(w.kms.calls)).toEqual(new Set(["Decrypt"]));
    await w.vault().forget("acc_1");
    expect(await codeOf(w.vault().open(place, sealed))).toBe("vault.unreadable");
  });

  it.each([
    {},
    { wrapped: 7 },
    { wrapped: "" },
    { wrapped: "not base64!" },
    { wrapped: "AAAA" },
    { sealed: 7 },
    { sealed: "" },
    { sealed: "3|0|||" },
    { sealed: "2|0|AAAA|AAAA|AAAA" },
  ])("that are damaged make what they sealed unreadable: %j", async (data) => {
    await using w = await kmsWorld();
    const sealed = await w.vault().seal(place, secret);
    await w.store.put({ ...dataKeyKey("acc_1", "tokens", "0"), v: 2, data });
    expect(await codeOf(w.vault().open(place, sealed))).toBe("vault.unreadable");
  });
});

describe("forgetting an account", () => {
  it("erases what was sealed for it, for both purposes, and for nobody else", async () => {
    await using w = await kmsWorld();
    const vault = w.vault();
    const others = { ...place, accountId: "acc_11" };
    const channel = { ...place, purpose: "channels" as const };
    const [tokens, channels, kept] = await Promise.all([place, channel, others].map((at) => vault.seal(at, secret)));
    await vault.forget("acc_1");
    for (const anyone of [vault, w.vault()]) {
      expect(await codeOf(anyone.open(place, tokens ?? ""))).toBe("vault.unreadable");
      expect(await codeOf(anyone.open(channel, channels ?? ""))).toBe("vault.unreadable");
      expect((await anyone.open(others, kept ?? "")).reveal()).toBe("made-up-token");
    }
    expect((await w.store.query({ pk: accountPk("acc_1") })).items).toEqual([]);
  });

  it("lets the account begin anew, and what was sealed before stays erased", async () => {
    await using w = await kmsWorld();
    const vault = w.vault();
    const before = await vault.seal(place, secret);
    await vault.forget("acc_1");
    const since = await vault.seal(place, secret);
    expect((await w.vault().open(place, since)).reveal()).toBe("made-up-token");
    expect(await codeOf(w.vault().open(place, before))).toBe("vault.unreadable");
  });

  it("reaches processes that have the key at hand within their minutes", async () => {
    await using w = await kmsWorld();
    const holder = w.vault({ kept: { keys: 10, keepMs: 60_000 } });
    const sealed = await holder.seal(place, secret);
    await w.vault().forget("acc_1");
    await w.clock.advance(60_000);
    expect(await codeOf(holder.open(place, sealed))).toBe("vault.unreadable");
  });
});

describe("who may not unwrap keys", () => {
  it("seals all the same, under a key of its own, which those who may will open", async () => {
    await using w = await kmsWorld();
    const first = await w.vault().seal(place, secret);
    w.kms.refuse = denyDecrypt;
    const sealer = w.vault();
    const sealed = await Promise.all([1, 2, 3].map(() => sealer.seal(place, secret)));
    expect(new Set(sealed.map((text) => text.split("|")[1])).size).toBe(1);
    expect(sealed[0]?.split("|")[1]).not.toBe(first.split("|")[1]);
    expect(await codeOf(sealer.open(place, first))).toBe("vault.key_refused");
    w.kms.refuse = () => undefined;
    expect((await w.vault().open(place, sealed[0] ?? "")).reveal()).toBe("made-up-token");
    await w.vault().forget("acc_1");
    expect(await codeOf(w.vault().open(place, sealed[0] ?? ""))).toBe("vault.unreadable");
  });

  it("makes the account's first key", async () => {
    await using w = await kmsWorld();
    w.kms.refuse = denyDecrypt;
    const sealed = await w.vault().seal(place, secret);
    w.kms.refuse = () => undefined;
    expect((await w.vault().open(place, sealed)).reveal()).toBe("made-up-token");
    expect(w.kms.calls).toEqual(["GenerateDataKey", "Decrypt"]);
  });
});

describe("a KMS that does not work", () => {
  it.each(["DisabledException", "KMSInvalidStateException", "NotFoundException", "AccessDeniedException"])(
    "and says %s makes nothing unreadable: it is tried again, and told to the operator",
    async (name) => {
      await using w = await kmsWorld();
      const sealed = await w.vault().seal(place, secret);
      w.kms.refuse = () => ({ name, status: 400 });
      const vault = w.vault();
      const expected = { code: "vault.key_refused", retry: { kind: "default" } };
      await expect(vault.open(place, sealed)).rejects.toMatchObject(expected);
      await expect(vault.open(place, sealed)).rejects.toThrow(
        `KMS refuses to use the key for tokens (${name}, HTTP 400`,
      );
      await expect(vault.seal(place, secret)).rejects.toMatchObject(expected);
      w.kms.refuse = () => undefined;
      expect((await vault.open(place, sealed)).reveal()).toBe("made-up-token");
    },
  );

  it.each([
    ["ThrottlingException", 400],
    ["KMSInternalException", 500],
    ["DependencyTimeoutException", 503],
  ])("and says %s is asked again, and the answer is taken once it comes", async (name, status) => {
    await using w = await kmsWorld();
    const sealed = await w.vault().seal(place, secret);
    let refusals = 1;
    w.kms.refuse = () => (refusals-- > 0 ? { name, status } : undefined);
    expect((await w.vault().open(place, sealed)).reveal()).toBe("made-up-token");
    w.kms.refuse = () => ({ name, status });
    const failing = w.vault().open(place, sealed);
    await expect(failing).rejects.toMatchObject({ code: "vault.unavailable", retry: { kind: "default" } });
  });

  it("and cannot be reached is unavailable", async () => {
    await using w = await kmsWorld();
    const sealed = await w.vault().seal(place, secret);
    const client = kmsClient({
      endpoint: "http://127.0.0.1:1",
      region: madeUpRegion,
      credentials: madeUpCredentials,
      maxAttempts: 1,
    });
    const opening = w.vault({ client }).open(place, sealed);
    await expect(opening).rejects.toMatchObject({ code: "vault.unavailable", retry: { kind: "default" } });
  });

  it("shows no key and no sealed value in any problem", async () => {
    await using w = await kmsWorld();
    const sealed = await w.vault().seal(place, secret);
    const item = await w.store.get(dataKeyKey("acc_1", "tokens", "0"));
    for (const name of ["DisabledException", "InvalidCiphertextException"]) {
      w.kms.refuse = () => ({ name, status: 400 });
      const problem: unknown = await w
        .vault()
        .open(place, sealed)
        .catch((error: unknown) => error);
      const told = inspect(problem, { depth: 10, showHidden: true });
      for (const part of String(item?.data["sealed"]).split("|").slice(2)) expect(told).not.toContain(part);
      expect(told).not.toContain(sealed.split("|")[4]);
    }
  });

  it("has no key for a purpose that the function is not given", async () => {
    await using w = await kmsWorld();
    const vault = w.vault({ keyIds: { channels: w.kms.keyIds.channels } });
    expect(await codeOf(vault.seal(place, secret))).toBe("vault.unlinked");
    const sealed = await w.vault().seal(place, secret);
    expect(await codeOf(vault.open(place, sealed))).toBe("vault.unlinked");
    expect(
      (
        await vault.open({ ...place, purpose: "channels" }, await vault.seal({ ...place, purpose: "channels" }, secret))
      ).reveal(),
    ).toBe("made-up-token");
  });
});
