import type { ActionRequest } from "@showrunner/core/actions.ts";
import type { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { Outcome, Trace } from "@showrunner/core/trace.ts";
import { aboutOf } from "@showrunner/detect/about.ts";
import type { RuleDefinition } from "@showrunner/rules/rule.ts";
import type { Decided } from "./known-facts.ts";
import * as z from "zod";
import { timingWords } from "./timing-words.ts";

/** What a rule would ask for on one event. */
export interface WouldDo {
  eventId: string;
  type: string;
  about: string;
  /** When it was recorded, ISO 8601. */
  at: string;
  requests: { request: ActionRequest; timing: string[] }[];
}

/** A match in short: all of them are counted against limits. */
export interface Match {
  atMs: number;
  /** Trakt's id of the show that it is about. */
  show: number | null;
  requests: readonly { request: ActionRequest; place: number }[];
}

export interface Reason {
  outcome: Outcome | "undecided";
  reason: string;
  count: number;
}

const mostExamples = 20;
const mostReasons = 10;

/** Counts what a rule decides on one event after the other. */
export class Tally {
  heard = 0;
  matched = 0;
  notMatched = 0;
  failed = 0;
  suppressed = 0;
  undecided = 0;
  /** The first that matched. */
  readonly examples: WouldDo[] = [];
  readonly matches: Match[] = [];
  readonly #reasons = new Map<string, Reason>();
  readonly #definition: RuleDefinition;

  constructor(definition: RuleDefinition) {
    this.#definition = definition;
  }

  /** True when the rule matched. */
  take(event: ChangeEvent, decided: Decided): boolean {
    if ("undecided" in decided) {
      this.undecided += 1;
      this.#because("undecided", decided.undecided);
      return false;
    }
    const { trace, requests, places } = decided.evaluation;
    if (trace.outcome !== "matched") {
      if (trace.outcome === "not_matched") this.notMatched += 1;
      else if (trace.outcome === "failed") this.failed += 1;
      else this.suppressed += 1;
      this.#because(trace.outcome, failingPart(trace));
      return false;
    }
    this.matched += 1;
    const asked = requests.map((request, at) => ({ request, place: places[at] ?? at }));
    this.matches.push({ atMs: Date.parse(event.recordedtime), show: showIn(event), requests: asked });
    if (this.examples.length < mostExamples)
      this.examples.push({
        eventId: event.id,
        type: event.type,
        about: aboutOf(event.type, event.data),
        at: event.recordedtime,
        requests: asked.map(({ request, place }) => ({ request, timing: timingWords(this.#definition, place) })),
      });
    return true;
  }

  /** Why it did not match, the most frequent reasons first. */
  reasons(): Reason[] {
    return [...this.#reasons.values()].toSorted((a, b) => b.count - a.count).slice(0, mostReasons);
  }

  #because(outcome: Reason["outcome"], reason: string): void {
    const key = `${outcome} ${reason}`;
    const known = this.#reasons.get(key);
    if (known === undefined) this.#reasons.set(key, { outcome, reason, count: 1 });
    else known.count += 1;
  }
}

/** The condition that decided, without the values of one event: the same for all that it turned away. */
function failingPart(trace: Trace): string {
  const failing = trace.conditions.find((one) => one.result === false || one.error !== undefined);
  if (failing === undefined) return trace.reason;
  const text = failing.text.replaceAll(/\s+/g, " ");
  return failing.error === undefined ? `${text} did not hold` : `${text} could not be evaluated: ${failing.error}`;
}

function showIn({ data }: ChangeEvent): number | null {
  const { show } = Shown.safeParse(data).data ?? {};
  return show?.ids.trakt ?? null;
}

const Shown = z.object({ show: z.object({ ids: z.object({ trakt: z.int() }) }) }).partial();
