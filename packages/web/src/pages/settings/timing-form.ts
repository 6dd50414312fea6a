/** What a person wants of time, as a form has it: pure, both ways. */
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof weekdays)[number];

export interface QuietDay {
  isOn: boolean;
  /** Times of day: "22:00". */
  from: string;
  to: string;
}

export interface QuietForm extends QuietDay {
  /** Weekdays that are otherwise. A stretch belongs to the day on which it begins. */
  days: Readonly<Partial<Record<Weekday, QuietDay>>>;
}

const usualNight = { from: "22:00", to: "07:00" };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function dayOf(range: unknown): QuietDay {
  const [from, to] = typeof range === "string" ? range.split("-") : [];
  return from === undefined || to === undefined ? { isOn: false, ...usualNight } : { isOn: true, from, to };
}

/** `22:00-07:00`, `none`, or the same by weekday. */
export function quietFormOf(setting: unknown): QuietForm {
  if (!isRecord(setting)) return { ...dayOf(setting), days: {} };
  const days: Partial<Record<Weekday, QuietDay>> = {};
  for (const day of weekdays) if (setting[day] !== undefined) days[day] = dayOf(setting[day]);
  return { ...dayOf(setting["default"]), days };
}

const rangeOf = ({ isOn, from, to }: QuietDay): string => (isOn ? `${from}-${to}` : "none");

/** The setting that the form means; undefined for no quiet hours at all. */
export function quietSettingOf(form: QuietForm): string | Record<string, string> | undefined {
  const days = weekdays.flatMap((day) => {
    const one = form.days[day];
    return one === undefined ? [] : [[day, rangeOf(one)] as const];
  });
  if (days.length === 0) return form.isOn ? rangeOf(form) : undefined;
  return { default: rangeOf(form), ...Object.fromEntries(days) };
}

/** What is wrong with quiet hours, by "default" or weekday. */
export function quietTroubles(form: QuietForm): Record<string, string> {
  const all: Readonly<Record<string, QuietDay>> = { default: form, ...form.days };
  const found: Record<string, string> = {};
  for (const [name, { isOn, from, to }] of Object.entries(all)) {
    if (!isOn) continue;
    if (from === "" || to === "") found[name] = "Both times are needed.";
    else if (from === to) found[name] = "It begins and ends at the same time.";
  }
  return found;
}

export interface ThrottleForm {
  isOn: boolean;
  atMost: string;
  /** A duration: "1 hour". */
  per: string;
}

export function throttleFormOf(setting: unknown): ThrottleForm {
  const usual = { isOn: false, atMost: "3", per: "1 hour" };
  if (!isRecord(setting)) return usual;
  const { at_most: atMost, per } = setting;
  return {
    isOn: true,
    atMost: typeof atMost === "number" ? String(atMost) : usual.atMost,
    per: typeof per === "string" ? per : usual.per,
  };
}

export const throttleSettingOf = ({ isOn, atMost, per }: ThrottleForm): { at_most: number; per: string } | undefined =>
  isOn ? { at_most: Number(atMost), per } : undefined;

export function throttleTrouble({ isOn, atMost }: ThrottleForm): string | undefined {
  if (!isOn) return undefined;
  const count = Number(atMost);
  return Number.isInteger(count) && count >= 1 && count <= 100 ? undefined : "It must be a whole number from 1 to 100.";
}

const periods: readonly { value: string; label: string }[] = [
  { value: "15m", label: "in 15 minutes" },
  { value: "1 hour", label: "in an hour" },
  { value: "6 hours", label: "in 6 hours" },
  { value: "1 day", label: "in a day" },
  { value: "7 days", label: "in a week" },
];

/** Periods to choose from; one that was set elsewhere is among them. */
export const periodsWith = (per: string): { value: string; label: string }[] =>
  periods.some(({ value }) => value === per) ? [...periods] : [...periods, { value: per, label: `in ${per}` }];

export interface DigestForm {
  dailyAt: string;
  weeklyOn: Weekday;
  weeklyAt: string;
}

export function digestFormOf(setting: unknown): DigestForm {
  const given = isRecord(setting) ? setting : {};
  const timeOf = (value: unknown, fallback: string): string => (typeof value === "string" ? value : fallback);
  return {
    dailyAt: timeOf(given["daily_at"], "08:00"),
    weeklyOn: weekdays.find((day) => day === given["weekly_on"]) ?? "sunday",
    weeklyAt: timeOf(given["weekly_at"], "18:00"),
  };
}

export const digestSettingOf = ({ dailyAt, weeklyOn, weeklyAt }: DigestForm): Record<string, string> => ({
  daily_at: dailyAt,
  weekly_on: weeklyOn,
  weekly_at: weeklyAt,
});

/** The settings with some replaced; what becomes undefined is left out, and so as it is by default. */
export function settingsWith(
  settings: Readonly<Record<string, unknown>>,
  changed: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const entries = Object.entries({ ...settings, ...changed }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}
