import type { Clock } from "@showrunner/core/clock.ts";

/** Where a message goes: the very place, and the host that it may share with others'. */
export interface Receiver {
  endpoint: string;
  host: string;
}

/** An endpoint that fails so often in a row is left alone for a while. */
const failuresToOpen = 5;
/** A host is, when so many of its endpoints fail and none works: one person's broken address is no matter of the others'. */
const failingEndpointsToOpen = 3;
const firstRestMs = 30_000;
const longestRestMs = { endpoint: 10 * 60_000, host: 2 * 60_000 } as const;
/** Receivers that are remembered: far more than fail at once. */
const mostReceivers = 10_000;

interface Circuit {
  level: "endpoint" | "host";
  failures: number;
  /** Of a host: its endpoints that failed since one worked. */
  failing: Set<string>;
  restMs: number;
  /** Epoch ms until when nothing is sent; 0 while all is well. */
  openUntil: number;
  /** One request finds out whether it works again. */
  isTrying: boolean;
}

export interface Circuits {
  /** Epoch ms until when nothing should be sent there; undefined when it may be. Who is let through says how it went. */
  closedUntil(receiver: Receiver): number | undefined;
  worked(receiver: Receiver): void;
  failed(receiver: Receiver): void;
  /** Nothing was sent after all. */
  untold(receiver: Receiver): void;
}

/**
 * Remembers which receivers fail, across all accounts of this process: their next messages wait instead of taking each a
 * deadline's time from everybody. After a rest one message is let through, and decides.
 */
export function createCircuits(clock: Clock): Circuits {
  const circuits = new Map<string, Circuit>();
  const levels = ["endpoint", "host"] as const;
  const keyOf = (receiver: Receiver, level: "endpoint" | "host"): string => `${level} ${receiver[level]}`;
  const known = (receiver: Receiver): Circuit[] =>
    levels.map((level) => circuits.get(keyOf(receiver, level))).filter((one) => one !== undefined);
  const of = (receiver: Receiver, level: "endpoint" | "host"): Circuit => {
    const key = keyOf(receiver, level);
    const found = circuits.get(key);
    if (found !== undefined) return found;
    if (circuits.size >= mostReceivers) circuits.delete(circuits.keys().next().value ?? "");
    const fresh: Circuit = {
      level,
      failures: 0,
      failing: new Set(),
      restMs: firstRestMs,
      openUntil: 0,
      isTrying: false,
    };
    circuits.set(key, fresh);
    return fresh;
  };
  return {
    closedUntil: (receiver) => {
      const now = clock.now();
      const open = known(receiver).filter((one) => one.openUntil > 0);
      const until = Math.max(0, ...open.map((one) => (one.isTrying ? now + firstRestMs : one.openUntil)));
      if (until > now) return until;
      for (const one of open) one.isTrying = true;
      return undefined;
    },
    worked: (receiver) => {
      for (const level of levels) circuits.delete(keyOf(receiver, level));
    },
    failed: (receiver) => {
      for (const level of levels) {
        const circuit = of(receiver, level);
        const wasTrying = circuit.isTrying;
        circuit.isTrying = false;
        circuit.failures += 1;
        if (circuit.failing.size < failingEndpointsToOpen) circuit.failing.add(receiver.endpoint);
        const isEnough =
          circuit.failures >= failuresToOpen &&
          (level === "endpoint" || circuit.failing.size >= failingEndpointsToOpen);
        // Of many on their way at once, the first to fail opens it.
        const isOpen = circuit.openUntil > clock.now();
        if (!wasTrying && (!isEnough || isOpen)) continue;
        circuit.openUntil = clock.now() + circuit.restMs;
        circuit.restMs = Math.min(longestRestMs[level], circuit.restMs * 2);
      }
    },
    untold: (receiver) => {
      for (const one of known(receiver)) one.isTrying = false;
    },
  };
}
