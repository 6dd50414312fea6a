import { compileRule, type CompiledRule } from "./compile.ts";
import { parseRule } from "./parse.ts";
import { RuleProblem, type RulePlace } from "./problem.ts";
import { readText } from "./rule-text.ts";

/**
 * Reads and checks a rule: YAML or JSON text, or a value that is to be one. Throws RuleProblem (`rule.invalid`) with every
 * place that is wrong; of a text, also what is inside an expression or template is told by the text's own lines.
 */
export function compileSource(input: unknown): CompiledRule {
  const definition = parseRule(input);
  try {
    return compileRule(definition);
  } catch (error) {
    if (!(error instanceof RuleProblem) || typeof input !== "string") throw error;
    const text = readText(input);
    const inText = (place: RulePlace): RulePlace => {
      const path = keysOf(place.path);
      const { line, column = 1 } = place;
      return { ...place, ...(line === undefined ? text.position(path) : text.within(path, line, column)) };
    };
    throw new RuleProblem(error.places.map(inText), error);
  }
}

/** `["then", 0, "title"]` of `then[0].title`. */
function keysOf(path: string): (string | number)[] {
  return path
    .split(/[.[\]]/)
    .filter((key) => key !== "")
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}
