const known = new Map<string, boolean>();
/** There are some 600 zones; what people make up is forgotten first. */
const mostKnown = 1000;

/** Whether `Intl` knows the name, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  const oldest = known.keys().next();
  if (known.size >= mostKnown && oldest.done !== true) known.delete(oldest.value);
  const isZone = isKnownToIntl(name);
  known.set(name, isZone);
  return isZone;
}

function isKnownToIntl(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
