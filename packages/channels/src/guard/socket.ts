import net from "node:net";
import type { SocketTarget } from "./guard.ts";
import type { Answer } from "./lookup.ts";
import { GuardRefusal } from "./refusal.ts";

export interface SocketRules {
  /** Why an address may not be connected to, or null. */
  refusalOf(address: string): string | null;
  /** The addresses of a name, all of them allowed; rejects otherwise. */
  resolve(hostname: string): Promise<readonly Answer[]>;
}

/**
 * Opens a TCP connection to a name or address that the rules allow. Rejects with GuardRefusal, the network's
 * own error, or the signal's reason. Nothing is written to the socket here.
 */
export function openSocket(target: SocketTarget, rules: SocketRules): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const { hostname, port, signal } = target;
    if (signal.aborted) {
      reject(reasonOf(signal));
      return;
    }
    // Node calls no lookup for an address, so it is judged here.
    if (net.isIP(hostname) !== 0) {
      const refusal = rules.refusalOf(hostname);
      if (refusal !== null) {
        reject(new GuardRefusal(refusal));
        return;
      }
    }
    const socket = net.connect({
      host: hostname,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: 60_000,
      lookup: (name, options, callback) => {
        rules.resolve(name).then(
          (answers) => {
            const [first] = answers;
            if (first === undefined) callback(new Error(`${name} has no address`), "");
            else if (options.all === true) callback(null, [...answers]);
            else callback(null, first.address, first.family);
          },
          (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), ""),
        );
      },
    });
    const onAbort = (): void => {
      socket.destroy(reasonOf(signal));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    // Stays on for good: a connection that breaks before its user listens must not end the process.
    socket.on("error", (error) => {
      signal.removeEventListener("abort", onAbort);
      reject(error);
    });
    socket.once("connect", () => {
      signal.removeEventListener("abort", onAbort);
      const refusal = connectedRefusal(socket, rules);
      if (refusal === null) resolve(socket);
      else socket.destroy(new GuardRefusal(refusal));
    });
  });
}

/** Judges where a socket did connect to, whatever was asked for. */
export function connectedRefusal(socket: net.Socket, rules: Pick<SocketRules, "refusalOf">): string | null {
  const address = socket.remoteAddress;
  return address === undefined ? "the connection was closed at once" : rules.refusalOf(address);
}

function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error("aborted");
}
