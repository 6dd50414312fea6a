import { accessSync, constants, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Problem } from "@showrunner/core/errors.ts";

export interface DataFolder {
  path: string;
  database: string;
  keyFile: string;
  /** The demo's own: where its clock started, and the sandbox's journal. */
  demo: string;
  journal: string;
}

/** Names the files of a data folder; the demo's world has a folder of its own, so that it never meets real data. */
export function dataFolder(root: string, demo: boolean): DataFolder {
  const path = demo ? resolve(root, "demo") : resolve(root);
  return {
    path,
    database: join(path, "showrunner.db"),
    keyFile: join(path, "showrunner.key"),
    demo: join(path, "demo.json"),
    journal: join(path, "sandbox.jsonl"),
  };
}

/** Makes the folder when it is not there. Throws Problem `data.unwritable`, which names it. */
export function prepareFolder(folder: DataFolder): void {
  try {
    mkdirSync(folder.path, { recursive: true });
    accessSync(folder.path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Problem({
      code: "data.unwritable",
      message: `the data folder ${folder.path} cannot be written to`,
      hint: "Give yourself the right to write there, or name another folder with --data or SHOWRUNNER_DATA.",
      cause,
    });
  }
}

/**
 * Takes the folder for this process alone until it ends, however it ends: the lock is SQLite's own on a file beside the
 * database, and the system frees it. Throws Problem `data.in_use`.
 */
export function lockFolder(folder: DataFolder): () => void {
  const lock = new DatabaseSync(join(folder.path, "showrunner.lock"));
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new Problem({
      code: "data.in_use",
      message: `another Showrunner is running on the data folder ${folder.path}`,
      hint: "Stop that one first, or name another folder with --data.",
      cause,
    });
  }
  return () => lock.close();
}

/** Removes everything that Showrunner keeps in the folder, and nothing else. */
export function resetFolder(folder: DataFolder): void {
  const { database, keyFile, demo, journal } = folder;
  for (const file of [database, `${database}-wal`, `${database}-shm`, keyFile, demo, journal])
    rmSync(file, { force: true });
}
