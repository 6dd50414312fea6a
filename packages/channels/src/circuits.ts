import type { Clock } from "@showrunner/core/clock.ts";

/** A receiver that fails so often in a row is left alone for a while. */
const failuresToOpen = 5;
const firstRestMs = 30_000;
const longestRestMs = 10 * 60_000;
/** Receivers that are remembered: far more than fail at once. */
const mostReceivers = 10_000;

interface Circuit {
  failures: number;
  restMs: number;
  /** Epoch ms until when nothing is sent; 0 while all is well. */
  openUntil: number;
  /** One request finds out whether it works again. */
  isTrying: boolean;
}

export interface Circuits {
  /** Epoch ms until when nothing should be sent to any of these; undefined when it may be. Who is let through says how it went. */
  closedUntil(receivers: readonly string[]): number | undefined;
  worked(receivers: readonly string[]): void;
  failed(receivers: readonly string[]): void;
}

/**
 * Remembers which receivers fail, across all accounts of this process: their next messages wait instead of taking each a
 * deadline's time from everybody. After a rest one message is let through, and decides.
 */
export function createCircuits(clock: Clock): Circuits {
  const circuits = new Map<string, Circuit>();
  const of = (receiver: string): Circuit => {
    const known = circuits.get(receiver);
    if (known !== undefined) return known;
    if (circuits.size >= mostReceivers) circuits.delete(circuits.keys().next().value ?? "");
    const fresh: Circuit = { failures: 0, restMs: firstRestMs, openUntil: 0, isTrying: false };
    circuits.set(receiver, fresh);
    return fresh;
  };
  return {
    closedUntil: (receivers) => {
      const now = clock.now();
      const open = receivers.map((one) => circuits.get(one)).filter((one) => one !== undefined && one.openUntil > 0);
      const until = Math.max(
        0,
        ...open.map((one) => (one === undefined ? 0 : one.isTrying ? now + firstRestMs : one.openUntil)),
      );
      if (until > now) return until;
      for (const one of open) if (one !== undefined) one.isTrying = true;
      return undefined;
    },
    worked: (receivers) => {
      for (const one of receivers) circuits.delete(one);
    },
    failed: (receivers) => {
      for (const one of receivers) {
        const circuit = of(one);
        const wasTrying = circuit.isTrying;
        circuit.isTrying = false;
        circuit.failures += 1;
        if (!wasTrying && circuit.failures < failuresToOpen) continue;
        circuit.openUntil = clock.now() + circuit.restMs;
        circuit.restMs = Math.min(longestRestMs, circuit.restMs * 2);
      }
    },
  };
}
