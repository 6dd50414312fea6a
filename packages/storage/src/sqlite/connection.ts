import { accessSync, closeSync, constants, openSync, readSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { messageOf } from "@showrunner/core/errors.ts";
import { numberOf } from "./columns.ts";
import { migrations } from "./migrations.ts";
import { damaged, foreign, newer, problemOf, sqliteCodeOf, sqliteCodes, unwritable } from "./problems.ts";

/** An open database file, its schema up to date. */
export interface Connection {
  db: DatabaseSync;
  path: string;
}

/** "SHOW" in ASCII, at byte 68 of the file: what `file` and we know our own by. */
const applicationId = 0x53_48_4f_57;

/** Bytes: fewer, larger pages hold an item of a few kilobytes without a chain of overflow pages. */
const pageSize = 8192;
/** 64 MB of log between checkpoints: pages that are written often reach the database file once. */
const checkpointPages = (64 * 1024 * 1024) / pageSize;

/** How long SQLite itself waits for another process's transaction; the event loop stands still meanwhile. */
export const defaultBusyTimeoutMs = 1000;

/** Opens, or makes, the database. Throws Problem `database.*`, each naming the file. */
export function openConnection(path: string, busyTimeoutMs = defaultBusyTimeoutMs): Connection {
  if (path !== ":memory:") prepareFile(path);
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { timeout: busyTimeoutMs });
    // Nothing of somebody else's file is changed, its journal mode included, before it is known to be ours.
    checkOwner(db, path);
    configure(db);
    migrate(db, path, migrations);
    return { db, path };
  } catch (error) {
    db?.close();
    throw openingProblem(error, path);
  }
}

/**
 * Makes the file, readable by its owner only, when it is not there; SQLite gives its log the same mode. An
 * existing file is only asked about: closing a file drops every lock that the process holds on it.
 */
function prepareFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
    return;
  } catch (error) {
    if (systemCodeOf(error) !== "EEXIST") throw unwritable(path, reasonOf(error), error);
  }
  try {
    if (statSync(path).isDirectory()) throw unwritable(path, "it is a folder");
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw systemCodeOf(error) === undefined ? error : unwritable(path, reasonOf(error), error);
  }
}

function checkOwner(db: DatabaseSync, path: string): void {
  const tables = countTables(db, path);
  const owner = number(db, "SELECT application_id AS value FROM pragma_application_id");
  if (owner !== applicationId && (owner !== 0 || tables !== 0)) throw foreign(path);
  const version = versionOf(db);
  if (version > migrations.length) throw newer(path, version, migrations.length);
}

function countTables(db: DatabaseSync, path: string): number {
  try {
    return number(db, "SELECT count(*) AS value FROM sqlite_schema");
  } catch (error) {
    // There is nothing wrong with the statement: what SQLite objects to is the file's header ("unsupported file format").
    throw sqliteCodeOf(error) === sqliteCodes.generic ? damaged(path, error) : error;
  }
}

function configure(db: DatabaseSync): void {
  // page_size only bears on a file that is still empty, and only before its journal mode is set.
  // secure_delete: who deletes their account is not to be found in the file's free pages.
  db.exec(`
    PRAGMA page_size = ${pageSize};
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA wal_autocheckpoint = ${checkpointPages};
    PRAGMA journal_size_limit = ${4 * checkpointPages * pageSize};
    PRAGMA cache_size = -32768;
    PRAGMA temp_store = MEMORY;
    PRAGMA secure_delete = ON;
  `);
}

/** Brings the schema from whatever version it has to the last; all of it or nothing. */
export function migrate(db: DatabaseSync, path: string, steps: readonly string[]): void {
  // Taking the write lock even when there is nothing to do finds a read-only file now, not at the first write.
  db.exec("BEGIN IMMEDIATE");
  try {
    // Read again under the lock: another process may have just migrated.
    const version = versionOf(db);
    if (version > steps.length) throw newer(path, version, steps.length);
    for (const step of steps.slice(version)) db.exec(step);
    if (version < steps.length) {
      db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${steps.length}`);
    }
    db.exec("COMMIT");
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw error;
  }
}

function versionOf(db: DatabaseSync): number {
  return number(db, "SELECT user_version AS value FROM pragma_user_version");
}

function number(db: DatabaseSync, sql: string): number {
  return numberOf(db.prepare(sql).get() ?? {}, "value");
}

function openingProblem(error: unknown, path: string): unknown {
  if (sqliteCodeOf(error) === sqliteCodes.notADatabase && beginsAsSqlite(path)) return damaged(path, error);
  return problemOf(error, path);
}

/** Whether the file was a SQLite database once: https://sqlite.org/fileformat.html#magic_header_string */
function beginsAsSqlite(path: string): boolean {
  const magic = "SQLite format 3\0";
  const start = Buffer.alloc(magic.length);
  const file = openSync(path, "r");
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  return start.toString("latin1") === magic;
}

function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("syscall" in error) || !("code" in error)) return undefined;
  return String(error.code);
}

function reasonOf(error: unknown): string {
  switch (systemCodeOf(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return "its folder does not exist";
    case "EACCES":
    case "EPERM":
      return "this user may not write there";
    case "EROFS":
      return "its disk is read-only";
    default:
      return messageOf(error);
  }
}
