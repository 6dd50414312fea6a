import { once } from "node:events";
import { createAdaptorServer } from "@hono/node-server";
import type { Clock } from "@showrunner/core/clock.ts";
import { Problem } from "@showrunner/core/errors.ts";
import { behaviourOf, type Behaviour } from "./behaviour.ts";
import { defaultCatalogue, type Catalogue } from "./catalogue.ts";
import { FaultBoard, type Faults } from "./faults.ts";
import { createApp } from "./http/app.ts";
import { RateLimits } from "./http/limits.ts";
import { RequestLog, type RequestCounts } from "./http/request-log.ts";
import { createWorld, type World } from "./world.ts";
import { Ledger } from "./world/ledger.ts";
import type { Op } from "./world/ops.ts";
import { timeOf, type Time } from "./time.ts";

export interface SandboxOptions {
  clock: Clock;
  /** Tokens, ids and shares of faults follow from it; a journal keeps the one that it began with. */
  seed?: number | undefined;
  /** A file that the world is kept in, and found in again. */
  journalPath?: string | undefined;
  catalogue?: Catalogue | undefined;
  behaviour?: Partial<Behaviour> | undefined;
  /** What a new world begins with, after the catalogue: the ops of another's export. */
  from?: readonly Op[] | undefined;
  /** Whether `exported` is wanted of a world without a journal. */
  keepOps?: boolean | undefined;
  /** Fills a world that has just begun, for the first time or after a reset. */
  populate?: ((sandbox: Sandbox) => void) | undefined;
  /** Called when the clock was moved: what lives in this world catches up. */
  moved?: (() => void) | undefined;
}

export interface Listening {
  /** `http://127.0.0.1:<port>`: the API and OAuth alike. */
  url: string;
  port: number;
  close(): Promise<void>;
}

export interface Sandbox {
  world: World;
  faults: Faults;
  /** May be changed while it runs. */
  behaviour: Behaviour;
  clock: Clock;
  /** Whether its world was there already, in the journal. */
  isContinued: boolean;
  /** Of the sandbox's clock: a `MovableClock` can be moved. */
  time: Time;
  /**
   * Back to the seed: the world as it began, its journal too; no faults, no counts, the first behaviour, the first
   * time. Throws Problem `sandbox.in_use` while another program keeps its notes in this world.
   */
  reset(): void;
  /** All that happened, as JSON lines: the journal of a world like this one; undefined where it was not kept. */
  exported(): string | undefined;
  /** Answers without a socket; what ends the connection rejects with a TypeError, as fetch does. */
  fetch(request: Request): Response | Promise<Response>;
  /** Listens on 127.0.0.1; port 0, the default, is any free one. Throws Problem `sandbox.port_taken`. */
  listen(options?: { port?: number | undefined }): Promise<Listening>;
  /** Every request that arrived, refused ones included, as `GET /sync/history/:type` → how often. */
  requests(): RequestCounts;
  /** Every answer, as `GET /sync/history/:type 200` → how often; `lost` where there was none. */
  answers(): RequestCounts;
  close(): Promise<void>;
}

/**
 * A Trakt of one's own: it keeps people's histories, lists and tokens, answers as api.trakt.tv and auth.trakt.tv
 * do, and has their faults when told to. Throws Problem `sandbox.journal_unreadable`.
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  const behaviour = behaviourOf(options.behaviour ?? {});
  const { clock } = options;
  const ledger = new Ledger({
    clock,
    seed: options.seed ?? 1,
    catalogue: options.catalogue ?? defaultCatalogue(),
    behaviour,
    journalPath: options.journalPath,
    keepOps: options.keepOps,
  });
  const time = timeOf(clock, ledger, () => options.moved?.());
  const { isNew } = ledger;
  const begin = (): void => {
    time.rewind();
    ledger.begin(options.from);
    time.begin();
  };
  if (isNew) begin();
  const world = createWorld(ledger);
  const faults = new FaultBoard(ledger.state.seed);
  const log = new RequestLog();
  const limits = new RateLimits(behaviour);
  const open = new Set<Listening>();

  const listen = async (where: { port?: number | undefined } = {}): Promise<Listening> => {
    const server = createAdaptorServer({
      fetch: (request, env) => app.fetch(request, env),
      // The process may be somebody else's: its Request and Response stay what they are.
      overrideGlobalObjects: false,
    });
    server.listen(where.port ?? 0, "127.0.0.1");
    try {
      await once(server, "listening");
    } catch (error) {
      throw new Problem({
        code: "sandbox.port_taken",
        message: `the sandbox cannot listen on 127.0.0.1:${where.port ?? 0}`,
        hint: "Another program has the port: choose another one, or 0 for any.",
        cause: error,
      });
    }
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const listening: Listening = {
      url: `http://127.0.0.1:${port}`,
      port,
      close: async () => {
        if (!open.delete(listening)) return;
        const closed = once(server, "close");
        server.close();
        if ("closeAllConnections" in server) server.closeAllConnections();
        await closed;
      },
    };
    open.add(listening);
    return listening;
  };

  const reset = (): void => {
    if (options.populate === undefined && ledger.state.notes.size > 0) {
      throw new Problem({
        code: "sandbox.in_use",
        message: "this world is another program's, which keeps its notes in it",
        hint: "The demo of `showrunner start` is begun anew with `showrunner start --reset`.",
      });
    }
    begin();
    faults.restart();
    log.clear();
    limits.clear();
    world.forgetAttempts();
    Object.assign(behaviour, behaviourOf(options.behaviour ?? {}));
    options.populate?.(sandbox);
  };

  const sandbox: Sandbox = {
    world,
    faults,
    behaviour,
    clock,
    isContinued: !isNew,
    time,
    reset,
    exported: () => ledger.text(),
    fetch: (request) => app.fetch(request, {}),
    listen,
    requests: () => log.requests(),
    answers: () => log.answers(),
    close: async () => {
      await Promise.all([...open].map((one) => one.close()));
      ledger.close();
    },
  };
  const app = createApp({ clock, ledger, world, faults, log, limits, sandbox });
  if (isNew) options.populate?.(sandbox);
  return sandbox;
}
