import type { Clock } from "@showrunner/core/clock.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { MailSender } from "@showrunner/core/ports/mail-sender.ts";
import type * as z from "zod";
import type { Mailer } from "./email/mailer.ts";
import type { Exchange } from "./exchange.ts";
import type { GuardedHttp } from "./guard/http.ts";
import type { Measure } from "./render.ts";

/** What a person is to be told, once. */
export interface Notification {
  /** The action's id: the same on every try. */
  id: string;
  title: string;
  body: string;
  url?: string | undefined;
  /** When the rule asked for it, ISO 8601 in UTC. */
  at: string;
  event: ChangeEvent;
  rule: { id: string; name: string };
}

/** What a message shows to a person. */
export type Told = Pick<Notification, "title" | "body" | "url"> & { rule: { name: string } };

/** A message for the inbox on this machine. */
export interface InboxEntry {
  id: string;
  title: string;
  body: string;
  url?: string | undefined;
}

/** What a channel may use to deliver: every way out of the process passes the guard. */
export interface SendContext {
  http: GuardedHttp;
  mail: Mailer;
  /** For mail that needs no mail server of the person's own. */
  serviceMail?: MailSender | undefined;
  clock: Clock;
  /** Puts a message into the inbox; doing it twice with one id is doing it once. */
  inbox(entry: InboxEntry): Promise<void>;
  /** 1 the first time. */
  attempt: number;
  /** True when a former attempt's end is unknown: the receiver may have the message already. */
  repeated: boolean;
  /** True when a person asked for it once more. */
  replayed?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

/** What came of a delivery that worked. */
export interface SendReceipt {
  /** One line: "204 from ntfy.example". */
  detail: string;
  status?: number | undefined;
  /** For the delivery log: what was said on the wire, without secrets. */
  exchange?: Exchange | undefined;
}

export interface Delivery<Config, Secrets> {
  config: Config;
  secrets: Secrets;
  /** Those that were replaced of late, while both count. */
  former?: Secrets | undefined;
  notification: Notification;
}

/** What a second send of one notification does. */
export type Repeat =
  /** The receiver is given the same id and can tell. */
  | "same_id"
  /** It changes nothing. */
  | "idempotent"
  /** The person may see it twice; a repeat says so. */
  | "may_show_twice";

/** One kind of channel. Forms, API, docs and CLI are made from this. */
export interface ChannelKind<Config = unknown, Secrets = unknown> {
  kind: string;
  label: string;
  description: string;
  /** What is no secret; shown to its owner. */
  config: z.ZodType<Config>;
  /** What is sealed at rest and never shown again. */
  secrets: z.ZodType<Secrets>;
  example: { config: Config; secrets: Secrets };
  /** Makes secrets for a channel whose secrets are ours to choose; they are shown to its owner once. */
  newSecrets?: (() => Secrets) | undefined;
  /** The longest text that arrives whole; longer text is cut and ends in an ellipsis. */
  limits: { title?: number; body: number; measure?: Measure };
  /** The page that a message is brought as, where it is one. */
  page?: ((told: Told) => string) | undefined;
  repeat: Repeat;
  /** A new one is sent a ping, and nothing else until it took that. */
  pingsFirst?: boolean | undefined;
  /** Resolves when the receiver took the message; throws ChannelProblem, with the retry verdict, otherwise. */
  send(context: SendContext, delivery: Delivery<Config, Secrets>): Promise<SendReceipt>;
}
