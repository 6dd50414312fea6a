import { EvaluationError, type ParseResult, ParseError, TypeError as CelTypeError } from "@marcbachmann/cel-js";
import type { EventType } from "@showrunner/core/events/catalogue.ts";
import { messageOf } from "@showrunner/core/errors.ts";
import type { ConditionTrace } from "@showrunner/core/trace.ts";
import { listed } from "../listed.ts";
import { type RulePlace, positionAt } from "../problem.ts";
import type { Value, Word } from "../word.ts";
import { splitConjuncts } from "./conjuncts.ts";
import { environment } from "./environment.ts";
import { type Mistake, inspect } from "./inspect.ts";
import { conditionLimits } from "./language.ts";

/** One condition as a trace tells it: a part of an expression that must hold by itself. */
export interface Condition {
  text: string;
  words: ReadonlySet<Word>;
  program: ParseResult;
}

export interface CompiledConditions {
  conditions: Condition[];
  places: RulePlace[];
  /** At most how many steps they take together. */
  cost: number;
}

/** Reads and checks the expressions of a rule, each at its path (`if`, `if[1]`), against every event type. */
export function compileConditions(
  expressions: readonly { path: string; text: string }[],
  types: readonly EventType[],
): CompiledConditions {
  const conditions: Condition[] = [];
  const places: RulePlace[] = [];
  let cost = 0;
  for (const { path, text } of expressions) {
    const place = (mistake: Mistake): RulePlace => {
      const { offset, ...rest } = mistake;
      return { path, ...positionAt(text, offset), ...rest };
    };
    const broken = syntaxMistake(text);
    if (broken !== undefined) {
      places.push(place(broken));
      continue;
    }
    for (const conjunct of splitConjuncts(text)) {
      const program = environment.parse(conjunct.text);
      const inspection = inspect(program.ast, types);
      cost += inspection.cost;
      const mistakes = inspection.mistakes.length > 0 ? inspection.mistakes : typeMistakes(program);
      places.push(...mistakes.map((one) => place({ ...one, offset: one.offset + conjunct.offset })));
      conditions.push({ text: conjunct.text, words: inspection.words, program });
    }
    if (cost > conditionLimits.cost) {
      places.push({
        path,
        message: "the conditions up to here would take too long: loop over shorter lists, or less often",
      });
      break;
    }
  }
  return { conditions, places, cost };
}

function syntaxMistake(text: string): Mistake | undefined {
  try {
    environment.parse(text);
    return undefined;
  } catch (error) {
    return mistakeOf(error);
  }
}

function typeMistakes(program: ParseResult): Mistake[] {
  const checked = program.check();
  if (!checked.valid) return [mistakeOf(checked.error)];
  if (checked.type === "bool") return [];
  return [
    {
      offset: program.ast.start,
      message: `a condition must be true or false, and this gives ${readable(checked.type ?? "nothing")}`,
    },
  ];
}

/** Anything that cel-js throws while it reads is about the text it was given. */
function mistakeOf(error: unknown): Mistake {
  if (error instanceof ParseError || error instanceof CelTypeError) {
    const offset = error.range?.start ?? 0;
    if (error.code === "limit_exceeded") return { offset, message: "the expression is too long or too deeply nested" };
    const typed = /^Unexpected character: ([=&|])$/.exec(error.summary)?.[1];
    return {
      offset,
      message: readable(error.summary),
      ...(typed === undefined ? {} : { suggestion: typed.repeat(2) }),
    };
  }
  return { offset: 0, message: readable(messageOf(error)) };
}

/** What cel-js's names of tokens and types look like in an expression. */
const writtenAs: Record<string, string> = {
  EOF: "the end",
  LPAREN: "(",
  RPAREN: ")",
  LBRACKET: "[",
  RBRACKET: "]",
  LBRACE: "{",
  RBRACE: "}",
  COLON: ":",
  COMMA: ",",
  DOT: ".",
  QUESTION: "?",
  IDENTIFIER: "a name",
  NUMBER: "a number",
  STRING: "a text",
  "google.protobuf.Timestamp": "timestamp",
  "google.protobuf.Duration": "duration",
};

function readable(text: string): string {
  const plain = text.replaceAll(/[A-Z]{3,}|google\.protobuf\.\w+/g, (name) => writtenAs[name] ?? name);
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

/** What came of one condition on one event. */
export interface Verdict {
  trace: ConditionTrace;
  outcome: "held" | "did not hold" | "failed";
}

/** cel-js's codes for a name or field without a value, and for a place past a list's end. */
const notKnownCodes: ReadonlySet<string> = new Set(["no_such_key", "unknown_variable", "index_out_of_bounds"]);

/**
 * Runs a program. Of what it throws nobody reads where in the engine it came from, and to note that down is most of what
 * it costs to throw: a name that is not known is no rare thing.
 */
function runQuietly(program: Condition["program"], context: Record<string, unknown>): unknown {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return program(context);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Evaluates one condition. What is not known decides nothing: `false && unknown` is false and `true || unknown` is
 * true, as CEL has it; where it would decide, the condition does not hold and the trace names it.
 */
export function evaluateCondition(
  condition: Condition,
  context: Record<string, unknown>,
  read: (word: Word) => Value,
): Verdict {
  const { text } = condition;
  const values: ConditionTrace["values"] = {};
  for (const word of condition.words) values[word.name] = read(word) ?? null;
  try {
    const result = runQuietly(condition.program, context);
    if (typeof result === "boolean") {
      return { trace: { text, result, values }, outcome: result ? "held" : "did not hold" };
    }
    return { trace: { text, values, error: "it gave neither true nor false" }, outcome: "failed" };
  } catch (error) {
    if (error instanceof EvaluationError && notKnownCodes.has(error.code)) {
      const missing = [...condition.words].filter((word) => read(word) === undefined).map((word) => word.name);
      const reason =
        missing.length === 0
          ? readable(error.summary)
          : `${listed(missing)} ${missing.length === 1 ? "is" : "are"} not known`;
      return { trace: { text, result: false, values, error: reason }, outcome: "did not hold" };
    }
    const reason = error instanceof EvaluationError ? error.summary : messageOf(error);
    return { trace: { text, values, error: readable(reason) }, outcome: "failed" };
  }
}
