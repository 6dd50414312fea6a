import { Problem } from "@showrunner/core/errors.ts";
import type { Place } from "@showrunner/core/ports/vault.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openMemoryVault } from "./key-file-vault.ts";
import { sealingVault } from "./sealing.ts";

const vault = openMemoryVault();
const place: Place = { purpose: "tokens", accountId: "acc_1", field: "accessToken" };

const places: fc.Arbitrary<Place> = fc.record({
  purpose: fc.constantFrom("tokens", "channels"),
  accountId: fc.constantFrom("acc_1", "acc_2", "acc_", 'acc_1","x'),
  field: fc.constantFrom("accessToken", "refreshToken", 'x","accessToken'),
});
const texts = fc.string({ unit: "binary" });

/** The secret, or the code of the problem. */
async function open(from: Place, sealed: string): Promise<string> {
  try {
    return (await vault.open(from, sealed)).reveal();
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

describe("a sealed value", () => {
  it("opens to what was sealed, whatever it was, where it was sealed", async () => {
    await fc.assert(
      fc.asyncProperty(places, texts, async (there, text) => {
        expect(await open(there, await vault.seal(there, new Secret(text)))).toBe(text);
      }),
    );
  });

  it("opens nowhere else: not for another account, field or purpose", async () => {
    await fc.assert(
      fc.asyncProperty(places, places, async (there, elsewhere) => {
        fc.pre(JSON.stringify(there) !== JSON.stringify(elsewhere));
        expect(await open(elsewhere, await vault.seal(there, new Secret("s")))).toBe("vault.unreadable");
      }),
    );
  });

  it("does not open when any one character was changed, dropped or added", async () => {
    const sealed = await vault.seal(place, new Secret("made-up-token"));
    const character = fc.constantFrom("A", "B", "b", "0", "1", "-", "_", "|", "=", "+", "/", " ", "\u0000");
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length), fc.nat(1), fc.option(character, { nil: "" }), async (at, cut, added) => {
        const changed = sealed.slice(0, at) + added + sealed.slice(at + cut);
        fc.pre(changed !== sealed);
        expect(await open(place, changed)).toBe("vault.unreadable");
      }),
      { numRuns: 2000 },
    );
  });

  it("does not open with parts of two", async () => {
    const one = (await vault.seal(place, new Secret("one"))).split("|");
    const two = (await vault.seal(place, new Secret("two"))).split("|");
    for (const part of [2, 3, 4]) {
      expect(await open(place, one.with(part, two[part] ?? "").join("|"))).toBe("vault.unreadable");
    }
  });

  it.each(["", "made-up-token", "1|a|b|c|d", "1||||", "||||"])(
    "is not taken for what was never sealed: %j",
    async (text) => {
      expect(await open(place, text)).toBe("vault.unreadable");
    },
  );

  it("is another each time, and shows nothing of the secret", async () => {
    const sealed = await Promise.all(Array.from({ length: 50 }, () => vault.seal(place, new Secret("made-up-token"))));
    expect(new Set(sealed).size).toBe(50);
    expect(new Set(sealed.map((each) => each.split("|")[2])).size).toBe(50);
    expect(sealed.join().includes("made-up-token")).toBe(false);
  });

  it("is opened by no other vault", async () => {
    const sealed = await openMemoryVault().seal(place, new Secret("s"));
    expect(await open(place, sealed)).toBe("vault.unreadable");
  });

  it("is named by the problem, and the secret is not", async () => {
    const sealed = await vault.seal(place, new Secret("made-up-token"));
    const opening = vault.open({ ...place, accountId: "acc_2" }, sealed);
    await expect(opening).rejects.toThrow("the sealed accessToken (tokens) of acc_2 cannot be opened");
  });
});

describe("the sealed text", () => {
  it("is version|keyId|iv|tag|ciphertext, and what an older release sealed still opens", async () => {
    const master = (fill: number) => ({ id: `key${fill}`, key: new Secret(Buffer.alloc(32, fill)) });
    const fixed = sealingVault({ tokens: [master(1)], channels: [master(2)] }, (size) => Buffer.alloc(size, 7));
    const sealed = "1|key1|BwcHBwcHBwcHBwcH|jZPHFwRPe-bmaeyhS72qvg|rGFuqRbJ5mKNT5Kc5Q";
    expect(await fixed.seal(place, new Secret("made-up-token"))).toBe(sealed);
    expect((await fixed.open(place, sealed)).reveal()).toBe("made-up-token");
  });
});
