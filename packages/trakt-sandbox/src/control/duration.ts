import * as z from "zod";

/** The last moment whose year has four digits: no time here is after it. */
export const latestMs = Date.parse("9999-12-31T23:59:59.999Z");

const unitsMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
type Unit = keyof typeof unitsMs;

const isUnit = (text: string): text is Unit => Object.hasOwn(unitsMs, text);

/** `90s`, `3h`, `1d12h` as milliseconds; undefined when it is none. */
export function durationMs(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h|d|w))+$/.test(text)) return undefined;
  let sum = 0;
  for (const [, number, unit = ""] of text.matchAll(/([\d.]+)([a-z]+)/g)) {
    if (isUnit(unit)) sum += Number(number) * unitsMs[unit];
  }
  return Math.round(sum);
}

/** A duration as text, or milliseconds as a number. */
export const Duration = z.union([z.string(), z.number()]).transform((told, context) => {
  const ms = typeof told === "number" ? told : durationMs(told);
  if (ms !== undefined && ms >= 0) return ms;
  context.addIssue({ code: "custom", message: "a duration is like 90s, 15m, 3h, 2d or 1d12h, or milliseconds" });
  return z.NEVER;
});
