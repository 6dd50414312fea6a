import type { Place } from "@showrunner/core/ports/vault.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { describe, expect, it } from "vitest";
import { vaultConformance } from "./conformance/vault.ts";
import { openMemoryVault } from "./key-file-vault.ts";
import { sealingVault } from "./sealing.ts";

vaultConformance("a vault over master keys", async () => ({
  vault: openMemoryVault(),
  foreign: openMemoryVault(),
  close: async () => {},
}));

describe("the sealed text", () => {
  it("is version|keyId|iv|tag|ciphertext, and what an older release sealed still opens", async () => {
    const place: Place = { purpose: "tokens", accountId: "acc_1", field: "accessToken" };
    const master = (fill: number) => ({ id: `key${fill}`, key: new Secret(Buffer.alloc(32, fill)) });
    const fixed = sealingVault({ tokens: [master(1)], channels: [master(2)] }, (size) => Buffer.alloc(size, 7));
    const sealed = "1|key1|BwcHBwcHBwcHBwcH|jZPHFwRPe-bmaeyhS72qvg|rGFuqRbJ5mKNT5Kc5Q";
    expect(await fixed.seal(place, new Secret("made-up-token"))).toBe(sealed);
    expect((await fixed.open(place, sealed)).reveal()).toBe("made-up-token");
  });
});
