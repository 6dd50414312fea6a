import { Problem } from "@showrunner/core/errors.ts";
import { spread } from "@showrunner/core/ids.ts";
import { index, settingsKey, sortableTime } from "@showrunner/core/keys.ts";
import type { Account } from "@showrunner/core/records.ts";
import { Throttle } from "@showrunner/rules/options.ts";
import { isTimeZone } from "@showrunner/rules/time-zone.ts";
import * as z from "zod";
import { findChannel } from "../act/channels.ts";
import type { Services } from "../context.ts";
import { load, parseItem, type Stored } from "../stored.ts";
import { QuietHours } from "./quiet-hours.ts";
import { TimeOfDay, Weekday } from "./clock-words.ts";

/** `3 per 1 hour`, or its parts; `none`. */
const ThrottleSetting = z.preprocess(
  (value) => {
    const words = typeof value === "string" ? /^\s*(\d{1,4})\s+per\s+(.+)$/.exec(value) : null;
    return words === null ? value : { at_most: Number(words[1]), per: words[2] };
  },
  z.union([z.literal("none"), Throttle.omit({ by: true })]),
);

const ChannelSettings = z.strictObject({
  /** Instead of the person's own. */
  quiet_hours: QuietHours.optional(),
  /** Of all that goes to this channel, besides what each rule has. */
  throttle: ThrottleSetting.optional(),
});

/** What a person wants of time; what they leave out is as it is by default. */
export const PersonSettings = z.strictObject({
  time_zone: z
    .string()
    .max(60)
    .refine((name) => isTimeZone(name), { message: "it is no time zone such as Europe/Berlin" })
    .optional()
    .describe("By default the one of the account at Trakt."),
  quiet_hours: QuietHours.optional().describe("When notifications wait, such as 22:00-07:00; also by weekday."),
  digests: z
    .strictObject({
      daily_at: TimeOfDay.default("08:00"),
      weekly_on: Weekday.default("sunday"),
      weekly_at: TimeOfDay.default("18:00"),
    })
    .prefault({})
    .describe("When digests go out."),
  throttle: ThrottleSetting.optional().describe("Of rules that have none of their own, each: `3 per 1 hour`."),
  approvals_channel: z
    .string()
    .min(1)
    .max(120)
    .optional()
    .describe("Where a yes is asked for; every channel by default."),
  channels: z.record(z.string().min(1).max(120), ChannelSettings).default({}).describe("By a channel's name or id."),
});
export type PersonSettings = z.infer<typeof PersonSettings>;

/** What a person's settings are while they have set none. */
export const defaultSettings: PersonSettings = PersonSettings.parse({});

/** A person's settings, by default where they have set none. */
export async function getSettings(ctx: Services, accountId: string): Promise<PersonSettings> {
  return (await loadSettings(ctx, accountId))?.value ?? defaultSettings;
}

function loadSettings(ctx: Services, accountId: string): Promise<Stored<PersonSettings> | undefined> {
  return load(ctx.store, PersonSettings, settingsKey(accountId));
}

/** The time zone that a person lives by. */
export function zoneOf(account: Pick<Account, "timezone">, settings: Pick<PersonSettings, "time_zone">): string {
  const zone = settings.time_zone ?? account.timezone;
  return isTimeZone(zone) ? zone : "UTC";
}

/**
 * Replaces a person's settings. Refused with `settings.invalid`, which names each place, or `channel.unknown`. What waits
 * for its time is moved to the new ones by the next sweep. `check` is called with what they replace, and throws where that
 * is not what was meant.
 */
export async function saveSettings(
  ctx: Services,
  accountId: string,
  wanted: unknown,
  check: (former: PersonSettings) => void = () => undefined,
): Promise<PersonSettings> {
  const parsed = PersonSettings.safeParse(wanted);
  if (!parsed.success)
    throw new Problem({
      code: "settings.invalid",
      message: `The settings have a mistake. ${parsed.error.issues.map(issueText).join("; ")}`,
      hint: `There are ${Object.keys(PersonSettings.shape).join(", ")}; \`showrunner settings\` shows them.`,
    });
  const settings = parsed.data;
  const before = channelsIn(await getSettings(ctx, accountId));
  // One that was removed since it was named keeps nobody from changing the rest.
  for (const name of channelsIn(settings)) if (!before.has(name)) await findChannel(ctx, accountId, name);
  for (;;) {
    const former = await ctx.store.get(settingsKey(accountId));
    check(former === undefined ? defaultSettings : parseItem(PersonSettings, former).value);
    // In the due index until what waits has been moved, so that a crash leaves nothing where it was.
    const due = {
      gsi1pk: index.due(spread(accountId, ctx.settings.shards)),
      gsi1sk: `${sortableTime(ctx.clock.now())}#${accountId}`,
    };
    const item = { ...settingsKey(accountId), v: (former?.v ?? 0) + 1, data: settings, ...due };
    const condition =
      former === undefined ? ({ kind: "absent" } as const) : ({ kind: "version", v: former.v } as const);
    if (await ctx.store.put(item, condition)) return settings;
  }
}

function channelsIn({ approvals_channel: approvals, channels }: PersonSettings): Set<string> {
  return new Set([...Object.keys(channels), ...(approvals === undefined ? [] : [approvals])]);
}

function issueText(issue: z.core.$ZodIssue): string {
  // Of several shapes: what is wrong with the one that the value could be.
  const { path, message } = innermost(issue).find(({ isOurs }) => isOurs) ?? issue;
  return path.length === 0 ? message : `${path.join(".")}: ${message}`;
}

interface Inner {
  path: PropertyKey[];
  message: string;
  /** Said by a check of ours, not by the shape. */
  isOurs: boolean;
}

function innermost(issue: z.core.$ZodIssue): Inner[] {
  const { path, message, code } = issue;
  if (issue.code !== "invalid_union")
    return [{ path, message, isOurs: code === "custom" || code === "invalid_format" }];
  return issue.errors
    .flat()
    .flatMap((one) => innermost(one).map((inner) => ({ ...inner, path: [...path, ...inner.path] })));
}

/**
 * Settings with one of them changed, to be saved and so checked: by its dotted key (`quiet_hours`, `digests.daily_at`,
 * `channels.phone.throttle`); `default` takes it back.
 */
export function withSetting(settings: object, key: string, value: string): unknown {
  return changedAt(settings, pathOf(key), value === "default" ? undefined : value) ?? {};
}

/** A channel's name may have dots of its own. */
function pathOf(key: string): string[] {
  const channel = /^channels\.(.+)\.(quiet_hours|throttle)((?:\.\w+)?)$/.exec(key);
  if (channel === null) return key.split(".");
  const [, name = "", setting = "", rest = ""] = channel;
  return ["channels", name, setting, ...(rest === "" ? [] : [rest.slice(1)])];
}

function changedAt(thing: unknown, path: readonly string[], value: string | undefined): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  // Quiet hours that were the same every day become those of the days that have none of their own.
  const isRange = typeof thing === "string" && rest.length === 0;
  const owner = isRange ? { default: thing } : typeof thing === "object" && thing !== null ? thing : {};
  const entries = Object.entries(owner).filter(([name]) => name !== key);
  const inner = changedAt(Object.hasOwn(owner, key) ? Reflect.get(owner, key) : undefined, rest, value);
  if (inner === undefined) return entries.length === 0 && !isRange ? undefined : Object.fromEntries(entries);
  return Object.fromEntries([...entries, [key, inner]]);
}
