import { Secret } from "@showrunner/core/secret.ts";
import { archiveJsonSchema, ArchiveLine } from "@showrunner/services/house/archive.ts";
import { knownSeal, newSeal } from "@showrunner/services/house/archive-seal.ts";
import { checkArchive, headerOf } from "@showrunner/services/house/check-archive.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestWorld, type TestWorld } from "../harness/test-world.ts";
import { busyAccount, type BusyAccount } from "./busy-account.ts";
import { allOf, anotherHouse, archiveOf, codeOf, type Moved, packed, unpack } from "./houses.ts";

let t: TestWorld;
let ann: BusyAccount;
let moved: Moved;
beforeAll(async () => {
  t = await createTestWorld();
  ann = await busyAccount(t, "ann");
  moved = await packed(t.ctx, [ann.account]);
});
afterAll(async () => {
  await ann[Symbol.asyncDispose]();
  await t.close();
});

/** Tries to import a text into an empty house; the Problem's code, and whether anything was written. */
async function refused(text: string): Promise<{ code: unknown; written: number }> {
  const house = anotherHouse(t);
  try {
    const code = await codeOf(() => unpack(house.ctx, archiveOf(text)));
    return { code, written: house.database.counts().writes };
  } finally {
    await house.close();
  }
}

const lines = (): string[] => moved.text.split("\n").slice(0, -1);
const joined = (some: readonly string[]): string => some.map((line) => `${line}\n`).join("");

describe("an archive that is not as it was made is refused, and nothing of it is written", () => {
  it.each<[string, (all: string[]) => string[], string]>([
    ["nothing in it", () => [], "archive.truncated"],
    ["another file", () => ["Dear diary,"], "archive.not_one"],
    [
      "a later format",
      ([head = "", ...rest]) => [head.replace('"format":1', '"format":2'), ...rest],
      "archive.other_format",
    ],
    ["its last line missing", (all) => all.slice(0, -1), "archive.truncated"],
    ["its last half missing", (all) => all.slice(0, all.length / 2), "archive.truncated"],
    ["a row missing", (all) => all.toSpliced(-5, 1), "archive.damaged"],
    ["a row twice", (all) => [...all.slice(0, -4), ...all.slice(-5)], "archive.damaged"],
    ["two rows swapped", (all) => swapped(all), "archive.damaged"],
    ["a name changed", (all) => all.map((line) => line.replace("Watched", "Wotched")), "archive.damaged"],
    ["more after its end", (all) => [...all, all[1] ?? ""], "archive.damaged"],
    ["no JSON in it", (all) => all.with(5, "{"), "archive.damaged"],
    [
      "somebody else's row in it",
      (all) => all.map((line) => line.replace('"pk":"ACC#acc_', '"pk":"ACC#acc_B')),
      "archive.damaged",
    ],
  ])("%s", async (_what, change, code) => {
    expect(await refused(joined(change(lines())))).toEqual({ code, written: 0 });
  });

  it("any one character of it changed", async () => {
    const { text } = moved;
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 2), fc.constantFrom("a", "7", "}", '"', " "), async (at, other) => {
        if (text[at] === other) return;
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        const code = await codeOf(() => checkArchive(archiveOf(changed), moved.seal));
        expect(String(code)).toMatch(/^archive\.(damaged|truncated|not_one|other_format)$/);
      }),
      { numRuns: 150 },
    );
  });

  it("made anew with right hashes by who does not know the passphrase", async () => {
    const { createHash } = await import("node:crypto");
    const all = lines().map((line) => line.replaceAll("Watched", "Wotched"));
    let hash = createHash("sha256");
    const whole = createHash("sha256");
    const forged = all.map((line) => {
      const value: unknown = JSON.parse(line);
      const known = ArchiveLine.parse(value);
      if ("part" in known) hash = createHash("sha256");
      const out =
        "end" in known
          ? JSON.stringify({ ...known, sha256: hash.digest("hex") })
          : "whole" in known
            ? JSON.stringify({ whole: { ...known.whole, sha256: whole.digest("hex") } })
            : line;
      if ("row" in known || "part" in known) hash.update(`${line}\n`);
      if (!("whole" in known)) whole.update(`${out}\n`);
      return out;
    });
    expect(await codeOf(() => checkArchive(archiveOf(joined(forged))))).toMatchObject({ rows: expect.any(Number) });
    expect(await refused(joined(forged))).toEqual({ code: "archive.damaged", written: 0 });
  });
});

function swapped(all: readonly string[]): string[] {
  const [a = "", b = ""] = all.slice(6, 8);
  return all.toSpliced(6, 2, b, a);
}

describe("a passphrase", () => {
  it("that is another is told at once", async () => {
    const { id, sealing } = await headerOf(moved.source);
    if (sealing === null) throw new Error("no secrets in it");
    const wrong = new Secret("another made-up passphrase");
    expect(await codeOf(() => knownSeal(id, sealing, wrong))).toBe("archive.wrong_passphrase");
  });

  it("that is short is refused when the archive is made", async () => {
    expect(await codeOf(() => newSeal("archive", new Secret("elevenchars")))).toBe("archive.passphrase_short");
  });
});

describe("an import is refused, and nothing is written,", () => {
  it("into a house with another Trakt app, for tokens serve only the app that they were given to", async () => {
    const house = anotherHouse(t);
    expect(await codeOf(() => unpack(house.ctx, moved.source, { app: "another" }))).toBe("house.other_app");
    expect(house.database.counts().writes).toBe(0);
    await house.close();
  });

  it("of somebody who had not left, unless the other house is gone", async () => {
    const bob = await t.person("bob");
    const copy = await packed(t.ctx, [bob], { leaving: false });
    const house = anotherHouse(t);
    expect(await codeOf(() => unpack(house.ctx, copy.source))).toBe("house.origin_alive");
    expect(house.database.counts().writes).toBe(0);
    expect(await unpack(house.ctx, copy.source, { originGone: true })).toMatchObject([{ outcome: "arrived" }]);
    await house.close();
  });

  it("again after the account has left: the archive is older than what left", async () => {
    const house = anotherHouse(t);
    await unpack(house.ctx, moved.source);
    await packed(house.ctx, [ann.account]);
    house.database.resetCounts();
    expect(await codeOf(() => unpack(house.ctx, moved.source))).toBe("house.archive_spent");
    expect(house.database.counts().writes).toBe(0);
    await house.close();
  });
});

describe("an account of the same person that lives in the target house", () => {
  async function withAnnThere() {
    const house = anotherHouse(t);
    const { connectAccount } = await import("@showrunner/services/accounts/accounts.ts");
    const { saveRule } = await import("@showrunner/services/rules/rules.ts");
    const { tokensOf } = await import("../harness/test-world.ts");
    await connectAccount(house.ctx, tokensOf(t.world.issueTokens("ann")));
    const own = "name: Own\nwhen: { event: item.rated }\nthen: [{ do: notify, channel: inbox, title: r, body: r }]\n";
    await saveRule(house.ctx, ann.account.id, own, { enabled: true });
    return house;
  }
  const ruleNames = async (house: Awaited<ReturnType<typeof withAnnThere>>): Promise<string[]> => {
    const { listRules, nameOf } = await import("@showrunner/services/rules/rules.ts");
    return (await listRules(house.ctx, ann.account.id)).map(nameOf);
  };

  it("stops the import before anything is written, unless it was decided what to do", async () => {
    const house = await withAnnThere();
    const before = await allOf(house.ctx.store, ann.account.id);
    expect(await codeOf(() => unpack(house.ctx, moved.source))).toBe("house.account_there");
    expect(await allOf(house.ctx.store, ann.account.id)).toEqual(before);
    await house.close();
  });

  it("keeps all that it has with `keep`, and is given what it has not", async () => {
    const house = await withAnnThere();
    const before = await allOf(house.ctx.store, ann.account.id);
    const [arrival] = await unpack(house.ctx, moved.source, { onConflict: "keep" });
    expect(arrival?.kept).toBeGreaterThan(0);
    const now = new Map((await allOf(house.ctx.store, ann.account.id)).map((item) => [`${item.pk} ${item.sk}`, item]));
    for (const item of before) expect(now.get(`${item.pk} ${item.sk}`)).toEqual(item);
    expect(await ruleNames(house)).toEqual(["Airing", "Later", "Own", "Watched"]);
    await house.close();
  });

  it("makes room with `replace`", async () => {
    const house = await withAnnThere();
    await unpack(house.ctx, moved.source, { onConflict: "replace" });
    expect(await ruleNames(house)).toEqual(["Airing", "Later", "Watched"]);
    await house.close();
  });
});

describe("the published schema", () => {
  it("holds for every line of an archive, and not for what is none", () => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(archiveJsonSchema());
    for (const line of lines()) {
      const value: unknown = JSON.parse(line);
      expect(validate(value)).toBe(true);
    }
    expect(validate({ row: { pk: "x" } })).toBe(false);
  });

  it("is the one in docs/archive.schema.json", async () => {
    const { readFile } = await import("node:fs/promises");
    const published: unknown = JSON.parse(
      await readFile(new URL("../../docs/archive.schema.json", import.meta.url), "utf8"),
    );
    expect(published).toEqual(JSON.parse(JSON.stringify(archiveJsonSchema())));
  });
});
