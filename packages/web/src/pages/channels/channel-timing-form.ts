import {
  type QuietForm,
  quietFormOf,
  quietSettingOf,
  settingsWith,
  type ThrottleForm,
  throttleFormOf,
  throttleSettingOf,
} from "../settings/timing-form.ts";

/** What one channel has of its own, instead of what the person has for all. */
export interface ChannelTimingForm {
  hasOwnQuiet: boolean;
  quiet: QuietForm;
  throttle: ThrottleForm;
}

type Settings = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Settings name a channel by its name or its id. */
function keyIn(settings: Settings, channel: { id: string; name: string }): string {
  const channels = isRecord(settings["channels"]) ? settings["channels"] : {};
  return Object.hasOwn(channels, channel.id) ? channel.id : channel.name;
}

export function channelTimingOf(settings: Settings, channel: { id: string; name: string }): ChannelTimingForm {
  const channels = isRecord(settings["channels"]) ? settings["channels"] : {};
  const key = keyIn(settings, channel);
  const given = Object.hasOwn(channels, key) ? channels[key] : undefined;
  const own = isRecord(given) ? given : {};
  return {
    hasOwnQuiet: own["quiet_hours"] !== undefined,
    quiet: quietFormOf(own["quiet_hours"]),
    throttle: throttleFormOf(own["throttle"]),
  };
}

/** The settings with what this channel has of its own; where it has nothing, it is not named. */
export function settingsWithChannel(
  settings: Settings,
  channel: { id: string; name: string },
  { hasOwnQuiet, quiet, throttle }: ChannelTimingForm,
): Record<string, unknown> {
  const channels = isRecord(settings["channels"]) ? settings["channels"] : {};
  const key = keyIn(settings, channel);
  const own = settingsWith(
    {},
    { quiet_hours: hasOwnQuiet ? (quietSettingOf(quiet) ?? "none") : undefined, throttle: throttleSettingOf(throttle) },
  );
  const named = Object.keys(own).length === 0 ? undefined : own;
  return { ...settings, channels: settingsWith(channels, { [key]: named }) };
}
