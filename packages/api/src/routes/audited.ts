import type { Services } from "@showrunner/services/context.ts";
import type { AuditBy } from "@showrunner/services/accounts/audit.ts";
import * as z from "zod";
import type { Endpoint } from "../contract/endpoint.ts";
import type { Who } from "../who-asks.ts";

/** Under which a reply tells what it is about. */
const Named = z.union([
  z.object({ name: z.string() }).transform(({ name }) => name),
  z.object({ username: z.string() }).transform(({ username }) => username),
]);

/** Does what an endpoint does, and writes down who did it, where the endpoint says that it is to be. */
export async function withAudit(
  ctx: Services,
  { endpoint, accountId, params, who }: { endpoint: Endpoint; accountId: string | null; params: string[]; who: Who },
  work: () => Promise<unknown>,
): Promise<unknown> {
  const by = doerOf(who);
  if (endpoint.audit === null || endpoint.audit === undefined || accountId === null || by === undefined)
    return await work();
  const { audited } = await import("@showrunner/services/accounts/audit.ts");
  const entry = { by, action: endpoint.id, what: endpoint.audit, about: params.at(-1) ?? null };
  return await audited(ctx, accountId, entry, work, (reply) => Named.safeParse(reply).data ?? null);
}

function doerOf(who: Who): AuditBy | undefined {
  switch (who.kind) {
    case "session":
      return { kind: "session", name: who.label };
    case "key":
      return { kind: "key", name: who.name };
    case "operator":
      return who.name === "cli"
        ? { kind: "cli", name: "the command line" }
        : { kind: "operator", name: "the operator" };
    case "nobody":
      return undefined;
  }
}
