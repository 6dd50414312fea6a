import type { Account } from "@showrunner/core/records.ts";
import { getSettings, type PersonSettings, setSetting, zoneOf } from "@showrunner/services/timing/settings.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface SettingsOptions extends GlobalOptions {
  account?: string;
}

export async function showSettings(options: SettingsOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const settings = await getSettings(ctx, account.id);
    show(output, settings, settingsWords(account, settings));
  });
}

/** Changes one setting; what waits for its time moves with it. */
export async function changeSetting(key: string, value: string, options: SettingsOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const settings = await setSetting(ctx, account.id, key, value);
    show(output, settings, settingsWords(account, settings));
  });
}

function settingsWords(account: Account, settings: PersonSettings): string {
  const { channels, digests, throttle, quiet_hours, approvals_channel } = settings;
  const rows = [
    ["time_zone", zoneOf(account, settings)],
    ["quiet_hours", valueWords(quiet_hours) ?? "none"],
    ...Object.entries(digests).map(([name, value]) => [`digests.${name}`, value]),
    ["throttle", valueWords(throttle) ?? "none"],
    ["approvals_channel", approvals_channel ?? "every channel"],
    ...Object.entries(channels).flatMap(([channel, own]) =>
      Object.entries(own).map(([name, value]) => [`channels.${channel}.${name}`, valueWords(value) ?? "none"]),
    ),
  ];
  return table(["setting", "value"], rows);
}

/** `22:00-07:00`, `default 22:00-07:00, saturday none`, `3 per 1 hour`. */
function valueWords(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return typeof value === "string" ? value : undefined;
  if ("at_most" in value && "per" in value) return `${String(value.at_most)} per ${String(value.per)}`;
  return Object.entries(value)
    .map(([name, one]) => `${name} ${String(one)}`)
    .join(", ");
}
