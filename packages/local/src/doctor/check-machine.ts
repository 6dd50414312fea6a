import { statfsSync, statSync } from "node:fs";
import { connect } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { messageOf } from "@showrunner/core/errors.ts";
import { type Finding, ok, problem, warning } from "@showrunner/services/doctor/finding.ts";
import { type DataFolder, lockPath } from "../data-folder.ts";

const oldestNode = 24;
const megabyte = 1024 * 1024;
/** The log is folded into the database at 64 MB; far beyond that, something keeps it from being. */
const longLogBytes = 512 * megabyte;
const littleSpaceBytes = 500 * megabyte;
const noSpaceBytes = 50 * megabyte;

export function checkNode(version = process.versions.node): Finding {
  const major = Number(version.split(".")[0]);
  return major >= oldestNode
    ? ok("Node.js", version)
    : problem("Node.js", `${version} is too old`, `Install Node.js ${oldestNode} or newer.`);
}

export function checkTimeZone(zone = new Intl.DateTimeFormat().resolvedOptions().timeZone): Finding {
  return ok("time zone", `${zone} here, for what is printed; each person's own is Trakt's`);
}

/** What the file system says of a file, or would say. */
export interface FileFacts {
  mode: number;
  uid: number;
}

/** The key file: there, and its owner's alone. */
export function checkKeyFile(
  path: string,
  hasData: boolean,
  facts: FileFacts | undefined = factsOf(path),
  uid: number | undefined = process.getuid?.(),
): Finding {
  const check = "key file";
  if (facts === undefined)
    return hasData
      ? problem(
          check,
          `${path} is not there, and what is sealed in the database cannot be opened without it`,
          "Put it back from a backup, or name it with SHOWRUNNER_KEY_FILE. Without it everybody has to connect again.",
        )
      : ok(check, "it is made at the first start");
  if (uid === undefined) return ok(check, "it is there");
  if ((facts.mode & 0o077) !== 0)
    return problem(
      check,
      `${path} can be read or written by others (mode 0${(facts.mode & 0o777).toString(8)})`,
      `Run: chmod 600 ${path}`,
    );
  if (facts.uid !== uid)
    return problem(
      check,
      `${path} belongs to another user (${facts.uid}, and this is ${uid})`,
      "Run this as the user that runs Showrunner, or give it the file.",
    );
  return ok(check, "its owner's alone");
}

function factsOf(path: string): FileFacts | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** The database's file, looked at without changing it. */
export function checkDatabase(folder: DataFolder): Finding[] {
  const check = "database";
  const size = sizeOf(folder.database);
  if (size === undefined)
    return [warning(check, `there is none in ${folder.path} yet`, "Start Showrunner, or name its folder with --data.")];
  const found = [quickCheck(folder.database, size)];
  const log = sizeOf(`${folder.database}-wal`) ?? 0;
  if (log > longLogBytes)
    found.push(
      warning(
        "database log",
        `it has grown to ${megabytes(log)}`,
        "Close what keeps the database open for reading (a browser of databases, a backup), and start Showrunner again.",
      ),
    );
  return found;
}

function quickCheck(path: string, size: number): Finding {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    const said = db.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
    const version = String(db.prepare("PRAGMA user_version").get()?.["user_version"]);
    if (said === "ok") return ok("database", `whole, ${megabytes(size)}, schema ${version}`);
    return damaged(path, String(said).split("\n")[0] ?? "");
  } catch (error) {
    return damaged(path, messageOf(error));
  } finally {
    db?.close();
  }
}

function damaged(path: string, reason: string): Finding {
  return problem(
    "database",
    `${path} is not whole: ${reason}`,
    "Stop Showrunner, keep a copy of the file, and put back a backup; `sqlite3 <file> .recover` may save what was written since.",
  );
}

/** Room on the disk; `free` is what the file system says, in bytes. */
export function checkSpace(path: string, free = freeBytes(path)): Finding {
  const check = "disk";
  if (free === undefined) return warning(check, "how much room it has is not known", "Look yourself.");
  const message = `${megabytes(free)} are free`;
  if (free < noSpaceBytes)
    return problem(check, message, "Free some: without room nothing can be written down, and so nothing is done.");
  return free < littleSpaceBytes ? warning(check, message, "Free some before it is full.") : ok(check, message);
}

function freeBytes(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

function sizeOf(path: string): number | undefined {
  try {
    return statSync(path).size;
  } catch {
    return undefined;
  }
}

const megabytes = (bytes: number): string => `${(bytes / megabyte).toFixed(bytes < 10 * megabyte ? 1 : 0)} MB`;

/** Whether a Showrunner runs on the folder, and whether it, or something else, has the port. */
export async function checkRunning(
  folder: DataFolder,
  port: number,
): Promise<{ isRunning: boolean; findings: Finding[] }> {
  const isRunning = isLocked(folder);
  const isTaken = await listens(port);
  const findings = [
    isRunning
      ? ok("running", "a Showrunner runs on this folder")
      : warning(
          "running",
          "no Showrunner runs on this folder: nothing is polled or done",
          "Start it: `showrunner start`.",
        ),
  ];
  // 0 takes any that is free.
  if (port === 0) return { isRunning, findings };
  if (!isRunning && isTaken)
    findings.push(
      problem(
        "port",
        `${port} on 127.0.0.1 is in use by another program`,
        "Stop that, or choose another with SHOWRUNNER_PORT.",
      ),
    );
  else if (isRunning && !isTaken)
    findings.push(
      warning(
        "port",
        `nothing listens on ${port}`,
        "If Showrunner was started with another port, set SHOWRUNNER_PORT to it here too.",
      ),
    );
  else findings.push(ok("port", isTaken ? `${port} answers` : `${port} is free`));
  return { isRunning, findings };
}

/** Whether somebody has the folder's lock; only looks, so that nobody who starts at this moment is turned away. */
function isLocked(folder: DataFolder): boolean {
  if (sizeOf(lockPath(folder)) === undefined) return false;
  const lock = new DatabaseSync(lockPath(folder), { readOnly: true });
  try {
    lock.prepare("SELECT count(*) FROM sqlite_schema").get();
    return false;
  } catch (error) {
    // https://sqlite.org/rescode.html#busy
    return error instanceof Error && "errcode" in error && error.errcode === 5;
  } finally {
    lock.close();
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
