import diagnostics from "node:diagnostics_channel";
import net from "node:net";

/**
 * Runs `act` and tells which addresses this process tried to connect to meanwhile, as Node itself reports each
 * attempt: what is not in here sent no packet anywhere.
 */
export async function connectionAttempts(act: () => Promise<unknown>): Promise<string[]> {
  const attempts: string[] = [];
  const watch = (message: unknown): void => {
    if (typeof message !== "object" || message === null || !("socket" in message)) return;
    if (message.socket instanceof net.Socket) {
      message.socket.on("connectionAttempt", (address: string) => attempts.push(address));
    }
  };
  diagnostics.subscribe("net.client.socket", watch);
  try {
    await act();
  } finally {
    diagnostics.unsubscribe("net.client.socket", watch);
  }
  return attempts;
}
