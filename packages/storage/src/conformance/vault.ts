import { inspect } from "node:util";
import { Problem } from "@showrunner/core/errors.ts";
import type { Place, Vault } from "@showrunner/core/ports/vault.ts";
import { Secret } from "@showrunner/core/secret.ts";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** A vault as a driver hands it to its conformance test. */
export interface VaultUnderTest {
  vault: Vault;
  /** Another vault of the same kind, with keys of its own. */
  foreign: Vault;
  close(): Promise<void>;
}

const place: Place = { purpose: "tokens", accountId: "acc_1", field: "accessToken" };

const places: fc.Arbitrary<Place> = fc.record({
  purpose: fc.constantFrom("tokens", "channels"),
  accountId: fc.constantFrom("acc_1", "acc_2", "acc_", 'acc_1","x'),
  field: fc.constantFrom("accessToken", "refreshToken", 'x","accessToken'),
});
const texts = fc.string({ unit: "binary" });

/** What every driver of the `Vault` port keeps. Run it in the driver's own test. */
export function vaultConformance(title: string, start: () => Promise<VaultUnderTest>): void {
  describe(`${title} keeps what a Vault promises: a sealed value`, () => {
    let opened: VaultUnderTest;
    let vault: Vault;
    beforeEach(async () => {
      opened = await start();
      vault = opened.vault;
    });
    afterEach(() => opened.close());

    /** The secret, or the code of the problem. */
    const open = async (from: Place, sealed: string): Promise<string> => {
      try {
        return (await vault.open(from, sealed)).reveal();
      } catch (error) {
        if (error instanceof Problem) return error.code;
        throw error;
      }
    };

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
          await vault.seal(elsewhere, new Secret("another"));
          expect(await open(elsewhere, await vault.seal(there, new Secret("s")))).toBe("vault.unreadable");
        }),
      );
    });

    it("does not open when any one character was changed, dropped or added", async () => {
      const sealed = await vault.seal(place, new Secret("made-up-token"));
      const character = fc.constantFrom("A", "B", "b", "0", "1", "-", "_", "|", "=", "+", "/", " ", "\u0000");
      await fc.assert(
        fc.asyncProperty(
          fc.nat(sealed.length),
          fc.nat(1),
          fc.option(character, { nil: "" }),
          async (at, cut, added) => {
            const changed = sealed.slice(0, at) + added + sealed.slice(at + cut);
            fc.pre(changed !== sealed);
            expect(await open(place, changed)).toBe("vault.unreadable");
          },
        ),
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

    it.each(["", "made-up-token", "1|a|b|c|d", "1||||", "2|0|b|c|d", "2||||", "||||"])(
      "is not taken for what was never sealed: %j",
      async (text) => {
        expect(await open(place, text)).toBe("vault.unreadable");
        await vault.seal(place, new Secret("s"));
        expect(await open(place, text)).toBe("vault.unreadable");
      },
    );

    it("is another each time, and shows nothing of the secret", async () => {
      const all = Array.from({ length: 50 }, () => vault.seal(place, new Secret("made-up-token")));
      const sealed = await Promise.all(all);
      expect(new Set(sealed).size).toBe(50);
      expect(new Set(sealed.map((each) => each.split("|")[2])).size).toBe(50);
      expect(sealed.join().includes("made-up-token")).toBe(false);
    });

    it("is opened by no other vault", async () => {
      await vault.seal(place, new Secret("s"));
      const sealed = await opened.foreign.seal(place, new Secret("s"));
      expect(await open(place, sealed)).toBe("vault.unreadable");
    });

    it("is sealed and opened anew for an account that was forgotten, and others' stays as it was", async () => {
      const others = { ...place, accountId: "acc_2" };
      const kept = await vault.seal(others, new Secret("another"));
      await vault.seal(place, new Secret("s"));
      await vault.forget(place.accountId);
      await vault.forget(place.accountId);
      expect(await open(place, await vault.seal(place, new Secret("since")))).toBe("since");
      expect(await open(others, kept)).toBe("another");
    });

    it("is named by the problem, and neither the secret nor what was sealed is", async () => {
      const sealed = await vault.seal(place, new Secret("made-up-token"));
      const problem: unknown = await vault
        .open({ ...place, accountId: "acc_2" }, sealed)
        .catch((error: unknown) => error);
      expect(problem).toMatchObject({
        code: "vault.unreadable",
        message: "the sealed accessToken (tokens) of acc_2 cannot be opened",
        retry: { kind: "never" },
      });
      const told = inspect(problem, { depth: 10 });
      expect(told).not.toContain("made-up-token");
      for (const part of sealed.split("|").slice(2)) expect(told).not.toContain(part);
    });

    it("never prints what was opened, and the vault prints none of its keys", async () => {
      const secret = await vault.open(place, await vault.seal(place, new Secret("made-up-token")));
      const told = `${inspect({ secret, vault }, { depth: 10, showHidden: true })} ${JSON.stringify({ secret, vault })}`;
      expect(told).not.toContain("made-up-token");
      expect(told).not.toMatch(/<Buffer|Uint8Array/);
    });
  });
}
