import type { Key } from "./ports/store.ts";

const account = (accountId: string): string => `ACC#${accountId}`;

/** Every key of the one table. Each begins with the account, but for what polls read, the wheel's and what all share. */
export const profileKey = (accountId: string): Key => ({ pk: account(accountId), sk: "PROFILE" });
/**
 * The partition of what a poll reads, all of it and nothing else: one query gives it, and costs one read unit of DynamoDB.
 * It is not the account's, for DynamoDB's rights go by partitions, and not everybody who works for an account may read
 * its tokens.
 */
export const pollPk = (accountId: string): string => `CONNECTION#${accountId}`;
export const connectionKey = (accountId: string): Key => ({ pk: pollPk(accountId), sk: "CONNECTION" });
/** What the polls of an account have seen. */
export const pollCursorKey = (accountId: string): Key => ({ pk: pollPk(accountId), sk: "CURSOR" });
/** A copy of the profile. */
export const pollProfileKey = (accountId: string): Key => ({ pk: pollPk(accountId), sk: "PROFILE" });
export const cursorKey = (accountId: string, feed: string): Key => ({
  pk: account(accountId),
  sk: `FEED#${feed}#CURSOR`,
});
export const snapshotKey = (accountId: string, feed: string, part: string): Key => ({
  pk: account(accountId),
  sk: `FEED#${feed}#SNAPSHOT#${part}`,
});
export const ruleKey = (accountId: string, ruleId: string): Key => ({
  pk: account(accountId),
  sk: `RULE#${ruleId}`,
});
export const ruleVersionKey = (accountId: string, ruleId: string, version: number): Key => ({
  pk: account(accountId),
  sk: `RULEVERSION#${ruleId}#${String(version).padStart(6, "0")}`,
});
export const channelKey = (accountId: string, channelId: string): Key => ({
  pk: account(accountId),
  sk: `CHANNEL#${channelId}`,
});
export const eventKey = (accountId: string, eventId: string): Key => ({
  pk: account(accountId),
  sk: `EVENT#${eventId}`,
});
export const runKey = (accountId: string, runId: string): Key => ({ pk: account(accountId), sk: `RUN#${runId}` });
export const actionKey = (accountId: string, actionId: string): Key => ({
  pk: account(accountId),
  sk: `ACTION#${actionId}`,
});
export const timerKey = (accountId: string, timerId: string): Key => ({
  pk: account(accountId),
  sk: `TIMER#${timerId}`,
});
/** What is known of a rule that failed last. */
export const ruleHealthPrefix = "RULEHEALTH#";
export const ruleHealthKey = (accountId: string, ruleId: string): Key => ({
  pk: account(accountId),
  sk: `${ruleHealthPrefix}${ruleId}`,
});
/** An address of a person's that others call. */
export const hookKey = (accountId: string, hookId: string): Key => ({ pk: account(accountId), sk: `HOOK#${hookId}` });
const hookPk = (hookId: string): string => `HOOK#${hookId}`;
/** Whose hook an address is. */
export const hookPlaceKey = (hookId: string): Key => ({ pk: hookPk(hookId), sk: "HOOK" });
/** How often it may be called yet. */
export const hookRateKey = (hookId: string): Key => ({ pk: hookPk(hookId), sk: "RATE" });
/** A delivery that it received. */
export const hookSeenKey = (hookId: string, delivery: string): Key => ({ pk: hookPk(hookId), sk: `SEEN#${delivery}` });
/** What an action of ours is about to change, so that the change is known as ours when it comes back. */
export const echoKey = (accountId: string, echo: string): Key => ({ pk: account(accountId), sk: `ECHO#${echo}` });
/** What rules added, once each, so that nothing is added again after the person or Trakt took it away. */
export const ledgerKey = (accountId: string, entry: string): Key => ({
  pk: account(accountId),
  sk: `LEDGER#${entry}`,
});
/** What a person wants of time: their zone, quiet hours, digests, throttles. */
export const settingsKey = (accountId: string): Key => ({ pk: account(accountId), sk: "SETTINGS" });
/** A message that waits to be told with others of its bundle. */
export const heldKey = (accountId: string, bundle: string, actionId: string): Key => ({
  pk: account(accountId),
  sk: `${heldPrefix}${bundle}#${actionId}`,
});
export const heldPrefix = "HELD#";
/** Which messages of a bundle are being told in one. */
export const bundleKey = (accountId: string, bundle: string): Key => ({
  pk: account(accountId),
  sk: `BUNDLE#${bundle}`,
});
/** What a throttle has let through of late. */
export const throttleKey = (accountId: string, counter: string): Key => ({
  pk: account(accountId),
  sk: `THROTTLE#${counter}`,
});
/** An action whose conditions are to be looked at again. */
export const waitKey = (accountId: string, actionId: string): Key => ({
  pk: account(accountId),
  sk: `WAIT#${actionId}`,
});
/** Until when an account catches up after a long silence. */
export const catchUpKey = (accountId: string): Key => ({ pk: account(accountId), sk: "CATCHUP" });
/** What a rule did at Trakt, with what was before; `at` is when its run was, ISO 8601. */
export const deedKey = (accountId: string, at: string, actionId: string): Key => ({
  pk: account(accountId),
  sk: `DEED#${at}#${actionId}`,
});
export const undoKey = (accountId: string, undoId: string): Key => ({ pk: account(accountId), sk: `UNDO#${undoId}` });
/** A run that waits for a person's yes. */
export const approvalKey = (accountId: string, approvalId: string): Key => ({
  pk: account(accountId),
  sk: `APPROVAL#${approvalId}`,
});
/** What a person was asked about a rule's waiting runs. */
export const approvalAskKey = (accountId: string, ruleId: string): Key => ({
  pk: account(accountId),
  sk: `APPROVALASK#${ruleId}`,
});
/** The link of such a question, found by the SHA-256 of its token. */
export const approvalTokenKey = (tokenHash: string): Key => ({ pk: `APPROVALTOKEN#${tokenHash}`, sk: "APPROVALTOKEN" });
/** What rules took of a limit in one of its spans of time. */
export const takenKey = (accountId: string, limit: string): Key => ({ pk: account(accountId), sk: `TAKEN#${limit}` });
/** What an account may hold at Trakt, and what was found full. */
export const roomKey = (accountId: string, place: string): Key => ({ pk: account(accountId), sk: `ROOM#${place}` });
export const inboxKey = (accountId: string, messageId: string): Key => ({
  pk: account(accountId),
  sk: `INBOX#${messageId}`,
});
/** What the account's enabled rules need to be read for them. */
export const needsKey = (accountId: string): Key => ({ pk: pollPk(accountId), sk: "NEEDS" });
/** What a condition asked of Trakt as the person, kept while nothing moved that bears on it. */
export const factKey = (accountId: string, name: string): Key => ({ pk: account(accountId), sk: `FACT#${name}` });
/** What Trakt said at the last poll that found a change: when that which facts depend on moved. */
export const factMarksKey = (accountId: string): Key => ({ pk: account(accountId), sk: "FACTMARKS" });
/** What a view for people was made from, kept while nothing moved at Trakt. */
export const viewKey = (accountId: string, view: string): Key => ({ pk: account(accountId), sk: `VIEW#${view}` });
/** An enabled rule that wants what happens to everybody's shows; in the trigger index. */
export const triggerKey = (accountId: string, type: string, ruleId: string): Key => ({
  pk: account(accountId),
  sk: `TRIGGER#${type}#${ruleId}`,
});
/** A key, kept wrapped, under which an account's secrets of one purpose are sealed: deleting it erases them. */
export const dataKeyKey = (accountId: string, purpose: string, keyId: string): Key => ({
  pk: account(accountId),
  sk: `${dataKeyPrefix}${purpose}#${keyId}`,
});
export const dataKeyPrefix = "DATAKEY#";
/** A key for programs, found by the SHA-256 of its token. */
export const apiKeyKey = (tokenHash: string): Key => ({ pk: `KEY#${tokenHash}`, sk: "KEY" });
/** The same key, among those of its account. */
export const apiKeyOfKey = (accountId: string, keyId: string): Key => ({
  pk: account(accountId),
  sk: `APIKEY#${keyId}`,
});
/** A browser in which a person is signed in, found by the SHA-256 of its token. */
export const sessionKey = (tokenHash: string): Key => ({ pk: `SESSION#${tokenHash}`, sk: "SESSION" });
/** The same session, among those of its account. */
export const sessionOfKey = (accountId: string, sessionId: string): Key => ({
  pk: account(accountId),
  sk: `SESSION#${sessionId}`,
});
/** A link that signs in once, found by the SHA-256 of its token. */
export const enterLinkKey = (tokenHash: string): Key => ({ pk: `ENTER#${tokenHash}`, sk: "ENTER" });
/** The same link, among what is its account's. */
export const enterLinkOfKey = (accountId: string, tokenHash: string): Key => ({
  pk: account(accountId),
  sk: `ENTER#${tokenHash}`,
});
/** A sign-in by a code that is typed in elsewhere, found by the SHA-256 of its id. */
export const deviceSignInKey = (idHash: string): Key => ({ pk: `DEVICESIGNIN#${idHash}`, sk: "DEVICESIGNIN" });
/** Invitations to whoever has no account here yet, by the SHA-256 of their tokens. */
export const invitesPk = "INVITES";
export const inviteKey = (tokenHash: string): Key => ({ pk: invitesPk, sk: `INVITE#${tokenHash}` });
/** How often something may be done yet, by whom. */
export const rateKey = (limit: string, who: string): Key => ({ pk: `RATE#${limit}#${who}`, sk: "RATE" });
/** What was done in an account, by whom; `at` is ISO 8601. */
export const auditPrefix = "AUDIT#";
export const auditKey = (accountId: string, at: string, auditId: string): Key => ({
  pk: account(accountId),
  sk: `${auditPrefix}${at}#${auditId}`,
});
/** A secret address of a rule's matches, found by the SHA-256 of its token. */
export const feedLinkKey = (tokenHash: string): Key => ({ pk: `FEEDLINK#${tokenHash}`, sk: "FEEDLINK" });
/** The same address, among those of its account. */
export const feedLinkOfKey = (accountId: string, linkId: string): Key => ({
  pk: account(accountId),
  sk: `FEEDLINK#${linkId}`,
});
/** The key pair with which an account's browsers are written to. */
export const pushKeyKey = (accountId: string): Key => ({ pk: account(accountId), sk: "PUSHKEY" });
/** Since when nothing gets through to a channel. */
export const channelHealthKey = (accountId: string, channelId: string): Key => ({
  pk: account(accountId),
  sk: `${channelHealthPrefix}${channelId}`,
});
export const channelHealthPrefix = "CHANNELHEALTH#";
/** One account's side of a household. */
export const householdKey = (accountId: string, withId: string): Key => ({
  pk: account(accountId),
  sk: `${householdPrefix}${withId}`,
});
export const householdPrefix = "HOUSEHOLD#";
/** What a request with an idempotency key was answered. */
export const answeredKey = (accountId: string, requestKey: string): Key => ({
  pk: account(accountId),
  sk: `ANSWERED#${requestKey}`,
});
/** A key, wrapped by KMS, under which accounts' data keys of one purpose are wrapped. */
export const wrappingKeyKey = (purpose: string, keyId: string): Key => ({ pk: `KEYS#${purpose}`, sk: `KEY#${keyId}` });
/** Says that the account is being deleted. */
export const tombstoneKey = (accountId: string): Key => ({ pk: account(accountId), sk: "TOMBSTONE" });
/** A sign-in that a browser began; `stateHash` is the SHA-256 of its state. */
export const signInKey = (stateHash: string): Key => ({ pk: `SIGNIN#${stateHash}`, sk: "SIGNIN" });
export const wheelPk = (tier: number, slot: number, shard: number): string => `WHEEL#${tier}#${slot}#${shard}`;
export const accountPk = account;
/** Whose an item is, by its key. */
export const accountIdIn = ({ pk }: Key): string => pk.slice(account("").length);

/** What belongs to nobody: facts about shows and movies, the shared calendars, the scheduler's own row. */
export const sharedKey = (sk: string): Key => ({ pk: "SHARED", sk });

/** Partitions of the one sparse index. */
export const index = {
  accounts: "ACCOUNTS",
  tombstones: "TOMBSTONES",
  outbox: (shard: number) => `OUTBOX#${shard}`,
  timeline: (accountId: string) => `TIMELINE#${accountId}`,
  runs: (accountId: string) => `RUNS#${accountId}`,
  dead: (accountId: string) => `DEAD#${accountId}`,
  deeds: (accountId: string, ruleId: string) => `DEEDS#${accountId}#${ruleId}`,
  due: (shard: number) => `DUE#${shard}`,
  trigger: (type: string, shard: number) => `TRIGGER#${type}#${shard}`,
  inbox: (accountId: string) => `INBOX#${accountId}`,
  inboxOfAll: "INBOX",
};

/** Epoch milliseconds as a sort key: ISO 8601, which sorts as it reads. */
export const sortableTime = (epochMs: number): string => new Date(epochMs).toISOString();
