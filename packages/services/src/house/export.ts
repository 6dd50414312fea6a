import { createHash } from "node:crypto";
import { Problem } from "@showrunner/core/errors.ts";
import { connectionKey } from "@showrunner/core/keys.ts";
import type { Item } from "@showrunner/core/ports/store.ts";
import { type Account, Connection } from "@showrunner/core/records.ts";
import { JsonObject } from "@showrunner/core/json.ts";
import type { Services } from "../context.ts";
import type { ArchiveSeal } from "./archive-seal.ts";
import {
  archiveFormat,
  type ArchiveHeader,
  type EndLine,
  type PartLine,
  type RowLine,
  type WholeLine,
} from "./archive.ts";
import { checkWhole, isAway, loadMark } from "./mark.ts";
import { inOutbox, overlookedEvents } from "./overlooked.ts";
import { unparked } from "./parked.ts";
import { holdsSealedText, itemsOf, type Part, sealedFieldsOf, withoutSecrets } from "./rows.ts";

export interface ExportOptions {
  id: string;
  accounts: readonly Account[];
  /** The house, for people. */
  from: string;
  app: string | null;
  /** Secrets go along, sealed by it; without one they stay behind. */
  seal?: ArchiveSeal | undefined;
  /** Told after each row. */
  onRow?(rows: number): void;
}

/** Why somebody arrives without tokens. */
export const movedWithoutTokens = "It moved to another house without its link to Trakt";

/**
 * The lines of an archive of these accounts, each with its line feed: see `archive.ts`. Nothing is changed here; who
 * shall move has to `leave` first. Rows of those who left are as they were before.
 *
 * Throws Problem `house.arriving` for an account that is only half here.
 */
export async function* archiveLines(ctx: Services, options: ExportOptions): AsyncGenerator<string> {
  const whole = createHash("sha256");
  let hash = createHash("sha256");
  let rows = 0;
  const line = (value: ArchiveHeader | PartLine | RowLine | EndLine): string => {
    const text = `${JSON.stringify(value)}\n`;
    whole.update(text);
    hash.update(text);
    return text;
  };
  yield line({
    showrunner: "archive",
    format: archiveFormat,
    id: options.id,
    madeAt: new Date(ctx.clock.now()).toISOString(),
    from: options.from,
    app: options.app,
    sealing: options.seal?.sealing ?? null,
    accounts: options.accounts.map(({ id, username }) => ({ id, username })),
  });
  const parts: Part[] = [
    { kind: "shared" },
    ...options.accounts.map(({ id }): Part => ({ kind: "account", accountId: id })),
  ];
  for (const part of parts) {
    hash = createHash("sha256");
    const account = part.kind === "account" ? part.accountId : null;
    yield line({ part: part.kind, account, left: account === null || (await hasLeft(ctx, account)) });
    const unheard = account === null ? new Set<string>() : await overlookedEvents(ctx, account);
    let count = 0;
    for await (const item of itemsOf(ctx.store, part, ctx.clock.now())) {
      const awake = unparked(item);
      yield line(await rowLine(ctx, part, unheard.has(item.sk) ? inOutbox(ctx, awake) : awake, options.seal));
      count += 1;
      rows += 1;
      options.onRow?.(rows);
    }
    const sha256 = hash.digest("hex");
    hash = createHash("sha256");
    yield line({ end: part.kind, rows: count, sha256 });
  }
  const sha256 = whole.digest("hex");
  const last: WholeLine = {
    whole: { parts: parts.length, rows, sha256, mac: options.seal?.mac(sha256) ?? null },
  };
  yield `${JSON.stringify(last)}\n`;
}

async function hasLeft(ctx: Services, accountId: string): Promise<boolean> {
  await checkWhole(ctx, accountId);
  return (await loadMark(ctx, accountId))?.value.stage === "left" && (await isAway(ctx, accountId));
}

async function rowLine(ctx: Services, part: Part, item: Item, seal: ArchiveSeal | undefined): Promise<RowLine> {
  const { pk, sk, v, gsi1pk, gsi1sk, ttl } = item;
  const secrets: Record<string, string> = {};
  if (seal !== undefined && part.kind === "account")
    for (const { name, purpose, field } of sealedFieldsOf(item)) {
      const sealed = item.data[name];
      if (typeof sealed !== "string" || sealed === "") continue;
      const place = { purpose, accountId: part.accountId, field };
      secrets[name] = seal.seal(item, name, await ctx.vault.open(place, sealed));
    }
  const data = sk === connectionKey("").sk ? connectionFor(item, secrets) : withoutSecrets(item, item.data);
  // Whoever adds a sealed field to a record says so in rows.ts; until then it does not leave the house in any form.
  if (holdsSealedText(data))
    throw new Problem({
      code: "house.unknown_secret",
      message: `the row ${pk} ${sk} holds a sealed value that archives do not know of`,
      hint: "It was written by another version of Showrunner: export with that one.",
    });
  return {
    row: {
      pk,
      sk,
      v,
      data: JsonObject.parse(data),
      ...(gsi1pk === undefined ? {} : { gsi1pk }),
      ...(gsi1sk === undefined ? {} : { gsi1sk }),
      ...(ttl === undefined ? {} : { ttl }),
    },
    ...(Object.keys(secrets).length === 0 ? {} : { secrets }),
  };
}

/** A connection as it arrives: with its tokens in `secrets`, or as one that the person has to make again. */
function connectionFor(item: Item, secrets: Record<string, string>): Record<string, unknown> {
  const blank = withoutSecrets(item, item.data);
  const { state } = Connection.parse(item.data);
  if (state === "disconnected" || "refreshToken" in secrets) return blank;
  return { ...blank, ...reconnect };
}

const reconnect = {
  state: "needs_reconnect",
  accessRefused: true,
  lease: null,
  refreshAttempts: 0,
  reason: movedWithoutTokens,
} as const satisfies Partial<Connection>;
