import { withSetting, zoneOf } from "@showrunner/services/timing/settings.ts";
import * as z from "zod";
import { chooseAccount, type Person } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface SettingsOptions extends GlobalOptions {
  account?: string;
}

export async function showSettings(options: SettingsOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const account = await chooseAccount(asking, options.account);
    const settings = await asking.client.call("settings.get", { path: { account: account.id } });
    show(asking.output, settings, settingsWords(account, settings));
  });
}

/** Changes one setting; what waits for its time moves with it. */
export async function changeSetting(key: string, value: string, options: SettingsOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const account = await chooseAccount(asking, options.account);
    const path = { account: account.id };
    const { reply: before, etag: ifMatch } = await asking.client.callWithEtag("settings.get", { path });
    const body = Changed.parse(withSetting(before, key, value));
    const settings = await asking.client.call("settings.save", { path, body, ifMatch });
    show(asking.output, settings, settingsWords(account, settings));
  });
}

const Changed = z.record(z.string(), z.unknown());
/** As much of them as is shown in words, whatever else a newer server has. */
const Shown = z.looseObject({
  time_zone: z.string().optional(),
  quiet_hours: z.unknown().optional(),
  digests: z.record(z.string(), z.string()),
  throttle: z.unknown().optional(),
  approvals_channel: z.string().optional(),
  channels: z.record(z.string(), z.record(z.string(), z.unknown())),
});

function settingsWords(account: Person, given: unknown): string {
  const settings = Shown.parse(given);
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
