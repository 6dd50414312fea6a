import { Problem, type Retry } from "@showrunner/core/errors.ts";
import type { Exchange } from "./exchange.ts";

export type ChannelProblemCode =
  /** The receiver answered, and said no. */
  | "channel.refused"
  /** No answer: the name, the network, the time, or an address that is not allowed. */
  | "channel.unreachable"
  /** The address as written is never allowed here, whatever stands behind it. */
  | "channel.blocked"
  /** The receiver says that it exists no more: send nothing further. */
  | "channel.gone"
  /** It was switched off here: nothing is sent to it. */
  | "channel.off"
  /** What was saved for this channel cannot work: a wrong token, password or setting. */
  | "channel.misconfigured"
  | "channel.rate_limited"
  /** It is new, and has not taken the ping that comes first. */
  | "channel.awaits_ping"
  /** It failed too often: nothing is sent for a while, and this was not. */
  | "channel.resting"
  /** What should be sent is larger than this channel carries. */
  | "channel.too_large";

export interface ChannelProblemOptions {
  code: ChannelProblemCode;
  message: string;
  hint?: string;
  retry?: Retry;
  /** The receiver's status, where it answered. */
  status?: number | undefined;
  /** True when the receiver may have got the message although this try failed. */
  uncertain?: boolean;
  /** For the delivery log: what was said on the wire, without secrets. */
  exchange?: Exchange | undefined;
  /** The true reason, for whoever runs the service; never for the person who owns the channel. */
  operatorDetail?: string | undefined;
}

/**
 * Why a channel could not deliver. Everything enumerable may be shown to the channel's owner and holds
 * neither a secret nor anything about the network that we stand in.
 */
export class ChannelProblem extends Problem {
  override readonly name: string = "ChannelProblem";
  readonly status: number | undefined;
  readonly uncertain: boolean;
  readonly exchange: Exchange | undefined;
  readonly #operatorDetail: string | undefined;

  constructor(options: ChannelProblemOptions) {
    super(options);
    this.status = options.status;
    this.uncertain = options.uncertain ?? false;
    this.exchange = options.exchange;
    this.#operatorDetail = options.operatorDetail;
  }

  /** A getter over a private field: neither JSON nor an inspection of the error shows it. */
  get operatorDetail(): string | undefined {
    return this.#operatorDetail;
  }
}

/**
 * What cannot be reached. An address that the guard blocks, a refused connection and an unknown name all
 * come out of here alike, so that nobody can map our network through us.
 */
export function unreachable(host: string, operatorDetail: string): ChannelProblem {
  return new ChannelProblem({
    code: "channel.unreachable",
    message: `${host} could not be reached.`,
    hint: "Check that the address is right, and that it can be reached from where Showrunner runs.",
    retry: { kind: "default" },
    operatorDetail,
  });
}
