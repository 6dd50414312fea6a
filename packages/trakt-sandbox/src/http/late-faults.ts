import type { FaultBoard, FaultName, Struck } from "../faults.ts";
import type { Answer } from "./answer.ts";
import { drop, respond, sendHalf, type SandboxContext } from "./wire.ts";

/** Spoils an answer whose work is done, when a fault strikes that fits it; undefined when none does. */
export function lateFault(faults: FaultBoard, struck: Struck, c: SandboxContext, answer: Answer): Response | undefined {
  const pages = Number(answer.headers["x-pagination-page-count"] ?? "0");
  const items: unknown[] = Array.isArray(answer.body) ? answer.body : [];
  const fits = (name: FaultName): boolean => {
    if (name === "cut-page") return pages > 0 && items.length > 0;
    if (name === "short-count") return pages > 0;
    if (name === "truncated-body") return answer.body !== undefined;
    return true;
  };
  const fault = faults.strike("after", struck, fits);
  switch (fault?.name) {
    case "lost-answer":
      return drop(c);
    case "truncated-body":
      return sendHalf(c, answer);
    case "cut-page":
      return respond({ ...answer, text: JSON.stringify(items.slice(0, -1)) });
    case "short-count": {
      const headers = { ...answer.headers, "x-pagination-page-count": String(pages - 1) };
      return respond({ ...answer, headers });
    }
    default:
      return undefined;
  }
}
