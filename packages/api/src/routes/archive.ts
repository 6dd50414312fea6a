import * as Archive from "../contract/archive.ts";
import { admit } from "../who-asks.ts";
import { accountMeant } from "./account-meant.ts";
import { withAudit } from "./audited.ts";
import { type Implemented, implement } from "./implement.ts";
import { limited } from "./limited.ts";
import { paramOf } from "./request.ts";

export const archiveRoutes: readonly Implemented[] = [
  {
    endpoint: Archive.get,
    answer: async (ctx, c, who) => {
      await admit(who, Archive.get.access);
      const account = await accountMeant(ctx, paramOf(c, "account"), who);
      const { accountArchive } = await import("@showrunner/services/house/account-archive.ts");
      c.header("cache-control", "no-store");
      c.header("content-type", "application/json");
      c.header("content-disposition", `attachment; filename="showrunner-${fileNameOf(account.username)}.json"`);
      if (c.req.method === "HEAD") return c.body(null);
      await limited(ctx, c, Archive.get, who, account.id);
      await withAudit(ctx, { endpoint: Archive.get, accountId: account.id, params: [], who }, async () => null);
      const text = streamOf(accountArchive(ctx, account));
      if (!/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) return c.body(text);
      c.header("content-encoding", "gzip");
      c.header("vary", "accept-encoding");
      // A failure on the way ends the answer, too: what is cut off is no JSON.
      return c.body(text.pipeThrough(new CompressionStream("gzip")));
    },
  },
  implement(Archive.schema, async () => {
    const { accountArchiveSchema } = await import("@showrunner/services/house/account-archive.ts");
    return { ...accountArchiveSchema() };
  }),
];

const fileNameOf = (username: string): string => username.replaceAll(/[^\w-]+/g, "-").slice(0, 60) || "account";

/** Pulled as it is sent: whoever reads slowly holds up the reading of the store. */
function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (controller) => {
      const part = await parts.next();
      if (part.done === true) controller.close();
      else controller.enqueue(encoder.encode(part.value));
    },
    cancel: async () => {
      await parts.return(undefined);
    },
  });
}
