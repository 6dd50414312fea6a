import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Problem } from "@showrunner/core/errors.ts";
import { describe, expect, it } from "vitest";
import { migrate, openConnection } from "./connection.ts";
import { groupCommit } from "./group-commit.ts";
import { itemStore } from "./item-store.ts";
import { migrations } from "./migrations.ts";
import { openForTest, temporaryPath } from "../testing/temporary-database.ts";

const item = (sk: string) => ({ pk: "P", sk, v: 1, data: { text: "x".repeat(1000) } });
const pragma = (db: DatabaseSync, name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];

/** A database with some hundred items, closed. */
async function filled(): Promise<string> {
  const path = temporaryPath();
  const database = openForTest(path);
  await Promise.all(Array.from({ length: 300 }, (_, at) => database.store.put(item(`N#${at}`))));
  await database.close();
  return path;
}

interface Refusal {
  code: string;
  namesFile: boolean;
  saysWhatToDo: boolean;
}

function refusalOf(error: unknown, path: string): Refusal {
  if (!(error instanceof Problem)) throw error;
  return { code: error.code, namesFile: error.message.includes(path), saysWhatToDo: error.hint !== undefined };
}

function openingRefused(path: string): Refusal | undefined {
  try {
    openConnection(path).db.close();
  } catch (error) {
    return refusalOf(error, path);
  }
  return undefined;
}

const refused = (code: string): Refusal => ({ code, namesFile: true, saysWhatToDo: true });

describe("an opened file", () => {
  it("survives a power cut with all that was acknowledged: WAL, synced at each commit", () => {
    const { db } = openConnection(temporaryPath());
    expect(pragma(db, "journal_mode")).toBe("wal");
    expect(pragma(db, "synchronous")).toBe(2);
    db.close();
  });

  it("says whose it is, and of which schema", () => {
    const path = temporaryPath();
    const { db } = openConnection(path);
    expect(pragma(db, "user_version")).toBe(migrations.length);
    db.close();
    expect(readFileSync(path).toString("latin1", 68, 72)).toBe("SHOW");
  });

  it.skipIf(process.platform === "win32")("can be read by its owner only, its log too", async () => {
    const path = temporaryPath();
    const { store } = openForTest(path);
    await store.put(item("A"));
    expect([path, `${path}-wal`].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  it("may have been empty before", async () => {
    const path = temporaryPath();
    writeFileSync(path, "");
    expect(await openForTest(path).store.put(item("A"))).toBe(true);
  });
});

describe("a file that cannot be used is refused, named, and left as it is", () => {
  it("foreign: another program's database", () => {
    const path = temporaryPath();
    const other = new DatabaseSync(path);
    other.exec("CREATE TABLE films (title TEXT); INSERT INTO films VALUES ('Ran')");
    other.close();
    const before = readFileSync(path);
    expect(openingRefused(path)).toEqual(refused("database.foreign"));
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("foreign: a database that says it is another program's, though it is empty", () => {
    const path = temporaryPath();
    const other = new DatabaseSync(path);
    other.exec("PRAGMA application_id = 7");
    other.close();
    expect(openingRefused(path)).toEqual(refused("database.foreign"));
  });

  it("foreign: no database at all", () => {
    const path = temporaryPath();
    writeFileSync(path, "Dear diary,\n".repeat(1000));
    expect(openingRefused(path)).toEqual(refused("database.foreign"));
    expect(readFileSync(path, "utf8")).toBe("Dear diary,\n".repeat(1000));
  });

  it("newer: made by a version that knows a later schema", async () => {
    const path = await filled();
    const db = new DatabaseSync(path);
    db.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    db.close();
    expect(openingRefused(path)).toEqual(refused("database.newer"));
  });

  it("damaged: cut short", async () => {
    const path = await filled();
    truncateSync(path, 8192 * 3 + 100);
    expect(openingRefused(path)).toEqual(refused("database.damaged"));
  });

  it("damaged: the first page overwritten behind SQLite's name", async () => {
    const path = await filled();
    const content = readFileSync(path);
    content.fill(0xaa, 16, 8192);
    writeFileSync(path, content);
    expect(openingRefused(path)).toEqual(refused("database.damaged"));
  });

  it("damaged: pages further in, found when they are read or written", async () => {
    const path = await filled();
    const content = readFileSync(path);
    content.fill(0xaa, 8192);
    writeFileSync(path, content);
    const { store } = openForTest(path);
    const told = await Promise.allSettled([store.query({ pk: "P" }), store.put(item("N#1"))]);
    for (const each of told) {
      expect(each.status === "rejected" && refusalOf(each.reason, path)).toEqual(refused("database.damaged"));
    }
  });

  it("damaged: an item whose data is no JSON", async () => {
    const path = await filled();
    const db = new DatabaseSync(path);
    db.exec("UPDATE items SET data = '{\"cut' WHERE sk = 'N#7'");
    db.close();
    const { store } = openForTest(path);
    await expect(store.get(item("N#7"))).rejects.toMatchObject({ code: "database.damaged" });
    expect(await store.get(item("N#8"))).toEqual(item("N#8"));
  });

  it("unwritable: a folder", () => {
    const path = temporaryPath("folder");
    mkdirSync(path);
    expect(openingRefused(path)).toEqual(refused("database.unwritable"));
    expect(() => openConnection(path)).toThrow("it is a folder");
  });

  it("unwritable: in a folder that is not there, which is not made", () => {
    const path = join(temporaryPath("missing"), "showrunner.db");
    expect(openingRefused(path)).toEqual(refused("database.unwritable"));
    expect(existsSync(dirname(path))).toBe(false);
  });

  it("unwritable: in what is no folder", () => {
    const path = temporaryPath();
    writeFileSync(path, "");
    expect(openingRefused(join(path, "showrunner.db"))).toEqual(refused("database.unwritable"));
  });

  // Root may write everywhere.
  it.skipIf(process.getuid?.() === 0)("unwritable: a read-only file, or a read-only folder", async () => {
    const path = await filled();
    chmodSync(path, 0o400);
    expect(openingRefused(path)).toEqual(refused("database.unwritable"));
    chmodSync(path, 0o600);
    chmodSync(dirname(path), 0o500);
    expect(openingRefused(join(dirname(path), "other.db"))).toEqual(refused("database.unwritable"));
    chmodSync(dirname(path), 0o700);
  });
});

describe("a full disk", () => {
  it("fails the writes of its transaction, all of them, and no later one that has room", async () => {
    const path = temporaryPath();
    const connection = openConnection(path);
    const store = itemStore(connection, groupCommit(connection));
    await store.put(item("BEFORE"));
    // What SQLite says when the disk is full, it says too when its file may not grow.
    connection.db.exec(`PRAGMA max_page_count = ${Number(pragma(connection.db, "page_count")) + 4}`);
    const writes = Array.from({ length: 100 }, (_, at) => store.put(item(`N#${at}`)));
    const told = await Promise.allSettled(writes);
    for (const each of told) {
      expect(each.status === "rejected" && refusalOf(each.reason, path)).toEqual(refused("database.full"));
      expect(each).toMatchObject({ reason: { retry: { kind: "default" } } });
    }
    expect((await store.query({ pk: "P" })).items).toEqual([item("BEFORE")]);
    connection.db.exec("PRAGMA max_page_count = 100000");
    expect(await store.put(item("AFTER"))).toBe(true);
    connection.db.close();
  });
});

describe("migrations", () => {
  it("run once each, in order, from whatever version the file has", () => {
    const db = new DatabaseSync(":memory:");
    const steps = ["CREATE TABLE a (n)", "INSERT INTO a VALUES (1)", "INSERT INTO a VALUES (2)"];
    migrate(db, ":memory:", steps.slice(0, 2));
    migrate(db, ":memory:", steps);
    migrate(db, ":memory:", steps);
    expect(db.prepare("SELECT n FROM a").all()).toEqual([{ n: 1 }, { n: 2 }]);
    expect(pragma(db, "user_version")).toBe(3);
    db.close();
  });

  it("leave nothing of a step behind when one fails", () => {
    const db = new DatabaseSync(":memory:");
    migrate(db, ":memory:", ["CREATE TABLE a (n)"]);
    expect(() => migrate(db, ":memory:", ["", "INSERT INTO a VALUES (1)", "INSERT INTO missing VALUES (1)"])).toThrow(
      "no such table: missing",
    );
    expect(db.prepare("SELECT n FROM a").all()).toEqual([]);
    expect(pragma(db, "user_version")).toBe(1);
    db.close();
  });
});
