import { getConnection, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import { loadPollCursor } from "@showrunner/services/poll/poll-cursor.ts";
import { listRules } from "@showrunner/services/rules/rules.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export async function accounts(options: GlobalOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const rows = await Promise.all(
      (await listAccounts(ctx)).map(async ({ id, username, name }) => {
        const { value: connection } = await getConnection(ctx, id);
        const cursor = await loadPollCursor(ctx, id);
        const rules = await listRules(ctx, id);
        return {
          id,
          username,
          name,
          connection: connection.state,
          reason: connection.reason,
          tokensUntil: new Date(connection.expiresAt).toISOString(),
          polledEveryMinutes: cursor?.value.tierMinutes ?? null,
          rules: rules.length,
          rulesEnabled: rules.filter((rule) => rule.enabled).length,
        };
      }),
    );
    const words =
      rows.length === 0
        ? "No account is connected yet: run `showrunner login`."
        : table(
            ["account", "connection", "polled every", "rules", "id"],
            rows.map((row) => [
              row.username,
              row.reason === null ? row.connection : `${row.connection} (${row.reason})`,
              row.polledEveryMinutes === null ? "-" : `${row.polledEveryMinutes} min`,
              `${row.rulesEnabled} of ${row.rules} on`,
              row.id,
            ]),
          );
    show(output, rows, words);
  });
}
