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

/** Formats are dear to make, and people live in few zones. */
const formats = new Map<string, Intl.DateTimeFormat>();
const mostFormats = 500;

/** A zone's offset at a time (epoch ms) in minutes, as `Date` counts them: above 0 in the west. The zone must be one. */
export function offsetMinutes(zone: string, atMs: number): number {
  if (zone === "UTC") return 0;
  const parts = Object.fromEntries(
    formatFor(zone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return (Math.floor(atMs / 1000) * 1000 - local) / 60_000;
}

function formatFor(zone: string): Intl.DateTimeFormat {
  const made = formats.get(zone);
  if (made !== undefined) return made;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  if (formats.size >= mostFormats) formats.clear();
  formats.set(zone, format);
  return format;
}
