import type { Clock } from "@showrunner/core/clock.ts";
import type { Behaviour } from "./behaviour.ts";
import { movableClock } from "./clock.ts";
import { june2012Ms, seedJune2012 } from "./demo/june-2012.ts";
import { createLife, type Life } from "./demo/life.ts";
import { seedDemo } from "./demo/seed.ts";
import { readOps } from "./journal.ts";
import { createSandbox, type Listening, type Sandbox } from "./sandbox.ts";

interface Demo {
  /** The only time at which its world is true, epoch ms; without one it is made around any. */
  startMs?: number;
  /** Whether its people do something by themselves as time passes. */
  livesOn: boolean;
  seed(sandbox: Sandbox): void;
}

/** Worlds to begin with. */
const demos = {
  lively: { livesOn: true, seed: seedDemo },
  "june-2012": { livesOn: false, startMs: june2012Ms, seed: ({ world }) => seedJune2012(world) },
} satisfies Record<string, Demo>;
export type DemoName = keyof typeof demos;

export interface ServeOptions {
  /** The machine's own clock, which the sandbox's is told by. */
  machine: Clock;
  /** 0, the default, is any free one. */
  port?: number | undefined;
  seed?: number | undefined;
  /** The file that the world is kept in; without one it ends with the process. */
  journalPath?: string | undefined;
  /** Another sandbox's export, which a new world begins with. */
  fromPath?: string | undefined;
  /** Whose people and shows a new world has: those of `lively` air around now and live on; those of `june-2012` are in June 2012. */
  demo?: DemoName | undefined;
  /** Who is in it from the beginning, with a token each. */
  people?: readonly string[] | undefined;
  /** Epoch ms at which a new world's time begins; its demo's, or the machine's now, when it is absent. */
  startMs?: number | undefined;
  /** How many times as fast as the machine's its time runs: 1 in a new world, or as it was left. */
  speed?: number | undefined;
  behaviour?: Partial<Behaviour> | undefined;
}

export interface Served {
  sandbox: Sandbox;
  url: string;
  port: number;
  /** Access tokens of the `people`, by user name; a reset gives the same ones again. */
  tokens: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * A sandbox of its own, with a clock that can be moved. Throws Problem `sandbox.port_taken`, and those of the journal.
 */
export async function serveSandbox(options: ServeOptions): Promise<Served> {
  const { machine, port, seed, journalPath, fromPath, people = [], speed, behaviour } = options;
  const demo: Demo | undefined = options.demo && demos[options.demo];
  const clock = movableClock(machine, { startMs: options.startMs ?? demo?.startMs, speed: speed ?? 1 });
  let life: Life | undefined;
  let wake = new AbortController();
  const liveOn = (sandbox: Sandbox): void => {
    life = createLife(sandbox, { seed: sandbox.world.seed() });
    wake.abort();
    wake = new AbortController();
  };
  const tokens: Record<string, string> = {};
  const signIn = ({ world }: Sandbox): void => {
    const here = new Set(world.people().map(({ username }) => username));
    for (const username of people) {
      if (!here.has(username)) world.addPerson({ username });
      tokens[username] = world.issueTokens(username).access_token;
    }
  };
  const populates = demo !== undefined || people.length > 0;
  const sandbox = createSandbox({
    clock,
    seed,
    journalPath,
    behaviour,
    keepOps: true,
    from: fromPath === undefined ? undefined : readOps(fromPath),
    populate: populates
      ? (begun) => {
          demo?.seed(begun);
          signIn(begun);
          if (demo?.livesOn === true) liveOn(begun);
        }
      : undefined,
    moved: () => life?.runUntil(clock.now()),
  });
  const { isContinued } = sandbox;
  let listening: Listening;
  try {
    if (isContinued && speed !== undefined && speed !== clock.setting().speed) sandbox.time.move({ speed });
    if (isContinued) signIn(sandbox);
    if (isContinued && demo?.livesOn === true) liveOn(sandbox);
    listening = await sandbox.listen({ port });
  } catch (error) {
    await sandbox.close();
    throw error;
  }

  const ending = new AbortController();
  const living = (async () => {
    while (!ending.signal.aborted && life !== undefined) {
      life.runUntil(clock.now());
      const signal = AbortSignal.any([ending.signal, wake.signal]);
      try {
        await clock.sleep(Math.max(1_000, life.nextAt() - clock.now()), signal);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
  })();
  return {
    sandbox,
    url: listening.url,
    port: listening.port,
    tokens,
    close: async () => {
      ending.abort();
      await living;
      await sandbox.close();
    },
  };
}
