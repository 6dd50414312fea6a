/** A part of an expression's text and where it starts in it. */
export interface Conjunct {
  text: string;
  offset: number;
}

/**
 * The parts of a well-formed expression joined by `&&` at its top, so that each can be told apart in a trace; the whole
 * of it where something weaker (`||`, `? :`) joins them.
 */
export function splitConjuncts(expression: string): Conjunct[] {
  const cuts: number[] = [];
  let depth = 0;
  for (let at = 0; at < expression.length; at++) {
    const character = expression[at];
    if (expression.startsWith("//", at)) {
      const end = expression.indexOf("\n", at);
      at = end === -1 ? expression.length : end;
    } else if (character === '"' || character === "'") at = endOfText(expression, at);
    else if (character === "(" || character === "[" || character === "{") depth++;
    else if (character === ")" || character === "]" || character === "}") depth--;
    else if (depth === 0 && (character === "?" || expression.startsWith("||", at)))
      return [part(expression, 0, expression.length)];
    else if (depth === 0 && expression.startsWith("&&", at)) cuts.push(at++);
  }
  return [...cuts, expression.length].map((end, index) => {
    const cut = cuts[index - 1];
    return part(expression, cut === undefined ? 0 : cut + 2, end);
  });
}

/** Where the text that begins at this quote has its last quote; CEL has single and triple quotes. */
function endOfText(expression: string, start: number): number {
  const one = expression[start] ?? "";
  const quote = expression.startsWith(one.repeat(3), start) ? one.repeat(3) : one;
  for (let at = start + quote.length; at < expression.length; at++) {
    if (expression[at] === "\\") at++;
    else if (expression.startsWith(quote, at)) return at + quote.length - 1;
  }
  return expression.length;
}

function part(expression: string, start: number, end: number): Conjunct {
  const text = expression.slice(start, end);
  const trimmed = text.trimStart();
  return { text: trimmed.trimEnd(), offset: start + text.length - trimmed.length };
}
