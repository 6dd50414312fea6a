import { accountPk, auditKey, auditPrefix } from "@showrunner/core/keys.ts";
import * as z from "zod";
import type { Services } from "../context.ts";
import { parseItem } from "../stored.ts";

/** Who did something: a browser that is signed in, a program with a key, whoever runs the place, or its command line. */
const AuditBy = z.object({
  kind: z.enum(["session", "key", "operator", "cli", "link"]),
  /** The browser's or the key's name. */
  name: z.string(),
});
export type AuditBy = z.infer<typeof AuditBy>;

/** One thing that was done in an account. No secret is ever in it. */
export const AuditEntry = z.object({
  id: z.string(),
  /** ISO 8601. */
  at: z.string(),
  by: AuditBy,
  /** Stable, as the API's endpoints are called: `keys.add`. */
  action: z.string(),
  /** In words: `made an API key`. */
  what: z.string(),
  /** To what, by the name that it has. */
  about: z.string().nullable(),
  /** `begun` stays where the process died over it: then it may or may not have been done. */
  outcome: z.enum(["begun", "done", "refused"]),
  /** Why it was refused, by a problem's code. */
  code: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const longestText = 200;

/**
 * Writes down that something is done, before and after: whatever happens in between, that it was tried is known. What was
 * written is never changed afterwards but by its own outcome, and goes with the account, or after the time that history is
 * kept for.
 */
export async function audited<T>(
  ctx: Services,
  accountId: string,
  entry: Pick<AuditEntry, "by" | "action" | "what" | "about">,
  work: () => Promise<T>,
  aboutOf: (done: T) => string | null = () => null,
): Promise<T> {
  const begun: AuditEntry = {
    id: ctx.random.id("aud"),
    at: new Date(ctx.clock.now()).toISOString(),
    by: { kind: entry.by.kind, name: inShort(entry.by.name) },
    action: entry.action,
    what: entry.what,
    about: entry.about === null ? null : inShort(entry.about),
    outcome: "begun",
    code: null,
  };
  await write(ctx, accountId, begun, 1);
  try {
    const done = await work();
    const about = aboutOf(done) ?? begun.about;
    await write(ctx, accountId, { ...begun, about: about === null ? null : inShort(about), outcome: "done" }, 2);
    return done;
  } catch (error) {
    await write(ctx, accountId, { ...begun, outcome: "refused", code: codeOf(error) }, 2);
    throw error;
  }
}

/** What was done in an account, the newest first; `next` is null on the last page. */
export async function auditPage(
  ctx: Services,
  accountId: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: AuditEntry[]; next: string | null }> {
  const page = await ctx.store.query({ pk: accountPk(accountId), prefix: auditPrefix, descending: true, limit, after });
  return { items: page.items.map((item) => parseItem(AuditEntry, item).value), next: page.next ?? null };
}

async function write(ctx: Services, accountId: string, entry: AuditEntry, v: number): Promise<void> {
  const ttl = Math.ceil((Date.parse(entry.at) + ctx.settings.retentionMs) / 1000);
  await ctx.store.put({ ...auditKey(accountId, entry.at, entry.id), v, data: entry, ttl });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "defect.unexpected";
}

const inShort = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text);
