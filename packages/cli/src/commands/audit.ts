import { localTime } from "@showrunner/local/local-time.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

interface AuditOptions extends GlobalOptions {
  account?: string;
  limit: number;
}

/** Lists what was done in an account, the newest first. */
export async function listAudit(options: AuditOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const query = { limit: options.limit };
    const { items } = await asking.client.call("audit.list", { path: { account: id }, query });
    const rows = items.map(({ at, by, what, about, outcome, code }) => [
      localTime(at),
      by.name,
      about === null ? what : `${what}: ${about}`,
      outcome === "refused" ? `refused (${code ?? "?"})` : outcome,
    ]);
    show(
      asking.output,
      items,
      items.length === 0 ? "Nothing was done yet." : table(["when", "who", "what", "outcome"], rows),
    );
  });
}
