declare global {
  interface JSON {
    /** Text that goes into JSON as it is. Node 22. */
    rawJSON(text: string): unknown;
  }
}

/**
 * JSON as numbers of 64 bits need it: an `id`, or a number in a list, that a double cannot hold exactly comes as a
 * bigint. All else is as JSON.parse has it. Trakt: int64 ids of history, scrobbles, check-ins and activities.
 */
export function parseExactly(text: string): unknown {
  return hasLongNumber(text) ? JSON.parse(text, exactly) : JSON.parse(text);
}

/** JSON with every digit of bigints. */
export function stringifyExactly(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === "bigint" ? JSON.rawJSON(String(one)) : one));
}

function exactly(this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  if (key !== "id" && !Array.isArray(this)) return value;
  const digits = context?.source ?? "";
  return /^-?\d+$/.test(digits) ? BigInt(digits) : value;
}

/** The smallest number that may be beyond 2^53 has this many digits. */
const longDigits = 16;

/**
 * Whether so many digits stand together anywhere: asked of every answer, so it looks at one letter in sixteen, which
 * is enough to hit any such run.
 */
function hasLongNumber(text: string): boolean {
  for (let at = longDigits - 1; at < text.length; at += longDigits) {
    if (!isDigit(text, at)) continue;
    let from = at;
    let to = at;
    while (isDigit(text, from - 1)) from -= 1;
    while (isDigit(text, to + 1)) to += 1;
    if (to - from + 1 >= longDigits) return true;
  }
  return false;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}
