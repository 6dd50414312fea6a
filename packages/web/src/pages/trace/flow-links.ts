import type { Tone } from "../../ui/badge.tsx";
import { type Condition, conditionLook, type StandingState, standingLook } from "./outcomes.ts";

/** A line of the picture, from one of its nodes to another. */
export interface FlowLink {
  from: string;
  to: string;
  tone: Tone;
  /** What was not gone along. */
  isDashed: boolean;
}

interface Way {
  conditions: readonly Pick<Condition, "result" | "error">[];
  actions: readonly { id: string; state: StandingState }[];
}

export const conditionId = (place: number): string => `condition-${place}`;

/** The lines from the event through the conditions to what was done, or to where it ended. */
export function linksOf({ conditions, actions }: Way): FlowLink[] {
  const stops = conditions.length === 0 ? ["no-conditions"] : conditions.map((_, place) => conditionId(place));
  const first = stops[0] ?? "no-conditions";
  const links: FlowLink[] = [{ from: "event", to: first, tone: "good", isDashed: false }];
  for (const [place, to] of stops.slice(1).entries()) {
    const before = conditions[place];
    const isWayOn = before?.result === true;
    links.push({ from: stops[place] ?? first, to, tone: isWayOn ? "good" : "plain", isDashed: !isWayOn });
  }
  if (actions.length > 0) {
    const last = stops.at(-1) ?? first;
    return [
      ...links,
      ...actions.map(({ id, state }) => ({
        from: last,
        to: id,
        tone: standingLook(state).tone,
        isDashed: isOpen(state),
      })),
    ];
  }
  const stopped = conditions.findIndex(({ result }) => result !== true);
  const end = stopped === -1 ? (stops.at(-1) ?? first) : conditionId(stopped);
  const why = conditions[stopped];
  return [
    ...links,
    { from: end, to: "end", tone: why === undefined ? "plain" : conditionLook(why).tone, isDashed: true },
  ];
}

/** Not done, or not yet. */
const isOpen = (state: StandingState): boolean => state !== "done" && state !== "dead";
