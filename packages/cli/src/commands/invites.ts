import { localTime } from "@showrunner/local/local-time.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

interface InviteOptions extends GlobalOptions {
  days: number;
}

export async function listAllInvites(options: GlobalOptions): Promise<void> {
  await withClient(options, { trakt: false }, async ({ client, output }) => {
    const { items } = await client.call("invites.list");
    const rows = items.map((one) => [one.name, localTime(one.expiresAt), one.id]);
    show(output, items, items.length === 0 ? "Nobody is invited." : table(["invited", "until", "id"], rows));
  });
}

export async function invite(name: string, options: InviteOptions): Promise<void> {
  await withClient(options, { trakt: false }, async ({ client, output, server }) => {
    const made = await client.call("invites.add", { body: { name, days: options.days } });
    const place = server === null ? "your Showrunner's address, then " : server.replace(/\/$/, "");
    show(
      output,
      made,
      `${place}${made.path}\nIt is shown this once, and lets one account be connected, until ${localTime(made.expiresAt)}.`,
    );
  });
}

export async function dropInvite(wanted: string, options: GlobalOptions): Promise<void> {
  await withClient(options, { trakt: false }, async ({ client, output }) => {
    const gone = await client.call("invites.remove", { path: { invite: wanted } });
    show(output, gone, `The invitation for "${gone.name}" lets nobody in any more.`);
  });
}
