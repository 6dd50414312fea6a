import { accessSync, constants, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { lockFile } from "./lock-file.ts";

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

/** Makes the folder when it is not there. Throws Problem `data.no_folder` or `data.unwritable`, which names it. */
export function prepareFolder(folder: DataFolder): void {
  try {
    mkdirSync(folder.path, { recursive: true });
    accessSync(folder.path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const file = fileInTheWay(folder.path);
    if (file !== undefined)
      throw new Problem({
        code: "data.no_folder",
        message: `the data folder ${folder.path} cannot be made: ${file} is a file`,
        hint: "Name another folder with --data or SHOWRUNNER_DATA, or move that file away. It was left as it is.",
        cause,
      });
    throw unwritable(folder.path, cause);
  }
}

/** The part of the path that is there and is no folder, if so. */
function fileInTheWay(path: string): string | undefined {
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    try {
      return statSync(at).isDirectory() ? undefined : at;
    } catch {
      // Not there, or below a file: what is above it is asked next.
    }
  }
  return undefined;
}

function unwritable(path: string, cause: unknown): Problem {
  return new Problem({
    code: "data.unwritable",
    message: `the data folder ${path} cannot be written to (${messageOf(cause)})`,
    hint: "Give yourself the right to write there, or name another folder with --data or SHOWRUNNER_DATA.",
    cause,
  });
}

/** The file by whose lock a running Showrunner is known. */
export const lockPath = (folder: DataFolder): string => join(folder.path, "showrunner.lock");

/** Takes the folder for this process alone until it ends. Throws Problem `data.in_use` or `data.lock_unusable`. */
export function lockFolder(folder: DataFolder): () => void {
  return lockFile(lockPath(folder), {
    code: "data.in_use",
    message: `another Showrunner is running on the data folder ${folder.path}`,
    hint: "Stop that one first, or name another folder with --data.",
  });
}

/** Removes everything that Showrunner keeps in the folder, and nothing else. */
export function resetFolder(folder: DataFolder): void {
  const { database, keyFile, demo, journal } = folder;
  for (const file of [database, `${database}-wal`, `${database}-shm`, keyFile, demo, journal])
    rmSync(file, { force: true });
}
