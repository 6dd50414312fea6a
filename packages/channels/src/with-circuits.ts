import type { Clock } from "@showrunner/core/clock.ts";
import type { SendContext } from "./channel.ts";
import { type Circuits, createCircuits, type Receiver } from "./circuits.ts";
import { ChannelProblem } from "./problem.ts";

type Outbound = Pick<SendContext, "http" | "mail" | "serviceMail">;

/**
 * The ways out of a process, with a circuit before each receiver: what fails again and again is left alone for a while.
 * What is not sent for that throws ChannelProblem `channel.resting`, with the time to come back.
 */
export function withCircuits(outbound: Outbound, clock: Clock): Outbound {
  const circuits = createCircuits(clock);
  const { http, mail } = outbound;
  return {
    ...outbound,
    http: {
      request: (request) =>
        through(circuits, clock, httpReceiver(request.url), async () => {
          const answer = await http.request(request);
          return { result: answer, hasFailed: answer.status >= 500 || answer.status === 408 };
        }),
      close: () => http.close(),
    },
    mail: {
      send: (server, one, options) =>
        through(circuits, clock, mailReceiver(server), async () => ({
          result: await mail.send(server, one, options),
          hasFailed: false,
        })),
    },
  };
}

/** The address is kept as a key in memory alone: it may hold a token. */
function httpReceiver(url: string): Receiver {
  return { endpoint: url, host: URL.parse(url)?.host ?? url };
}

function mailReceiver({ host, port }: { host: string; port: number }): Receiver {
  return { endpoint: `smtp://${host}:${port}`, host: `smtp://${host}` };
}

async function through<Result>(
  circuits: Circuits,
  clock: Clock,
  receiver: Receiver,
  send: () => Promise<{ result: Result; hasFailed: boolean }>,
): Promise<Result> {
  const until = circuits.closedUntil(receiver);
  if (until !== undefined) throw resting(receiver, until - clock.now());
  try {
    const { result, hasFailed } = await send();
    if (hasFailed) circuits.failed(receiver);
    else circuits.worked(receiver);
    return result;
  } catch (error) {
    if (!(error instanceof ChannelProblem)) circuits.untold(receiver);
    // A receiver that says no is there.
    else if (error.status !== undefined) circuits.worked(receiver);
    else if (error.code === "channel.unreachable") circuits.failed(receiver);
    else circuits.untold(receiver);
    throw error;
  }
}

function resting({ host }: Receiver, afterMs: number): ChannelProblem {
  return new ChannelProblem({
    code: "channel.resting",
    message: `${host} failed again and again: it is left alone for ${Math.ceil(afterMs / 1000)} s.`,
    hint: "It is tried again by itself.",
    retry: { kind: "after", afterMs },
  });
}
