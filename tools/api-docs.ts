import type { Access } from "@showrunner/api/contract/endpoint.ts";
import { endpoints } from "@showrunner/api/contract/all.ts";
import { aligned, withSection } from "./sections.ts";

const who: Record<Access, string> = { open: "any key", read: "read", write: "write", operator: "operator" };

/** docs/api.md with its table of everything that can be asked. */
export function withEndpoints(page: string): string {
  const inOrder = endpoints.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const rows = inOrder.map(({ method, path, summary, access }) => [
    `\`${method.toUpperCase()} ${path}\``,
    summary.replace(/\.$/, ""),
    who[access],
  ]);
  return withSection(page, "packages/api/src/contract", aligned([["asked", "does", "for"], ...rows]));
}
