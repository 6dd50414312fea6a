import type { Account } from "@showrunner/core/records.ts";
import { archiveFile, checkFree, writeArchive } from "@showrunner/local/house/archive-file.ts";
import { houseAddress } from "@showrunner/local/house/house-address.ts";
import { openHouse } from "@showrunner/local/house/open-house.ts";
import { findAccount, listAccounts } from "@showrunner/services/accounts/accounts.ts";
import type { Services } from "@showrunner/services/context.ts";
import { newSeal } from "@showrunner/services/house/archive-seal.ts";
import { checkArchive } from "@showrunner/services/house/check-archive.ts";
import { archiveLines } from "@showrunner/services/house/export.ts";
import { leave, takeBack } from "@showrunner/services/house/leave.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { envOf, type GlobalOptions } from "../context.ts";
import { fail, outputOf, show } from "../output.ts";
import { askPassphrase } from "../passphrase.ts";
import { progressOf } from "../progress.ts";
import { onlyHere } from "../server.ts";

export interface ExportOptions extends GlobalOptions {
  account?: string[];
  from: string;
  leave?: boolean;
  withConnections?: boolean;
  passphraseFile?: string;
}

/** Writes accounts into an archive; with --leave or --with-connections they sleep here from then on. */
export async function exportAccounts(file: string, options: ExportOptions): Promise<void> {
  const output = outputOf(options.json === true);
  const withConnections = options.withConnections === true;
  const leaving = withConnections || options.leave === true;
  const progress = progressOf(output.json);
  try {
    onlyHere(options);
    await checkFree(file);
    const passphrase = withConnections ? await askPassphrase(options.passphraseFile, true) : undefined;
    const address = houseAddress(options.from);
    const house = await openHouse({ env: envOf(options), address, log: () => {}, alone: leaving });
    try {
      const { ctx } = house;
      const accounts = await chosen(ctx, options.account);
      const id = ctx.random.id("msg");
      const seal = passphrase === undefined ? undefined : await newSeal(id, passphrase);
      if (leaving)
        for (const [at, account] of accounts.entries()) {
          progress.at("putting to sleep", at + 1, accounts.length);
          await leave(ctx, account, { alone: house.alone, reason: leftReason });
        }
      const onRow = (rows: number) => progress.at("reading", rows, null);
      await writeArchive(file, archiveLines(ctx, { id, accounts, from: house.name, app: house.app, seal, onRow }));
      const { rows, sha256 } = await checkArchive(archiveFile(file), seal, (done) =>
        progress.at("verifying", done, null),
      );
      progress.end();
      const data = { file, accounts: accounts.map(({ username }) => username), rows, sha256, leaving, withConnections };
      show(output, data, wordsOf(data));
    } finally {
      await house.close();
    }
  } catch (error) {
    progress.end();
    process.exitCode = fail(output, error);
  }
}

/** Takes accounts up again that left, and did not arrive in another house. */
export async function comeBackHere(
  options: Pick<ExportOptions, keyof GlobalOptions | "account" | "from">,
): Promise<void> {
  const output = outputOf(options.json === true);
  try {
    const address = houseAddress(options.from);
    const house = await openHouse({ env: envOf(options), address, log: () => {}, alone: true });
    try {
      const back: string[] = [];
      for (const account of await chosen(house.ctx, options.account))
        if (await takeBack(house.ctx, account)) back.push(account.username);
      const words =
        back.length === 0
          ? "Nobody has left this house."
          : `${back.join(", ")}: taken up again as they were. If one of them was imported elsewhere, disconnect it there.`;
      show(output, { back }, words);
    } finally {
      await house.close();
    }
  } catch (error) {
    process.exitCode = fail(output, error);
  }
}

const leftReason = "It has left this house: see `showrunner export --help`";

async function chosen(ctx: Services, wanted: readonly string[] | undefined): Promise<Account[]> {
  if (wanted !== undefined) return await Promise.all(wanted.map((name) => findAccount(ctx, name)));
  const all = await listAccounts(ctx);
  if (all.length > 0) return all;
  throw new Problem({
    code: "account.none",
    message: "there is no account to export",
    hint: "Look whether --data or --from names the right place.",
  });
}

function wordsOf(data: {
  file: string;
  accounts: string[];
  rows: number;
  sha256: string;
  leaving: boolean;
  withConnections: boolean;
}): string {
  const lines = [
    `Exported ${data.accounts.join(", ")}: ${data.rows} rows in ${data.file}, read back and found whole.`,
    `SHA-256 of its content: ${data.sha256}`,
  ];
  if (!data.withConnections)
    lines.push("Without connections: everybody has to connect to Trakt again, and channels get their secrets anew.");
  lines.push(
    data.leaving
      ? "They sleep here from now on: nothing is polled or done for them, and their tokens were not revoked. `showrunner export --come-back` takes them up again, as long as they were not imported elsewhere."
      : "They live on here. To move them, export with --leave: what is due would be done in both places otherwise.",
  );
  return lines.join("\n");
}
