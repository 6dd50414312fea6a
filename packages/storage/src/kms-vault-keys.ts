import type { Clock } from "@showrunner/core/clock.ts";

/** A data key in the clear. */
export interface OpenKey {
  id: string;
  bytes: Uint8Array;
}

/** Data keys in the clear, a bounded number for a bounded time; their bytes are zeroed when they are dropped. */
export interface OpenKeys {
  /**
   * What `use` makes of the key of that name, which is loaded, once for all who ask meanwhile, when it is not at hand.
   * `use` must not keep the bytes.
   */
  with<T>(name: string, load: () => Promise<OpenKey>, use: (key: OpenKey) => T): Promise<T>;
  has(name: string): boolean;
  /** Drops those whose name begins so. */
  drop(prefix: string): void;
}

interface Entry {
  loading: Promise<OpenKey>;
  untilMs: number;
}

export function openKeys(clock: Clock, limits: { keys: number; keepMs: number }): OpenKeys {
  /** Oldest first. */
  const entries = new Map<string, Entry>();

  const drop = (name: string, entry: Entry): void => {
    if (entries.get(name) !== entry) return;
    entries.delete(name);
    // Who waits for the key already is called before this, in the order of asking, and nobody can ask any more.
    entry.loading.then(
      ({ bytes }) => bytes.fill(0),
      () => undefined,
    );
  };
  const dropOld = (): void => {
    const nowMs = clock.now();
    for (const [name, entry] of entries) {
      // A clock that was set back must not keep keys for longer.
      const old = entry.untilMs <= nowMs || entry.untilMs > nowMs + limits.keepMs;
      if (!old && entries.size <= limits.keys) break;
      drop(name, entry);
    }
  };

  return {
    with: async (name, load, use) => {
      dropOld();
      const entry = entries.get(name) ?? { loading: load(), untilMs: clock.now() + limits.keepMs };
      entries.set(name, entry);
      let key: OpenKey;
      try {
        key = await entry.loading;
      } catch (error) {
        drop(name, entry);
        throw error;
      }
      const used = use(key);
      dropOld();
      return used;
    },
    has: (name) => {
      dropOld();
      return entries.has(name);
    },
    drop: (prefix) => {
      for (const [name, entry] of entries) if (name.startsWith(prefix)) drop(name, entry);
    },
  };
}
