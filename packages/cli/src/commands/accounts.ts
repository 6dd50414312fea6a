import { allOf } from "../up-to.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export async function accounts(options: GlobalOptions): Promise<void> {
  await withClient(options, { trakt: false }, async ({ client, output }) => {
    const { items } = await client.call("accounts.list");
    const rows = await Promise.all(
      items.map(async ({ id, username, name, connection, tierMinutes }) => {
        const rules = await allOf((query) => client.call("rules.list", { path: { account: id }, query }));
        return {
          id,
          username,
          name,
          connection: connection.state,
          reason: connection.reason,
          tokensUntil: connection.expiresAt,
          polledEveryMinutes: tierMinutes,
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
