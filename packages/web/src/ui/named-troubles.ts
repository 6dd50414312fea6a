/**
 * Which field each mistake is of, in a message such as "the settings are not right: to: Invalid email address; port: too big".
 * Empty when it names none of them.
 */
export function troublesNamed(message: string, names: readonly string[]): Record<string, string> {
  const found = names.flatMap((name) => {
    const place = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const said = new RegExp(String.raw`(?:^|[:;.]\s+)${place}(?:\.[\w.]+)?: ([^;]+)`).exec(message)?.[1];
    if (said === undefined) return [];
    const text = said.trim();
    return [[name, text.charAt(0).toUpperCase() + text.slice(1)] as const];
  });
  return Object.fromEntries(found);
}
