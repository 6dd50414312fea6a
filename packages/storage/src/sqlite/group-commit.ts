import type { Connection } from "./connection.ts";
import { closed, problemOf, sqliteCodeOf, sqliteCodes } from "./problems.ts";

/** Runs writes in groups, one transaction each, so that many writes wait for the disk once. */
export interface GroupCommit {
  /**
   * Runs `work` in the next group's transaction and resolves, with what it returned, once that is on the disk.
   * `work` may run again after a rollback: it changes nothing but the database. `cost` is about the number of
   * small rows that it writes.
   */
  write<T>(cost: number, work: () => T): Promise<T>;
  /** Resolves when no write waits, nor what those that waited for it asked for at once. */
  settled(): Promise<void>;
  /** Transactions committed so far. */
  commits(): number;
  /** Finishes what was asked for and refuses what comes later. */
  close(): Promise<void>;
}

interface PendingWrite {
  cost: number;
  /** Does the work; what it returns tells the caller, once it is durable. */
  run: () => () => void;
  reject: (error: unknown) => void;
}

/** Some 10 ms of work: what a write waits for at most, besides the disk, per group ahead of it. */
const maxGroupCost = 1000;

/** How long, beside what the last group took, the next one waits at most; timers count in whole milliseconds. */
const pauseShare = 4;
const crowd = 16;
const shortestPauseMs = 1;
const longestPauseMs = 10;

/** With SQLite's own waiting before each: about five seconds of another process's transaction are outlasted. */
const maxBusyTries = 5;

// oxlint-disable-next-line no-restricted-properties -- how long the disk takes, in parts of a millisecond, is no time of the world
const stopwatch = (): number => performance.now();

export function groupCommit({ db, path }: Connection): GroupCommit {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  let pending: PendingWrite[] = [];
  let scheduled = false;
  let isClosed = false;
  let busyTries = 0;
  let commits = 0;

  let endedAt = 0;
  let tookMs = 0;

  /**
   * All that this turn of the event loop asks for is there by the time immediates run. Under load a group waits in
   * proportion to what the one before cost, so that the disk takes a fixed share of the time at most, and what
   * comes meanwhile shares the wait.
   */
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    const waitMs = Math.min(endedAt + tookMs * pauseShare - stopwatch(), longestPauseMs);
    if (waitMs < shortestPauseMs) setImmediate(flush);
    else setTimeout(flush, waitMs);
  };

  const takeGroup = (): PendingWrite[] => {
    let cost = 0;
    let count = 0;
    for (const write of pending) {
      cost += write.cost;
      if (count > 0 && cost > maxGroupCost) break;
      count++;
    }
    if (count === pending.length) {
      const all = pending;
      pending = [];
      return all;
    }
    return pending.splice(0, count);
  };

  const runGroup = (group: readonly PendingWrite[]): (() => void)[] => {
    begin.run();
    try {
      const acknowledgements = group.map((write) => write.run());
      commit.run();
      return acknowledgements;
    } catch (error) {
      // Some errors (a full disk, a failing one) have rolled back already.
      if (db.isTransaction) db.exec("ROLLBACK");
      throw error;
    }
  };

  const flush = (): void => {
    scheduled = false;
    const group = takeGroup();
    const startedAt = stopwatch();
    try {
      for (const acknowledge of runGroup(group)) acknowledge();
      commits++;
      busyTries = 0;
    } catch (error) {
      if (sqliteCodeOf(error) === sqliteCodes.busy && ++busyTries < maxBusyTries) {
        pending = [...group, ...pending];
      } else {
        busyTries = 0;
        for (const write of group) write.reject(problemOf(error, path));
      }
    }
    endedAt = stopwatch();
    // A few writes are a lone change on its way from step to step: it waits for nothing.
    tookMs = group.length < crowd ? 0 : endedAt - startedAt;
    if (pending.length > 0) schedule();
  };

  const settled = async (): Promise<void> => {
    // What is resolved in one immediate has run, and asked for more, before the next one.
    do await new Promise((resolve) => setImmediate(resolve));
    while (pending.length > 0);
  };

  return {
    write: (cost, work) =>
      new Promise((resolve, reject) => {
        if (isClosed) {
          reject(closed(path));
          return;
        }
        const run = (): (() => void) => {
          const result = work();
          return () => resolve(result);
        };
        pending.push({ cost, run, reject });
        schedule();
      }),
    settled,
    commits: () => commits,
    close: () => {
      isClosed = true;
      return settled();
    },
  };
}
