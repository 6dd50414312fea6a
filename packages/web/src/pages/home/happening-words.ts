import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { Tone } from "../../ui/badge.tsx";
import { capital, type Look, standingLook } from "../trace/outcomes.ts";

export type Happening = ReplyOf<"home.timeline">["items"][number];
export type RunTold = Happening["runs"][number];

/** Where a row leads: to the one trace that there is, or to the event with all of them. */
export const traceOf = ({ id, runs, runCount }: Happening): string => {
  const [only] = runs;
  return runCount === 1 && only !== undefined ? `/runs/${only.id}` : `/events/${id}`;
};

/** The tone of a row: what went wrong shows first, then what was done, then what waits. */
export function toneOf({ runs }: Pick<Happening, "runs">): Tone {
  const tones = new Set(runs.flatMap((run) => linesOf(run).map(({ look }) => look.tone)));
  for (const tone of ["bad", "good", "info", "wait"] as const) if (tones.has(tone)) return tone;
  return "plain";
}

export interface RunLine {
  key: string;
  look: Look;
  /** "Add Andor to the watchlist"; where nothing was asked for, which rule it is about. */
  what: string;
  /** What is to be said besides: how it stands while it is not done, or why nothing was. */
  how: string | undefined;
}

/** More of one run are in its trace. */
const mostActions = 3;

/** As it follows a rule's name. */
const verdictWords = (outcome: RunTold["outcome"], verdict: string): string =>
  outcome === "suppressed" ? `was ${verdict}` : verdict;

/** All of it is in the trace. */
const mostLetters = 110;

const shortened = (text: string): string =>
  text.length <= mostLetters ? text : `${text.slice(0, mostLetters).replace(/\s+\S*$/, "")}…`;

const idle: Look = { tone: "plain", icon: "minus", label: "Did not act" };
const looks: Readonly<Record<string, Look>> = {
  failed: { tone: "bad", icon: "warning", label: "Failed" },
  suppressed: { tone: "plain", icon: "pause", label: "Held back" },
};

/** What a run came to, a line for each thing that it asked for; one line where it asked for nothing. */
export function linesOf({ id, rule, outcome, verdict, reason, actions }: RunTold): RunLine[] {
  if (actions.length === 0)
    return [
      {
        key: id,
        look: looks[outcome] ?? idle,
        what: `${rule.name} ${verdictWords(outcome, verdict)}`,
        how: shortened(reason),
      },
    ];
  const lines = actions.slice(0, mostActions).map(({ id: actionId, effect, state, standing }) => ({
    key: actionId,
    look: standingLook(state),
    what: capital(effect),
    how: state === "done" ? undefined : shortened(standing),
  }));
  const more = actions.length - lines.length;
  if (more === 0) return lines;
  return [...lines, { key: `${id}-more`, look: idle, what: `and ${more} more`, how: undefined }];
}
