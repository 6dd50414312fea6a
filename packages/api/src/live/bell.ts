/** What of an account changed, as its pages know it. */
const liveKinds = [
  "events",
  "runs",
  "actions",
  "approvals",
  "rules",
  "channels",
  "connection",
  "inbox",
  "settings",
] as const;
export type LiveKind = (typeof liveKinds)[number];

/** Rung where something of an account changed, in the same process as whoever listens. */
export interface Bell {
  ring(accountId: string, kind: LiveKind): void;
  /** Returns how to stop that. */
  listen(accountId: string, heard: (kind: LiveKind) => void): () => void;
}

export function createBell(): Bell {
  const listeners = new Map<string, Set<(kind: LiveKind) => void>>();
  return {
    ring: (accountId, kind) => {
      for (const heard of listeners.get(accountId) ?? []) heard(kind);
    },
    listen: (accountId, heard) => {
      const here = listeners.get(accountId) ?? new Set();
      listeners.set(accountId, here.add(heard));
      return () => {
        here.delete(heard);
        if (here.size === 0) listeners.delete(accountId);
      };
    },
  };
}
