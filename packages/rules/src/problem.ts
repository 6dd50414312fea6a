import { Problem } from "@showrunner/core/errors.ts";

/** One mistake in a rule, and where it is. */
export interface RulePlace {
  /** Which part of the rule: `name`, `if[1]`, `then[0].title`; empty for the rule as a whole. */
  path: string;
  /** From 1. Of a rule read from text: in that text. Of a value: inside the expression or template that the path names. */
  line?: number;
  column?: number;
  message: string;
  /** What was probably meant. */
  suggestion?: string;
}

/** Nobody corrects more at once, and a text that is no rule at all has one at every character. */
const mostPlaces = 20;

/** A rule that cannot be saved or run as it is written; `places` names its mistakes, up to twenty. */
export class RuleProblem extends Problem {
  readonly places: readonly RulePlace[];

  constructor(found: readonly RulePlace[], cause?: unknown) {
    const places = found.slice(0, mostPlaces);
    super({
      code: "rule.invalid",
      message: sentence(places, found.length),
      hint: "Correct the places named and save the rule again.",
      ...(cause === undefined ? {} : { cause }),
    });
    this.places = places;
  }
}

/** One line for a person: `if[0], line 1, column 6: there is no show.ratin; did you mean show.rating?` */
function placeText(place: RulePlace): string {
  const at = place.line === undefined ? "" : `line ${place.line}, column ${place.column ?? 1}`;
  const where = [place.path, at].filter((part) => part !== "").join(", ");
  const suggestion = place.suggestion === undefined ? "" : `; did you mean ${place.suggestion}?`;
  return `${where === "" ? "" : `${where}: `}${place.message}${suggestion}`;
}

function sentence(places: readonly RulePlace[], count: number): string {
  const [first] = places;
  if (places.length === 1 && first !== undefined) return `The rule has a mistake. ${placeText(first)}`;
  const more = count > places.length ? `\n- and ${count - places.length} more` : "";
  return `The rule has ${count} mistakes.\n${places.map((place) => `- ${placeText(place)}`).join("\n")}${more}`;
}

/** Line and column, both from 1, of an offset in a text. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, offset));
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: before.length - lineStart + 1 };
}
