import type { Secret } from "@showrunner/core/secret.ts";
import { archiveFile } from "@showrunner/local/house/archive-file.ts";
import { houseAddress } from "@showrunner/local/house/house-address.ts";
import { openHouse } from "@showrunner/local/house/open-house.ts";
import { type ArchiveSeal, knownSeal } from "@showrunner/services/house/archive-seal.ts";
import { type Arrival, arrive, type Phase } from "@showrunner/services/house/arrive.ts";
import { type ArchiveSource, headerOf } from "@showrunner/services/house/check-archive.ts";
import type { OnConflict } from "@showrunner/services/house/plan.ts";
import { type Verified, verifyArchive } from "@showrunner/services/house/verify.ts";
import { envOf, type GlobalOptions } from "../context.ts";
import { exitCodes, fail, outputOf, show } from "../output.ts";
import { askPassphrase } from "../passphrase.ts";
import { progressOf } from "../progress.ts";
import { onlyHere } from "../server.ts";

export interface ImportOptions extends GlobalOptions {
  to: string;
  withoutConnections?: boolean;
  passphraseFile?: string;
  onConflict: OnConflict;
  originGone?: boolean;
  verify?: boolean;
}

const phases: Record<Phase, string> = { check: "checking the archive", write: "writing", verify: "verifying" };

/** Brings the accounts of an archive here, or to a stage; with --verify it only compares. */
export async function importAccounts(file: string, options: ImportOptions): Promise<void> {
  const output = outputOf(options.json === true);
  const progress = progressOf(output.json);
  try {
    onlyHere(options);
    const source = archiveFile(file);
    const seal = await sealOf(source, options);
    const address = houseAddress(options.to);
    const isLook = options.verify === true;
    const house = await openHouse({ env: envOf(options), address, log: () => {}, alone: !isLook });
    try {
      if (isLook) {
        const found = await verifyArchive(house.ctx, source, seal, (done, total) =>
          progress.at(phases.verify, done, total),
        );
        progress.end();
        show(output, found, found.map(verifiedWords).join("\n"));
        if (!found.every(isRight)) process.exitCode = exitCodes.failed;
        return;
      }
      const arrivals = await arrive(house.ctx, {
        source,
        seal,
        app: house.app,
        onConflict: options.onConflict,
        originGone: options.originGone === true,
        alone: house.alone,
        onProgress: (phase, done, total) => progress.at(phases[phase], done, total),
      });
      progress.end();
      show(output, arrivals, arrivals.flatMap(arrivalWords).join("\n"));
    } finally {
      await house.close();
    }
  } catch (error) {
    progress.end();
    process.exitCode = fail(output, error);
  }
}

async function sealOf(source: ArchiveSource, options: ImportOptions): Promise<ArchiveSeal | undefined> {
  const { id, sealing } = await headerOf(source);
  if (sealing === null || options.withoutConnections === true) return undefined;
  const passphrase: Secret<string> = await askPassphrase(options.passphraseFile, false);
  return await knownSeal(id, sealing, passphrase);
}

function arrivalWords(arrival: Arrival): string[] {
  const { username, rows, kept, removed } = arrival;
  if (arrival.outcome === "there already")
    return [`${username} had arrived from this archive before: nothing was done.`];
  const lines = [`${username} has arrived: ${rows} rows, read back and compared.`];
  if (kept === 0) lines.push(`  SHA-256 of them, in the archive and here: ${arrival.houseSha256}`);
  if (kept > 0) lines.push(`  ${kept} rows that were here in another form stayed as they were.`);
  if (removed > 0) lines.push(`  ${removed} rows that were here, and are not in the archive, were removed.`);
  if (arrival.needsReconnect)
    lines.push(`  ${username} must connect to Trakt again, and was told so: until then nothing is polled.`);
  if (arrival.channelsWithoutSecrets.length > 0)
    lines.push(
      `  Channels without secrets here: ${arrival.channelsWithoutSecrets.join(", ")}. Those that need some have to be removed and added again.`,
    );
  return lines;
}

/** What lives here moves on; what sleeps must be as it was. */
function isRight({ isHome, missingCount, differentCount }: Verified): boolean {
  return isHome || missingCount + differentCount === 0;
}

function verifiedWords(found: Verified): string {
  const { username, rows, same, missingCount, differentCount, isHome } = found;
  if (same === rows) return `${username}: all ${rows} rows are here as in the archive (SHA-256 ${found.houseSha256}).`;
  const counts = `${same} of ${rows} rows are as in the archive, ${differentCount} are other, ${missingCount} are not here`;
  if (isHome) return `${username}: ${counts}. It lives here, so that is how it should be if it has been polled since.`;
  const [first] = [...found.missing, ...found.different];
  return `${username}: ${counts}; the first is ${first?.pk} ${first?.sk}. It has not wholly arrived: run the import again.`;
}
