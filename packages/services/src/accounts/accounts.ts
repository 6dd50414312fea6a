import { messageOf, Problem } from "@showrunner/core/errors.ts";
import { accountIdOf, deriveId } from "@showrunner/core/ids.ts";
import { connectionKey, index, pollProfileKey, profileKey } from "@showrunner/core/keys.ts";
import { Account, Connection } from "@showrunner/core/records.ts";
import type { Tokens } from "@showrunner/trakt/oauth.ts";
import * as Users from "@showrunner/trakt/contract/users.ts";
import type { Services } from "../context.ts";
import { listChannels, saveChannel } from "../act/channels.ts";
import { requestPoll, startCursor } from "../poll/poll-cursor.ts";
import { indexItems, load, parseItem, type Stored } from "../stored.ts";
import type { Welcome } from "./registration.ts";
import { refuseWhileDeleted } from "./tombstone.ts";

/** Every account, in the order in which they came. */
export async function listAccounts(ctx: Services): Promise<Account[]> {
  const accounts: Account[] = [];
  for await (const item of indexItems(ctx.store, index.accounts)) accounts.push(parseItem(Account, item).value);
  return accounts;
}

export async function getAccount(ctx: Services, accountId: string): Promise<Account> {
  const found = await load(ctx.store, Account, profileKey(accountId));
  if (found === undefined) throw noAccount(accountId);
  return found.value;
}

/** The account that a person means: its id, its Trakt user name, or a name that only one account has. */
export async function findAccount(ctx: Services, wanted: string): Promise<Account> {
  const accounts = await listAccounts(ctx);
  const text = wanted.toLowerCase();
  const found =
    accounts.find((one) => one.id === wanted) ??
    accounts.find((one) => one.username.toLowerCase() === text) ??
    accounts.find((one) => one.name?.toLowerCase() === text);
  if (found === undefined)
    throw new Problem({
      code: "account.unknown",
      message: `there is no account "${wanted}"`,
      hint:
        accounts.length === 0
          ? "Connect one with `showrunner login`."
          : `Known accounts: ${accounts.map((one) => one.username).join(", ")}.`,
    });
  return found;
}

export async function getConnection(ctx: Services, accountId: string): Promise<Stored<Connection>> {
  const found = await load(ctx.store, Connection, connectionKey(accountId));
  if (found === undefined) throw noAccount(accountId);
  return found;
}

/**
 * Connects a person by the tokens that they granted: makes their account, or finds it again by Trakt's uuid
 * and replaces its tokens. Their first poll is asked for at once. `redirectUri` as it was when they signed in by a
 * browser. `welcome` is asked of whoever is new here; whom it refuses, by throwing, leaves no trace: the tokens are
 * revoked, and nothing is kept.
 */
export async function connectAccount(
  ctx: Services,
  tokens: Tokens,
  redirectUri: string | null = null,
  welcome?: Welcome,
): Promise<Account> {
  // Whose token it is is not known yet: a budget of its own, so that many may sign in at once.
  const session = ctx.trakt.as({ key: ctx.random.id("msg"), accessToken: tokens.accessToken });
  const settings = await session.call(Users.settings, {});
  const uuid = settings.user.ids.uuid;
  if (uuid === undefined || uuid === null)
    throw new Problem({
      code: "account.no_uuid",
      message: "Trakt's settings for this person name no uuid, so the account could not be told from others",
      hint: "Try again later; if it stays so, report it to Trakt.",
    });
  const accountId = accountIdOf(uuid);
  await refuseWhileDeleted(ctx, accountId);
  const now = new Date(ctx.clock.now()).toISOString();
  const former = await load(ctx.store, Account, profileKey(accountId));
  if (former === undefined && welcome !== undefined)
    await letIn(ctx, tokens, welcome, accountId, settings.user.username);
  const account: Account = {
    id: accountId,
    traktUuid: uuid,
    username: settings.user.username,
    name: settings.user.name ?? null,
    timezone: settings.account?.timezone ?? "UTC",
    createdAt: former?.value.createdAt ?? now,
  };
  await ctx.store.put({ ...pollProfileKey(accountId), v: (former?.v ?? 0) + 1, data: account });
  await ctx.store.put({
    ...profileKey(accountId),
    v: (former?.v ?? 0) + 1,
    data: account,
    gsi1pk: index.accounts,
    gsi1sk: `${account.createdAt}#${accountId}`,
  });
  // Before the tokens: whoever is connected has a place to be told that they no longer are.
  await ensureInbox(ctx, accountId);
  await saveTokens(ctx, accountId, tokens, redirectUri);
  // A crash in front of these is made good by the next look at due tokens: see keepPolled.
  await startCursor(ctx, accountId);
  await requestPoll(ctx, accountId);
  return account;
}

async function letIn(
  ctx: Services,
  tokens: Tokens,
  welcome: Welcome,
  accountId: string,
  username: string,
): Promise<void> {
  try {
    await welcome({ accountId, username });
  } catch (refusal) {
    try {
      // Either token ends the whole grant at Trakt.
      await ctx.trakt.oauth.revoke(tokens.refreshToken);
    } catch (error) {
      ctx.log({ kind: "defect", where: "sign-in", message: `tokens not revoked: ${messageOf(error)}` });
    }
    throw refusal;
  }
}

async function ensureInbox(ctx: Services, accountId: string): Promise<void> {
  if ((await listChannels(ctx, accountId)).length > 0) return;
  const id = deriveId("chn", [accountId, "inbox"]);
  try {
    await saveChannel(ctx, accountId, { id, kind: "inbox", name: "inbox", config: {}, secrets: {} });
  } catch (error) {
    // The same person signs in twice at once, and the other was quicker.
    if (!(error instanceof Problem && error.code === "channel.exists")) throw error;
  }
}

/** Under its version: a renewal of the former tokens that is under way must not win over new ones. */
async function saveTokens(ctx: Services, accountId: string, tokens: Tokens, redirectUri: string | null): Promise<void> {
  const connection: Connection = {
    ...(await sealTokens(ctx, accountId, tokens)),
    state: "active",
    redirectUri,
    signIn: ctx.random.id("msg"),
    accessRefused: false,
    lease: null,
    refreshAttempts: 0,
    reason: null,
    reasonSince: null,
  };
  for (;;) {
    const former = await load(ctx.store, Connection, connectionKey(accountId));
    const item = { ...connectionKey(accountId), v: (former?.v ?? 0) + 1, data: connection };
    if (await ctx.store.put(item, former === undefined ? { kind: "absent" } : { kind: "version", v: former.v })) return;
  }
}

/** The token part of a connection: sealed, with its times on our clock. */
export async function sealTokens(
  ctx: Services,
  accountId: string,
  tokens: Tokens,
): Promise<Pick<Connection, "accessToken" | "refreshToken" | "issuedAt" | "expiresAt">> {
  const place = (field: string) => ({ purpose: "tokens" as const, accountId, field });
  const [accessToken, refreshToken] = await Promise.all([
    ctx.vault.seal(place("accessToken"), tokens.accessToken),
    ctx.vault.seal(place("refreshToken"), tokens.refreshToken),
  ]);
  return { accessToken, refreshToken, ...lifeOf(tokens, ctx.clock.now()) };
}

/**
 * The life of a pair that was just given, on our clock. It began when Trakt says, unless that is in our future, or so
 * long ago that a new pair would be well spent: then the clocks differ, and it begins now. Counted otherwise, a pair
 * that Trakt takes might never be used, and be renewed at every poll.
 */
function lifeOf({ createdAtMs, expiresInMs }: Tokens, now: number): Pick<Connection, "issuedAt" | "expiresAt"> {
  const ageMs = now - createdAtMs;
  const issuedAt = ageMs >= 0 && ageMs <= expiresInMs / 4 ? createdAtMs : now;
  return { issuedAt, expiresAt: issuedAt + expiresInMs };
}

function noAccount(accountId: string): Problem {
  return new Problem({
    code: "account.unknown",
    message: `there is no account ${accountId}`,
    hint: "List the accounts with `showrunner accounts`.",
  });
}
