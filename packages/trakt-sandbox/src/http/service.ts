import type { Clock } from "@showrunner/core/clock.ts";
import type { Hono } from "hono";
import type { FaultBoard } from "../faults.ts";
import type { Time } from "../time.ts";
import type { World } from "../world.ts";
import type { Ledger } from "../world/ledger.ts";
import type { RateLimits } from "./limits.ts";
import type { RequestLog } from "./request-log.ts";
import type { SocketEnv } from "./wire.ts";

/** What every part of the HTTP side works on. */
export interface Service {
  clock: Clock;
  ledger: Ledger;
  world: World;
  faults: FaultBoard;
  limits: RateLimits;
  log: RequestLog;
  /** Its time, its reset and its export, for the control. */
  sandbox: { time: Time; reset(): void; exported(): string | undefined };
}

export type SandboxApp = Hono<{ Bindings: SocketEnv }>;
