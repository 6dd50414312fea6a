import { Problem } from "@showrunner/core/errors.ts";
import { accountPk, profileKey } from "@showrunner/core/keys.ts";
import { Account, ChannelRecord } from "@showrunner/core/records.ts";
import { refuseWhileDeleted } from "../accounts/tombstone.ts";
import type { Services } from "../context.ts";
import { load, loadAll } from "../stored.ts";
import type { ArchiveSeal } from "./archive-seal.ts";
import { archiveParts, type ArchiveSource, checkArchive, inLots } from "./check-archive.ts";
import { comeBack, leave } from "./leave.ts";
import { setMark } from "./mark.ts";
import { type OnConflict, type Plan, planFor } from "./plan.ts";
import type { Part } from "./rows.ts";
import { tellToReconnect } from "./tell-reconnect.ts";
import { compareRows, type Comparison } from "./verify.ts";
import { writeRows } from "./write-rows.ts";

export type Phase = "check" | "write" | "verify";

export interface ArriveOptions {
  source: ArchiveSource;
  /** Opens the secrets; without one, accounts and channels arrive without theirs. */
  seal?: ArchiveSeal | undefined;
  /** The app of this house, as `ArchiveHeader.app` names it. */
  app: string | null;
  onConflict: OnConflict;
  /** The house that it comes from does nothing any more: also accounts that never left it may arrive. */
  originGone: boolean;
  /** Nobody else works on the store. */
  alone: boolean;
  /** `total` is null while it is not known. */
  onProgress?(phase: Phase, done: number, total: number | null): void;
}

/** How one account arrived. */
export interface Arrival {
  accountId: string;
  username: string;
  /** `there already`: it had arrived from this archive before, and nothing was done. */
  outcome: "arrived" | "there already";
  /** Rows of it in the archive. */
  rows: number;
  /** Of them, those that were here in another form and stayed so. */
  kept: number;
  /** Rows of it that were here, and not in the archive, and were removed. */
  removed: number;
  /** Of its rows as they are in the archive, and as they were read back here: the same where none was kept. */
  archiveSha256: string;
  houseSha256: string;
  needsReconnect: boolean;
  /** Names of channels that have no secrets here. */
  channelsWithoutSecrets: string[];
}

const rowsAtOnce = 100;

/**
 * Brings the accounts of an archive into this house. The archive is proven to be whole first; then every row is written
 * asleep, read back and compared; only then do the accounts wake. Interrupted anywhere, it is run again and goes on: what
 * is here already is not written twice.
 *
 * Throws, before anything is written, Problems `archive.*`, `house.other_app`, `house.origin_alive`,
 * `house.account_there`, `house.archive_spent` and `account.being_deleted`; and `house.not_the_same` when what was read back is not what was written.
 */
export async function arrive(ctx: Services, options: ArriveOptions): Promise<Arrival[]> {
  const { source, seal, onProgress = () => undefined } = options;
  const archive = await checkArchive(source, seal, (rows) => onProgress("check", rows, null));
  const { header } = archive;
  if (seal !== undefined && header.app !== options.app) throw otherApp(source);
  const plans = new Map<string, Plan>();
  for (const { part, left } of archive.parts) {
    if (part.kind === "shared") continue;
    const { accountId } = part;
    await refuseWhileDeleted(ctx, accountId);
    const username = header.accounts.find(({ id }) => id === accountId)?.username ?? accountId;
    const moving = { accountId, username, left, archiveId: header.id };
    plans.set(accountId, await planFor(ctx, moving, options));
  }

  const counts = new Map<string, { kept: number; removed: number }>();
  let written = 0;
  for await (const { part, rows } of archiveParts(source)) {
    const plan = part.kind === "account" ? plans.get(part.accountId) : undefined;
    const count = await writePart(ctx, options, { part, plan, archiveId: header.id }, rows, (lot) =>
      onProgress("write", (written += lot), archive.rows),
    );
    if (part.kind === "account") counts.set(part.accountId, count);
  }

  const compared = new Map<string, Comparison>();
  let verified = 0;
  for await (const { part, rows } of archiveParts(source)) {
    const plan = part.kind === "account" ? plans.get(part.accountId) : undefined;
    const result = await compareRows(ctx, part, rows, seal, (lot) =>
      onProgress("verify", (verified += lot), archive.rows),
    );
    if (part.kind === "shared" || plan === undefined) continue;
    if (plan.step === "write" && plan.mode === "mirror") checkSame(plan, result);
    compared.set(part.accountId, result);
  }

  const arrivals: Arrival[] = [];
  for (const plan of plans.values()) {
    const { accountId, username } = plan;
    if (plan.step !== "nothing") await wakeUp(ctx, plan, header.id);
    const account = await load(ctx.store, Account, profileKey(accountId));
    const result = compared.get(accountId);
    arrivals.push({
      accountId,
      username,
      outcome: plan.step === "nothing" ? "there already" : "arrived",
      rows: result?.rows ?? 0,
      kept: counts.get(accountId)?.kept ?? 0,
      removed: counts.get(accountId)?.removed ?? 0,
      archiveSha256: result?.archiveSha256 ?? "",
      houseSha256: result?.houseSha256 ?? "",
      needsReconnect: account !== undefined && (await tellToReconnect(ctx, account.value, header.id)),
      channelsWithoutSecrets: await withoutSecrets(ctx, accountId),
    });
  }
  return arrivals;
}

async function writePart(
  ctx: Services,
  options: ArriveOptions,
  { part, plan, archiveId }: { part: Part; plan: Plan | undefined; archiveId: string },
  rows: Parameters<typeof compareRows>[2],
  onRows: (rows: number) => void,
): Promise<{ kept: number; removed: number }> {
  const isWritten = part.kind === "shared" || plan?.step === "write";
  if (plan?.step === "write") {
    const account = await load(ctx.store, Account, profileKey(plan.accountId));
    if (plan.leaveFirst && account !== undefined)
      await leave(ctx, account.value, { alone: options.alone, reason: "Another one takes its place" });
    await setMark(ctx, plan.accountId, { archive: archiveId, stage: "arriving", mode: plan.mode });
  }
  const since = new Date(ctx.clock.now()).toISOString();
  const writer = writeRows(ctx, {
    part,
    mode: plan?.mode ?? "keep",
    seal: options.seal,
    parking: { reason: "It is on its way here: its import is not finished", since },
  });
  for await (const lines of inLots(rows, rowsAtOnce)) {
    if (isWritten) await writer.write(lines);
    onRows(lines.length);
  }
  const removed = isWritten && plan?.mode === "mirror" ? await writer.removeOthers() : 0;
  return { kept: writer.kept(), removed };
}

async function wakeUp(ctx: Services, plan: Plan, archiveId: string): Promise<void> {
  await setMark(ctx, plan.accountId, { archive: archiveId, stage: "waking", mode: plan.mode });
  await comeBack(ctx, { id: plan.accountId });
  await setMark(ctx, plan.accountId, { archive: archiveId, stage: "home", mode: plan.mode });
}

async function withoutSecrets(ctx: Services, accountId: string): Promise<string[]> {
  const channels = await loadAll(ctx.store, ChannelRecord, accountPk(accountId), "CHANNEL#");
  return channels.flatMap(({ value }) => (value.secrets === null && value.kind !== "inbox" ? [value.name] : []));
}

function checkSame({ username }: Plan, result: Comparison): void {
  const wrong = result.missingCount + result.differentCount;
  if (wrong === 0) return;
  const [first] = [...result.missing, ...result.different];
  throw new Problem({
    code: "house.not_the_same",
    message: `of ${result.rows} rows of ${username}, ${result.missingCount} are missing and ${result.differentCount} differ after they were written; the first is ${first?.pk} ${first?.sk}`,
    hint: "The account sleeps on: run the import again. If it stays so, something else writes to the target: stop that first.",
  });
}

function otherApp(source: ArchiveSource): Problem {
  return new Problem({
    code: "house.other_app",
    message: `the connections in ${source.name} belong to another Trakt app than this house's`,
    hint: "Set the TRAKT_CLIENT_ID of the app that people had connected to, or import with --without-connections: then they connect again.",
  });
}
