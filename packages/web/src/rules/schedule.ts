/** A cron as a form shows it; one that is more than that is kept as it is written. */
export type Schedule =
  | { every: "day" | "weekday"; time: string }
  | { every: "week"; day: string; time: string }
  | { every: "month"; date: number; time: string }
  | { every: "cron"; cron: string };

export const weekdays = [
  { value: "MON", label: "Monday" },
  { value: "TUE", label: "Tuesday" },
  { value: "WED", label: "Wednesday" },
  { value: "THU", label: "Thursday" },
  { value: "FRI", label: "Friday" },
  { value: "SAT", label: "Saturday" },
  { value: "SUN", label: "Sunday" },
] as const;

export function readCron(cron: string): Schedule {
  const [minute = "", hour = "", date = "", month = "", day = "", ...more] = cron.trim().split(/\s+/);
  const isPlain = /^\d{1,2}$/.test(minute) && /^\d{1,2}$/.test(hour) && month === "*" && more.length === 0;
  if (!isPlain || Number(minute) > 59 || Number(hour) > 23) return { every: "cron", cron };
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  if (date === "*" && day === "*") return { every: "day", time };
  if (date === "*" && (day === "1-5" || day.toUpperCase() === "MON-FRI")) return { every: "weekday", time };
  const named = dayNamed(day);
  if (date === "*" && named !== undefined) return { every: "week", day: named, time };
  if (/^([1-9]|[12]\d|3[01])$/.test(date) && day === "*") return { every: "month", date: Number(date), time };
  return { every: "cron", cron };
}

function dayNamed(day: string): string | undefined {
  const byNumber = /^[0-7]$/.test(day) ? weekdays[(Number(day) + 6) % 7]?.value : undefined;
  return byNumber ?? weekdays.find(({ value }) => value === day.toUpperCase())?.value;
}

export function writeCron(schedule: Schedule): string {
  if (schedule.every === "cron") return schedule.cron;
  const [hour = "0", minute = "0"] = schedule.time.split(":").map((part) => String(Number(part)));
  switch (schedule.every) {
    case "day":
      return `${minute} ${hour} * * *`;
    case "weekday":
      return `${minute} ${hour} * * MON-FRI`;
    case "week":
      return `${minute} ${hour} * * ${schedule.day}`;
    case "month":
      return `${minute} ${hour} ${schedule.date} * *`;
  }
}

/** "every Sunday at 20:00". */
export function cronWords(cron: string): string {
  const schedule = readCron(cron);
  switch (schedule.every) {
    case "day":
      return `every day at ${schedule.time}`;
    case "weekday":
      return `Monday to Friday at ${schedule.time}`;
    case "week":
      return `every ${weekdays.find(({ value }) => value === schedule.day)?.label ?? schedule.day} at ${schedule.time}`;
    case "month":
      return `on day ${schedule.date} of each month at ${schedule.time}`;
    case "cron":
      return `by the cron ${schedule.cron}`;
  }
}

export type Unit = "minutes" | "hours" | "days" | "weeks";

/** A duration of one unit; a longer text than that is kept as it is written. */
export interface Span {
  amount: number;
  unit: Unit;
}

const units: readonly (readonly [RegExp, Unit])[] = [
  [/^(m|mins?|minutes?)$/i, "minutes"],
  [/^(h|hrs?|hours?)$/i, "hours"],
  [/^(d|days?)$/i, "days"],
  [/^(w|weeks?)$/i, "weeks"],
];

/** `-30m` is 30 minutes, before; undefined for what is more than a number and a unit. */
export function readSpan(text: string): (Span & { isBefore: boolean }) | undefined {
  const [, sign = "", digits = "", name = ""] = /^([-+]?)\s*(\d{1,5})\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const unit = units.find(([pattern]) => pattern.test(name))?.[1];
  return unit === undefined ? undefined : { amount: Number(digits), unit, isBefore: sign === "-" };
}

export function writeSpan({ amount, unit }: Span, isBefore = false): string {
  const name = unit === "minutes" ? "m" : unit === "hours" ? "h" : ` ${amount === 1 ? unit.slice(0, -1) : unit}`;
  return `${isBefore && amount !== 0 ? "-" : ""}${amount}${name}`;
}

/** "30 minutes"; as it is written where it is more than a number and a unit. */
export function spanWords(text: string): string {
  const span = readSpan(text);
  if (span === undefined) return text;
  return `${span.amount} ${span.amount === 1 ? span.unit.slice(0, -1) : span.unit}`;
}
