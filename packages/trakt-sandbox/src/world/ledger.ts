import type { Clock } from "@showrunner/core/clock.ts";
import type { Behaviour } from "../behaviour.ts";
import type { Catalogue } from "../catalogue.ts";
import { openJournal, type Journal } from "../journal.ts";
import { digest } from "../seeded.ts";
import { apply } from "./apply.ts";
import type { Op, PlainOp } from "./ops.ts";
import { createState, type State } from "./state.ts";

export interface LedgerOptions {
  clock: Clock;
  seed: number;
  catalogue: Catalogue;
  behaviour: Behaviour;
  journalPath?: string | undefined;
  /** Whether all ops are kept in memory where there is no journal, to be exported. */
  keepOps?: boolean | undefined;
}

/**
 * The world's state and the ops that made it. A second state follows `lagMs` behind while that is set: it is what
 * late reads see.
 */
export class Ledger {
  readonly state: State;
  readonly behaviour: Behaviour;
  readonly #clock: Clock;
  readonly #seed: number;
  readonly #catalogue: Catalogue;
  readonly #journal: Journal | undefined;
  #kept: Op[] | undefined;
  #late: State | undefined;
  #waiting: { at: number; op: Op }[] = [];
  #gathered: PlainOp[] | undefined;

  constructor(options: LedgerOptions) {
    this.#clock = options.clock;
    this.#seed = options.seed;
    this.#catalogue = options.catalogue;
    this.behaviour = options.behaviour;
    const state = createState(options.catalogue);
    this.state = state;
    if (options.journalPath !== undefined) {
      this.#journal = openJournal(options.journalPath, (op) => apply(state, op));
    } else if (options.keepOps === true) this.#kept = [];
  }

  /** Whether nothing ever happened: the world is still to begin. */
  get isNew(): boolean {
    return this.state.serial === 0;
  }

  /** Begins the world, or begins it anew: with the catalogue and these ops alone, whatever there was before. */
  begin(ops: readonly Op[] = []): void {
    const begun: Op[] = ops.length > 0 ? [...ops] : [{ kind: "world.begun", at: this.now(), seed: this.#seed }];
    // In place: who works on this world holds on to its state, and to its library.
    const { library, ...rest } = createState(this.#catalogue);
    Object.assign(this.state.library, library);
    Object.assign(this.state, rest);
    this.#late = undefined;
    this.#waiting = [];
    for (const op of begun) apply(this.state, op);
    this.#journal?.restart(begun);
    if (this.#kept !== undefined) this.#kept = begun;
  }

  /** All that happened, as the lines of a journal; undefined where it was not kept. */
  text(): string | undefined {
    return this.#journal?.text() ?? this.#kept?.map((op) => `${JSON.stringify(op)}\n`).join("");
  }

  now(): number {
    return this.#clock.now();
  }

  /** Applies the op and, unless it is part of `together`, writes it down. */
  commit(op: PlainOp): void {
    if (this.behaviour.lagMs > 0) this.#late ??= structuredClone(this.state);
    apply(this.state, op);
    if (this.#late !== undefined) this.#waiting.push({ at: this.now(), op });
    if (this.#gathered === undefined) this.#keep(op);
    else this.#gathered.push(op);
  }

  /** What `act` commits is one line of the journal: after a crash all of it is there, or nothing. */
  together<T>(act: () => T): T {
    if (this.#gathered !== undefined) return act();
    const ops: PlainOp[] = [];
    this.#gathered = ops;
    try {
      return act();
    } finally {
      this.#gathered = undefined;
      const [first] = ops;
      if (first !== undefined) {
        this.#keep(ops.length === 1 ? first : { kind: "together", at: first.at, ops });
      }
    }
  }

  /** The world as a read sees it now. */
  seen(): State {
    const late = this.#late;
    if (late === undefined) return this.state;
    const upTo = this.now() - this.behaviour.lagMs;
    const due = this.#waiting.findIndex((one) => one.at > upTo);
    const ready = this.#waiting.splice(0, due < 0 ? this.#waiting.length : due);
    for (const { op } of ready) apply(late, op);
    if (this.behaviour.lagMs === 0 && this.#waiting.length === 0) this.#late = undefined;
    return late;
  }

  /** A token or code that no op before made: the same in the same world. */
  secret(label: string): string {
    return digest("sandbox", this.state.seed, label, this.state.serial);
  }

  #keep(op: Op): void {
    this.#journal?.append(op);
    this.#kept?.push(op);
  }

  close(): void {
    this.#journal?.close();
  }
}
