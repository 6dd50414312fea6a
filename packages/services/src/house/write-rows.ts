import { Problem } from "@showrunner/core/errors.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import type { Item, Key } from "@showrunner/core/ports/store.ts";
import type { Services } from "../context.ts";
import type { ArchiveSeal } from "./archive-seal.ts";
import type { RowLine } from "./archive.ts";
import { isParked, parked, type Parking, unparked } from "./parked.ts";
import { isPast, itemsOf, type Part, sealedFieldsOf, textOf } from "./rows.ts";

export interface WriteOptions {
  part: Part;
  /** `mirror`: the archive's rows take the place of those that are here; `keep`: those that are here stay. */
  mode: "mirror" | "keep";
  seal: ArchiveSeal | undefined;
  /** What rows that are still on their way say of themselves. */
  parking: Parking;
}

/** Writes rows of one part, each asleep. */
export interface RowWriter {
  /** Up to 100 rows. Those that are here already, as they should be, are not written again. */
  write(lines: readonly RowLine[]): Promise<void>;
  /** Removes what is here of the part and was not among the rows written; returns how many. */
  removeOthers(): Promise<number>;
  /** Rows that stayed as they were here. */
  kept(): number;
}

/** Somebody else writes the same row again and again: not what happens to one that sleeps. */
const mostTries = 20;

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

export function writeRows(ctx: Services, options: WriteOptions): RowWriter {
  const { part, mode, parking } = options;
  const seen = new Set<string>();
  let kept = 0;

  const write = async (line: RowLine, found: Item | undefined): Promise<void> => {
    let here = found;
    for (let tries = 0; tries < mostTries; tries++) {
      if (here !== undefined && stays(here, mode)) {
        if (textOf(unparked(here)) !== textOf(line.row)) kept += 1;
        return;
      }
      const item = await sealedHere(ctx, options, line, here);
      const asleep = part.kind === "shared" ? item : parked(item, parking);
      if (here !== undefined && isAsItShouldBe(here, asleep, line)) return;
      const wanted = here === undefined ? asleep : { ...asleep, v: here.v + 1 };
      if (await ctx.store.put(wanted, here === undefined ? { kind: "absent" } : { kind: "version", v: here.v })) return;
      here = await ctx.store.get(line.row);
    }
    throw new Problem({
      code: "house.busy",
      message: `the row ${line.row.pk} ${line.row.sk} is written by somebody else all the time`,
      hint: "Stop what works on the target, then run the import again.",
    });
  };

  return {
    write: async (lines) => {
      const now = ctx.clock.now();
      // What was let go of since the archive was made is not brought back.
      const rows = lines.filter(({ row }) => !isPast(row, now));
      const here = new Map((await ctx.store.getMany(rows.map(({ row }) => row))).map((item) => [nameOf(item), item]));
      for (const { row } of lines) seen.add(nameOf(row));
      // The connection first: while it is parked, the account counts as one that is still on its way.
      const [links, others] = [rows.filter(({ row }) => isLink(row)), rows.filter(({ row }) => !isLink(row))];
      for (const line of links) await write(line, here.get(nameOf(line.row)));
      await Promise.all(others.map((line) => write(line, here.get(nameOf(line.row)))));
    },
    removeOthers: async () => {
      let removed = 0;
      for await (const item of itemsOf(ctx.store, part, ctx.clock.now())) {
        if (seen.has(nameOf(item)) || (isLink(item) && !isParked(item))) continue;
        if (await ctx.store.delete(item, { kind: "version", v: item.v })) removed += 1;
      }
      return removed;
    },
    kept: () => kept,
  };
}

function isLink({ sk }: Key): boolean {
  return sk === connectionKey("").sk;
}

/** Whether a row that is here is left as it is. Somebody who signed in meanwhile has newer tokens than the archive. */
function stays(here: Item, mode: WriteOptions["mode"]): boolean {
  return !isParked(here) && (mode === "keep" || isLink(here));
}

/** Parked rows may differ in when and why. What has secrets is written again: nobody can see whether they are the same. */
function isAsItShouldBe(here: Item, asleep: Item, line: RowLine): boolean {
  if (line.secrets !== undefined || isParked(here) !== isParked(asleep)) return false;
  return textOf(unparked(here)) === textOf(unparked(asleep));
}

/** The row with its secrets sealed for this house: those of the archive, else those that were here before. */
async function sealedHere(
  ctx: Services,
  { part, seal }: WriteOptions,
  line: RowLine,
  here: Item | undefined,
): Promise<Item> {
  if (part.kind === "shared") return line.row;
  const data: Record<string, unknown> = { ...line.row.data };
  for (const { name, purpose, field } of sealedFieldsOf(line.row)) {
    const secret = line.secrets?.[name];
    if (secret !== undefined && seal !== undefined) {
      const place = { purpose, accountId: part.accountId, field };
      data[name] = await ctx.vault.seal(place, seal.open(line.row, name, secret));
    } else if (purpose === "channels" && here !== undefined && data[name] !== undefined)
      data[name] = here.data[name] ?? null;
  }
  return { ...line.row, data };
}
