import { Problem } from "@showrunner/core/errors.ts";
import { DamagedRow } from "./columns.ts";

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
export const sqliteCodes = {
  generic: 1,
  permission: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const;

/** The primary result code of an error of node:sqlite. */
export function sqliteCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  // The upper bytes say more about the same (extended result codes).
  return error.errcode & 0xff;
}

/** What a person is told about an error of SQLite; anything else is given back as it is. */
export function problemOf(error: unknown, path: string): unknown {
  if (error instanceof DamagedRow) return damaged(path, error);
  switch (sqliteCodeOf(error)) {
    case sqliteCodes.corrupt:
      return damaged(path, error);
    case sqliteCodes.notADatabase:
      return foreign(path, error);
    case sqliteCodes.full:
      return new Problem({
        code: "database.full",
        message: `no room is left for the database ${path}`,
        hint: "Free some space on its disk. Nothing that was acknowledged is lost, and work goes on by itself.",
        retry: { kind: "default" },
        cause: error,
      });
    case sqliteCodes.busy:
    case sqliteCodes.locked:
      return new Problem({
        code: "database.busy",
        message: `another program has kept the database ${path} locked for too long`,
        hint: "Close other programs that have the file open (a database browser, a backup) and try again.",
        retry: { kind: "default" },
        cause: error,
      });
    case sqliteCodes.readOnly:
    case sqliteCodes.permission:
    case sqliteCodes.cannotOpen:
      return unwritable(path, "it cannot be written", error);
    case sqliteCodes.ioError:
      return new Problem({
        code: "database.io",
        message: `the disk failed while the database ${path} was used`,
        hint: "Check the disk and the system's log. Keep the file on a local disk: network shares cannot hold a database.",
        retry: { kind: "default" },
        cause: error,
      });
    default:
      return error;
  }
}

export function damaged(path: string, cause?: unknown): Problem {
  return new Problem({
    code: "database.damaged",
    message: `the database ${path} is damaged`,
    hint: "Stop Showrunner, keep a copy of the file, and put back a backup. `sqlite3 <file> .recover` may save what was written since.",
    cause,
  });
}

export function foreign(path: string, cause?: unknown): Problem {
  return new Problem({
    code: "database.foreign",
    message: `${path} is not a Showrunner database`,
    hint: "It was left as it is. Choose another path, or move that file away if it is not needed there.",
    cause,
  });
}

export function newer(path: string, found: number, known: number): Problem {
  return new Problem({
    code: "database.newer",
    message: `the database ${path} was made by a newer Showrunner (schema ${found}; this one knows ${known})`,
    hint: "Update Showrunner, or choose another path. The file was left as it is.",
  });
}

export function unwritable(path: string, reason: string, cause?: unknown): Problem {
  return new Problem({
    code: "database.unwritable",
    message: `the database ${path} cannot be used: ${reason}`,
    hint: "Let the user that runs Showrunner read and write both the file and its folder, or choose another path.",
    cause,
  });
}

export function closed(path: string): Problem {
  return new Problem({
    code: "database.closed",
    message: `the database ${path} was closed`,
    hint: "Nothing was written. The process is shutting down; what was not acknowledged is done again after a start.",
  });
}
