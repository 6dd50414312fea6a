import { createHash } from "node:crypto";
import type { Item, Key } from "@showrunner/core/ports/store.ts";
import type { Services } from "../context.ts";
import type { ArchiveSeal } from "./archive-seal.ts";
import type { RowLine } from "./archive.ts";
import { archiveParts, type ArchiveSource, checkArchive, inLots } from "./check-archive.ts";
import { isAway } from "./mark.ts";
import { unparked } from "./parked.ts";
import { isPast, type Part, sealedFieldsOf, textOf } from "./rows.ts";

/** How the rows of a part stand here, compared with the archive's. */
export interface Comparison {
  rows: number;
  same: number;
  /** Keys of the first few rows that are other than in the archive, or not here. */
  different: Key[];
  missing: Key[];
  differentCount: number;
  missingCount: number;
  /** Of all rows, in the archive's order: the same when all of them are. */
  archiveSha256: string;
  houseSha256: string;
}

const rowsAtOnce = 100;
const keysTold = 20;

/**
 * Reads back what an archive's part brought here, and compares: row by row, their count, and a hash of all on either side. With a
 * seal the secrets are compared too.
 */
export async function compareRows(
  ctx: Services,
  part: Part,
  rows: AsyncIterable<RowLine>,
  seal: ArchiveSeal | undefined,
  onRows: (rows: number) => void = () => undefined,
): Promise<Comparison> {
  const [archive, house] = [createHash("sha256"), createHash("sha256")];
  const found: Comparison = {
    rows: 0,
    same: 0,
    different: [],
    missing: [],
    differentCount: 0,
    missingCount: 0,
    archiveSha256: "",
    houseSha256: "",
  };
  for await (const lines of inLots(rows, rowsAtOnce)) {
    const wanted = lines.filter(({ row }) => !isPast(row, ctx.clock.now()));
    const here = new Map(
      (await ctx.store.getMany(wanted.map(({ row }) => row))).map((item) => [`${item.pk}\n${item.sk}`, item]),
    );
    for (const line of wanted) {
      const { pk, sk } = line.row;
      const item = here.get(`${pk}\n${sk}`);
      const awake = item === undefined ? undefined : unparked(item);
      const text = textOf(line.row);
      const textHere = awake === undefined ? "" : textOf(awake);
      archive.update(`${text}\n`);
      house.update(`${textHere}\n`);
      if (awake === undefined) {
        found.missingCount += 1;
        if (found.missing.length < keysTold) found.missing.push({ pk, sk });
      } else if (text !== textHere || !(await hasSecrets(ctx, part, line, awake, seal))) {
        found.differentCount += 1;
        if (found.different.length < keysTold) found.different.push({ pk, sk });
      } else found.same += 1;
    }
    found.rows += wanted.length;
    onRows(lines.length);
  }
  return { ...found, archiveSha256: archive.digest("hex"), houseSha256: house.digest("hex") };
}

async function hasSecrets(
  ctx: Services,
  part: Part,
  line: RowLine,
  item: Item,
  seal: ArchiveSeal | undefined,
): Promise<boolean> {
  if (seal === undefined || part.kind === "shared") return true;
  for (const { name, purpose, field } of sealedFieldsOf(item)) {
    const wanted = line.secrets?.[name];
    const sealed = item.data[name];
    if (wanted === undefined) continue;
    if (typeof sealed !== "string" || sealed === "") return false;
    const opened = await ctx.vault.open({ purpose, accountId: part.accountId, field }, sealed);
    if (opened.reveal() !== seal.open(line.row, name, wanted).reveal()) return false;
  }
  return true;
}

/** How one account of an archive stands here. */
export interface Verified extends Comparison {
  accountId: string;
  username: string;
  /** It lives here, so that its rows move on; else it sleeps, and they must be as they were. */
  isHome: boolean;
}

/** Compares every account of an archive with what is here; writes nothing. Throws Problems `archive.*`. */
export async function verifyArchive(
  ctx: Services,
  source: ArchiveSource,
  seal: ArchiveSeal | undefined,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<Verified[]> {
  const { header, rows: total } = await checkArchive(source, seal);
  const verified: Verified[] = [];
  let done = 0;
  for await (const { part, rows } of archiveParts(source)) {
    const found = await compareRows(ctx, part, rows, seal, (lot) => onProgress((done += lot), total));
    if (part.kind === "shared") continue;
    const { accountId } = part;
    const username = header.accounts.find(({ id }) => id === accountId)?.username ?? accountId;
    verified.push({ ...found, accountId, username, isHome: !(await isAway(ctx, accountId)) });
  }
  return verified;
}
