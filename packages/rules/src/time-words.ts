import { isTimeZone } from "./time-zone.ts";
import type { EvaluateInput, Word, WordType } from "./word.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** The moment of evaluation as a clock on the person's wall shows it: `en-CA` writes dates as ISO 8601 does. */
function localParts({ now, timezone }: EvaluateInput): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  const zone = timezone !== undefined && isTimeZone(timezone) ? timezone : "UTC";
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      weekday: "long",
    });
    formats.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
}

function word(
  name: string,
  type: WordType,
  meaning: string,
  read: (parts: ReturnType<typeof localParts>) => unknown,
): Word {
  return { name: `local.${name}`, type, meaning, facts: [], needs: [], read: (input) => read(localParts(input)) };
}

/** The moment of evaluation in the person's own time zone, right through changes of the clock. */
export const timeWords: readonly Word[] = [
  word("date", "string", "Today in the person's time zone, such as `2026-11-20`.", ({ year, month, day }) =>
    [year, month, day].join("-"),
  ),
  word("weekday", "string", "The day of the week in the person's time zone: `monday` to `sunday`.", ({ weekday }) =>
    weekday?.toLowerCase(),
  ),
  word("hour", "int", "The hour in the person's time zone, 0 to 23.", ({ hour }) => Number(hour)),
  word("minute", "int", "The minute of the hour in the person's time zone, 0 to 59.", ({ minute }) => Number(minute)),
];
