import { Problem } from "@showrunner/core/errors.ts";

/** An opaque cursor that holds the sort values of the last item of a page. */
export function encodeCursor(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/** Throws Problem `store.cursor_invalid` for what `encodeCursor` did not make with as many values. */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (Array.isArray(values) && values.length === length) {
      return values.map((value: unknown) => {
        if (typeof value !== "string") throw invalidCursor();
        return value;
      });
    }
  } catch {
    // No JSON: told as any other cursor that is not ours.
  }
  throw invalidCursor();
}

/** The sort key that a page ended with, of a query under `prefix`. Throws as `decodeCursor` does. */
export function sortKeyOf(cursor: string, prefix: string): string {
  const [sk = ""] = decodeCursor(cursor, 1);
  if (!sk.startsWith(prefix)) throw invalidCursor();
  return sk;
}

export function invalidCursor(): Problem {
  return new Problem({
    code: "store.cursor_invalid",
    message: "the cursor of the page asked for is not one that a page before gave",
    hint: "Start again from the first page.",
  });
}
