/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[], word = "and"): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1)}`;
}

/** `a show`, `an episode or a movie`. */
export function oneOf(nouns: readonly string[]): string {
  const named = nouns.map((noun) => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`);
  return listed(named, "or");
}
