import type { Access } from "@showrunner/api/contract/endpoint.ts";
import { endpoints } from "@showrunner/api/open-api.ts";
import { aligned, withSection } from "./sections.ts";

const who: Record<Access, string> = { open: "anybody", read: "read", write: "write", operator: "operator" };

/** docs/api.md with its table of everything that can be asked. */
export function withEndpoints(page: string): string {
  const rows = endpoints.map(({ method, path, summary, access }) => [
    `\`${method.toUpperCase()} ${path}\``,
    summary.replace(/\.$/, ""),
    who[access],
  ]);
  return withSection(page, "packages/api/src/contract", aligned([["asked", "does", "for"], ...rows]));
}
