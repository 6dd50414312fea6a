import type { Random } from "@showrunner/core/ids.ts";

/** A new W3C trace context; the same one goes with a change from the poll to its effects. W3C Trace Context, 3.2. */
export function newTraceparent(random: Random): string {
  return `00-${hex(random, 32)}-${hex(random, 16)}-01`;
}

function hex(random: Random, digits: number): string {
  let text = "";
  while (text.length < digits)
    text += Math.floor(random.next() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  return text;
}
