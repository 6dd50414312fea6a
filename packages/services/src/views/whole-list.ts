import { Problem } from "@showrunner/core/errors.ts";
import type { WholeRead } from "@showrunner/trakt/client.ts";

/** All of a list. Throws Problem `view.incomplete`. */
export async function wholeList<T>(what: string, reading: Promise<WholeRead<T>>): Promise<T[]> {
  const { items, whole, reason } = await reading;
  if (whole) return items;
  throw incomplete(what, reason ?? "Trakt gave no reason");
}

export function incomplete(what: string, reason: string): Problem {
  return new Problem({
    code: "view.incomplete",
    message: `${what} could not be read to the end: ${reason}`,
    hint: "It may have changed meanwhile: ask again.",
    retry: { kind: "default" },
  });
}
