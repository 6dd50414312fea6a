import {
  type DigestForm,
  digestFormOf,
  digestSettingOf,
  type QuietForm,
  quietFormOf,
  quietSettingOf,
  quietTroubles,
  settingsWith,
  type ThrottleForm,
  throttleFormOf,
  throttleSettingOf,
  throttleTrouble,
} from "./timing-form.ts";

/** The settings of time as a form has them. */
export interface TimeForm {
  /** Undefined: as the account at Trakt has it. */
  zone: string | undefined;
  quiet: QuietForm;
  digests: DigestForm;
  throttle: ThrottleForm;
  /** Undefined: every channel. */
  approvals: string | undefined;
}

type Settings = Readonly<Record<string, unknown>>;

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

export const formOf = (settings: Settings): TimeForm => ({
  zone: textOf(settings["time_zone"]),
  quiet: quietFormOf(settings["quiet_hours"]),
  digests: digestFormOf(settings["digests"]),
  throttle: throttleFormOf(settings["throttle"]),
  approvals: textOf(settings["approvals_channel"]),
});

/** The settings with what the form says; what it does not know stays. */
export const settingsOf = (settings: Settings, form: TimeForm): Record<string, unknown> =>
  settingsWith(settings, {
    time_zone: form.zone,
    quiet_hours: quietSettingOf(form.quiet),
    digests: digestSettingOf(form.digests),
    throttle: throttleSettingOf(form.throttle),
    approvals_channel: form.approvals,
  });

/** Whether saving would make a difference. */
export const isSame = (one: TimeForm, other: TimeForm): boolean =>
  JSON.stringify(settingsOf({}, one)) === JSON.stringify(settingsOf({}, other));

/** What is wrong, by field. */
export function troublesOf({ quiet, digests, throttle }: TimeForm): Record<string, string> {
  const tooMany = throttleTrouble(throttle);
  return {
    ...quietTroubles(quiet),
    ...(digests.dailyAt === "" ? { daily_at: "A time is needed." } : {}),
    ...(digests.weeklyAt === "" ? { weekly_at: "A time is needed." } : {}),
    ...(tooMany === undefined ? {} : { throttle: tooMany }),
  };
}
