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
/** What an action of ours is about to change, so that the change is known as ours when it comes back. */
export const echoKey = (accountId: string, echo: string): Key => ({ pk: account(accountId), sk: `ECHO#${echo}` });
/** What rules added, once each, so that nothing is added again after the person or Trakt took it away. */
export const ledgerKey = (accountId: string, entry: string): Key => ({
  pk: account(accountId),
  sk: `LEDGER#${entry}`,
});
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
/** A key, wrapped by KMS, under which accounts' data keys of one purpose are wrapped. */
export const wrappingKeyKey = (purpose: string, keyId: string): Key => ({ pk: `KEYS#${purpose}`, sk: `KEY#${keyId}` });
/** Says that the account is being deleted. */
export const tombstoneKey = (accountId: string): Key => ({ pk: account(accountId), sk: "TOMBSTONE" });
/** A sign-in that a browser began; `stateHash` is the SHA-256 of its state. */
export const signInKey = (stateHash: string): Key => ({ pk: `SIGNIN#${stateHash}`, sk: "SIGNIN" });
export const wheelPk = (tier: number, slot: number, shard: number): string => `WHEEL#${tier}#${slot}#${shard}`;
export const accountPk = account;

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
  due: (shard: number) => `DUE#${shard}`,
  trigger: (type: string, shard: number) => `TRIGGER#${type}#${shard}`,
  inbox: (accountId: string) => `INBOX#${accountId}`,
  inboxOfAll: "INBOX",
};

/** Epoch milliseconds as a sort key: ISO 8601, which sorts as it reads. */
export const sortableTime = (epochMs: number): string => new Date(epochMs).toISOString();
