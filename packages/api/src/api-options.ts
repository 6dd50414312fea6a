import type { QueueDepth, QueueName } from "@showrunner/core/ports/queue.ts";
import type { Registration } from "@showrunner/services/accounts/registration.ts";
import type { Bell } from "./live/bell.ts";
import type { Meter } from "./meter.ts";
import type { WebFiles } from "./web-routes.ts";
import type { Door } from "./who-asks.ts";

/** What a place gives its API, and what is so about it. */
export interface ApiOptions extends Door {
  /** Whether the people and their changes are the demo's or real. */
  mode: "sandbox" | "trakt";
  version: string;
  /** Whoever asks runs this very process: they are told what is wrong here, too. */
  tellsDefects?: boolean;
  /** Whether the API itself may send to people's channels; true unless said otherwise. */
  deliversItself?: boolean;
  queues(): Promise<Record<QueueName, QueueDepth>>;
  /** Rung for what changes, where the same process does all the work; pages elsewhere ask now and then. */
  bell?: Bell;
  /** Counts what this process does, where it does all there is to do. */
  meter?: Meter;
  deadLetters?: DeadLetters;
  /** How often a page that listens is told that it is still heard, in real time. */
  heartbeatMs?: number;
  /** Epoch ms of the services' clock. */
  startedAt: number;
  /** Who may connect an account that is new here; anybody unless said otherwise. */
  registration?: Registration;
  /** User names at Trakt of those who are let in without an invitation. */
  allowed?: readonly string[];
  /** Where Trakt sends browsers back to that sign in, once that is known; without it only device codes connect people. */
  redirectUri?(): string | undefined;
  /** How many times as fast as real time the services' clock runs: people take real time to sign in. */
  speed?: number;
  /** The dashboard's files, where they are served by the API itself. */
  webFiles?: WebFiles;
}

/** Dead messages, where the API's own process may look at them. */
export interface DeadLetters {
  list(queue: QueueName, limit: number): Promise<{ id: string; receiveCount: number; body: unknown }[]>;
  retry(queue: QueueName, limit: number): Promise<number>;
}
