import { checkFree, writeWhole } from "@showrunner/local/house/archive-file.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";

export interface ArchiveOptions extends GlobalOptions {
  account?: string;
  output: string;
}

/** Writes all that is one person's into a JSON file that only who writes it may read. */
export async function archiveAccount(options: ArchiveOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const file = options.output;
    await checkFree(file);
    const account = await chooseAccount(asking, options.account);
    const document = await asking.client.call("archive.get", { path: { account: account.id } });
    await writeWhole(file, [`${JSON.stringify(document)}\n`]);
    show(asking.output, { file, account: account.username }, `Wrote all that is ${account.username}'s to ${file}.`);
  });
}
