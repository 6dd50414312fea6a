import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { Problem } from "@showrunner/core/errors.ts";
import type { Place } from "@showrunner/core/ports/vault.ts";
import { Secret } from "@showrunner/core/secret.ts";
import { describe, expect, it, onTestFinished } from "vitest";
import { openKeyFileVault } from "./key-file-vault.ts";

const place: Place = { purpose: "tokens", accountId: "acc_1", field: "accessToken" };
const secret = new Secret("made-up-token");

function temporaryKeyFile(content?: string, mode = 0o600): string {
  const folder = mkdtempSync(join(tmpdir(), "showrunner-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "keys.json");
  if (content !== undefined) {
    writeFileSync(path, content);
    chmodSync(path, mode);
  }
  return path;
}

const keyOf = (fill: number): { id: string; key: string } => ({
  id: `key${fill}`,
  key: Buffer.alloc(32, fill).toString("base64url"),
});
const keyFile = (tokens: object[], channels: object[] = [keyOf(9)]): string =>
  JSON.stringify({ version: 1, tokens, channels });

async function problemOf(opening: Promise<unknown>): Promise<Problem> {
  const error: unknown = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw new TypeError("no Problem was thrown", { cause: error });
  return error;
}

describe("a key file", () => {
  it("is made at first use, readable by its owner only, with nothing left beside it", async () => {
    const path = temporaryKeyFile();
    await openKeyFileVault({ path });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(dirname(path))).toEqual(["keys.json"]);
  });

  it("opens, after a restart, what was sealed before, and is not written again", async () => {
    const path = temporaryKeyFile();
    const sealed = await (await openKeyFileVault({ path })).seal(place, secret);
    const before = readFileSync(path, "utf8");
    const opened = await (await openKeyFileVault({ path })).open(place, sealed);
    expect(opened.reveal()).toBe("made-up-token");
    expect(readFileSync(path, "utf8")).toBe(before);
  });

  it("is one and the same for all who start at once", async () => {
    const path = temporaryKeyFile();
    const vaults = await Promise.all(Array.from({ length: 8 }, () => openKeyFileVault({ path })));
    const sealed = await Promise.all(vaults.map((vault) => vault.seal(place, secret)));
    const opened = await Promise.all(vaults.toReversed().map((vault, at) => vault.open(place, sealed[at] ?? "")));
    expect(opened.map((each) => each.reveal())).toEqual(sealed.map(() => "made-up-token"));
    expect(readdirSync(dirname(path))).toEqual(["keys.json"]);
  });

  it("is never written over: made by another meanwhile, that one's keys are used", async () => {
    const path = temporaryKeyFile();
    const others = keyFile([keyOf(1)]);
    const vault = await openKeyFileVault({
      path,
      random: (size) => {
        if (!existsSync(path)) writeFileSync(path, others, { mode: 0o600 });
        return randomBytes(size);
      },
    });
    expect(readFileSync(path, "utf8")).toBe(others);
    expect((await vault.seal(place, secret)).split("|")[1]).toBe("key1");
  });

  it("holds a key of its own for each purpose", async () => {
    const path = temporaryKeyFile();
    await openKeyFileVault({ path });
    const keys = [...readFileSync(path, "utf8").matchAll(/"key": "([\w-]{43})"/g)].map(([, key]) => key);
    expect(new Set(keys).size).toBe(2);
  });

  it.each([0o640, 0o604, 0o644, 0o660, 0o601])("with mode %o is refused, with what to run", async (mode) => {
    const path = temporaryKeyFile(keyFile([keyOf(1)]), mode);
    const problem = await problemOf(openKeyFileVault({ path }));
    expect(problem.code).toBe("keyfile.permissions");
    expect(problem.message).toContain(path);
    expect(problem.hint).toContain(`chmod 600 ${path}`);
  });

  it.each([
    ["empty", ""],
    ["cut short", keyFile([keyOf(1)]).slice(0, 60)],
    ["without a key for a purpose", keyFile([])],
    ["with a short key", keyFile([{ id: "a", key: "c2hvcnQ" }])],
    ["with a key id that would break the sealed text", keyFile([{ ...keyOf(1), id: "a|b" }])],
    ["of another version", keyFile([keyOf(1)]).replace('"version":1', '"version":2')],
  ])("that is %s is refused as damaged and left as it is", async (_how, content) => {
    const path = temporaryKeyFile(content);
    const problem = await problemOf(openKeyFileVault({ path }));
    expect(problem.code).toBe("keyfile.damaged");
    expect(problem.message).toContain(path);
    expect(readFileSync(path, "utf8")).toBe(content);
  });

  it("that is damaged shows nothing of its keys in the problem", async () => {
    const content = `${keyFile([keyOf(1)])} trailing`;
    const problem = await problemOf(openKeyFileVault({ path: temporaryKeyFile(content) }));
    expect(inspect(problem, { depth: 10 })).not.toContain(keyOf(1).key.slice(0, 8));
  });

  it("cannot be made where no folder is, and no folder is made", async () => {
    const path = join(temporaryKeyFile(), "keys.json");
    const problem = await problemOf(openKeyFileVault({ path }));
    expect(problem.code).toBe("keyfile.unwritable");
    expect(problem.message).toContain(path);
    expect(existsSync(dirname(path))).toBe(false);
  });

  it("that is a folder is refused", async () => {
    const path = dirname(temporaryKeyFile());
    expect((await problemOf(openKeyFileVault({ path }))).code).toBe("keyfile.unreadable");
  });
});

describe("rotation", () => {
  it("seals under the newest key and opens what any kept key sealed", async () => {
    const old = await openKeyFileVault({ path: temporaryKeyFile(keyFile([keyOf(1)])) });
    const sealedBefore = await old.seal(place, secret);
    const rotated = await openKeyFileVault({ path: temporaryKeyFile(keyFile([keyOf(2), keyOf(1)])) });
    const sealedSince = await rotated.seal(place, secret);
    expect(sealedSince.split("|")[1]).toBe("key2");
    expect((await rotated.open(place, sealedBefore)).reveal()).toBe("made-up-token");
    expect((await problemOf(old.open(place, sealedSince))).code).toBe("vault.unreadable");
  });

  it("tells apart keys of one purpose and of the other, whatever their ids", async () => {
    const one = await openKeyFileVault({ path: temporaryKeyFile(keyFile([keyOf(1)], [keyOf(2)])) });
    const swapped = await openKeyFileVault({ path: temporaryKeyFile(keyFile([keyOf(2)], [keyOf(1)])) });
    const sealed = await one.seal(place, secret);
    const moved = swapped.open({ ...place, purpose: "channels" }, sealed);
    expect((await problemOf(moved)).code).toBe("vault.unreadable");
  });
});
