import { wrappingKeyKey } from "@showrunner/core/keys.ts";
import type { Place } from "@showrunner/core/ports/vault.ts";
import { describe, expect, it } from "vitest";
import { codeOf, kmsWorld, place, secret } from "./testing/kms-world.ts";

describe("the keys that wrap data keys", () => {
  it("are asked of KMS once an hour, whoever's secrets are opened", async () => {
    await using w = await kmsWorld();
    const there = (at: number): Place => ({ ...place, accountId: `acc_${at}` });
    const sealed = await Promise.all(Array.from({ length: 30 }, (_, at) => w.vault().seal(there(at), secret)));
    w.kms.calls.length = 0;
    const vault = w.vault();
    const openAll = () => Promise.all(sealed.map((text, at) => vault.open(there(at), text)));
    await openAll();
    await w.clock.advance(59 * 60_000);
    await openAll();
    expect(w.kms.calls).toEqual(["Decrypt"]);
    await w.clock.advance(60_000);
    await w.clock.advance(15 * 60_000);
    await openAll();
    expect(w.kms.calls).toEqual(["Decrypt", "Decrypt"]);
  });

  it("open only as themselves: exchanged for another, nobody's secrets open, and nobody is told to connect again", async () => {
    await using w = await kmsWorld();
    const sealed = await w.vault().seal(place, secret);
    await w.vault({ generation: "1" }).seal({ ...place, accountId: "acc_2" }, secret);
    await w.vault().seal({ ...place, purpose: "channels" }, secret);
    const { tokens } = w.kms.keyIds;
    const own = await w.store.get(wrappingKeyKey("tokens", "0"));
    for (const other of [wrappingKeyKey("tokens", "1"), wrappingKeyKey("channels", "0")]) {
      const { data = {} } = (await w.store.get(other)) ?? {};
      await w.store.put({ ...wrappingKeyKey("tokens", "0"), v: 2, data });
      // Nor where one key of KMS serves both purposes.
      for (const keyIds of [w.kms.keyIds, { tokens, channels: tokens }])
        expect(await codeOf(w.vault({ keyIds }).open(place, sealed))).toBe("vault.wrapping_key_lost");
    }
    await w.store.put({ ...wrappingKeyKey("tokens", "0"), v: 3, data: own?.data ?? {} });
    expect((await w.vault().open(place, sealed)).reveal()).toBe("made-up-token");
  });

  it.each([undefined, {}, { wrapped: 7 }, { wrapped: "AAAA" }])(
    "that are lost or damaged (%j) are an operator's trouble, tried again, and all is well once they are back",
    async (data) => {
      await using w = await kmsWorld();
      const sealed = await w.vault().seal(place, secret);
      const key = wrappingKeyKey("tokens", "0");
      const kept = await w.store.get(key);
      if (data === undefined) await w.store.delete(key);
      else await w.store.put({ ...key, v: 2, data });
      const lost = { code: "vault.wrapping_key_lost", retry: { kind: "default" } };
      await expect(w.vault().open(place, sealed)).rejects.toMatchObject(lost);
      await expect(w.vault().open(place, sealed)).rejects.toThrow("no key 0 for tokens");
      await w.store.put({ ...key, v: 3, data: kept?.data ?? {} });
      expect((await w.vault().open(place, sealed)).reveal()).toBe("made-up-token");
    },
  );

  it("are one of its own, for all accounts, to who may have keys made and not opened", async () => {
    await using w = await kmsWorld();
    await w.vault().seal(place, secret);
    w.kms.refuse = (call) => (call === "Decrypt" ? { name: "AccessDeniedException", status: 400 } : undefined);
    w.kms.calls.length = 0;
    const sealer = w.vault();
    const there = (at: number): Place => ({ ...place, accountId: `acc_${at}` });
    const sealed: string[] = [];
    for (let at = 0; at < 10; at++) sealed.push(await sealer.seal(there(at), secret));
    expect(w.kms.calls.filter((call) => call === "GenerateDataKey")).toHaveLength(1);
    w.kms.refuse = () => undefined;
    w.kms.calls.length = 0;
    const other = w.vault();
    for (const [at, text] of sealed.entries())
      expect((await other.open(there(at), text)).reveal()).toBe("made-up-token");
    expect(w.kms.calls).toEqual(["Decrypt"]);
  });

  it("of a new generation seal from then on, for who has none, and for who has a former one", async () => {
    await using w = await kmsWorld();
    const before = await w.vault().seal(place, secret);
    const next = w.vault({ generation: "1" });
    const since = await next.seal(place, secret);
    expect([before, since].map((text) => text.split("|")[1])).toEqual(["0", "1"]);
    for (const vault of [w.vault(), w.vault({ generation: "1" }), w.vault({ generation: "2" })])
      for (const text of [before, since]) expect((await vault.open(place, text)).reveal()).toBe("made-up-token");
    await next.forget("acc_1");
    for (const text of [before, since])
      expect(await codeOf(w.vault({ generation: "1" }).open(place, text))).toBe("vault.unreadable");
  });
});
