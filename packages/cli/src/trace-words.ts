import { outcomeWords } from "@showrunner/api/page/words.ts";
import type { Outcome, Trace } from "@showrunner/core/trace.ts";
import { plain } from "@showrunner/local/plain.ts";

const marks = { true: "held", false: "did not hold" } as const;

/** A trace as lines: each condition with what the names in it stood for, then the outcome and its reason. */
export function traceWords(trace: Trace, outcomes: Readonly<Record<Outcome, string>> = outcomeWords): string[] {
  const lines = trace.conditions.map((condition) => {
    const result =
      condition.error !== undefined
        ? `could not be evaluated: ${condition.error}`
        : condition.result === undefined
          ? "was not reached"
          : marks[condition.result ? "true" : "false"];
    const values = Object.entries(condition.values).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
    return plain(
      `  if ${condition.text.replaceAll(/\s+/g, " ")}  ${result}${values.length === 0 ? "" : `  (${values.join(", ")})`}`,
    );
  });
  const timing = (trace.timing ?? []).map((sentence) => plain(`  ${sentence}`));
  return [...lines, plain(`  ${outcomes[trace.outcome]}: ${trace.reason}`), ...timing];
}
