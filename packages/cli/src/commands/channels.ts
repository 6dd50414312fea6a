import { readFileSync } from "node:fs";
import { Problem } from "@showrunner/core/errors.ts";
import type { ChannelRecord } from "@showrunner/core/records.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { enableChannel } from "@showrunner/services/act/channel-health.ts";
import { channelRows, type ChannelStanding, standingOf } from "@showrunner/services/act/channel-rows.ts";
import { findChannel, kindOf, removeChannel, saveChannel } from "@showrunner/services/act/channels.ts";
import { testChannel } from "@showrunner/services/act/test-channel.ts";
import { rotateSecret } from "@showrunner/services/act/webhook-secrets.ts";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface ChannelOptions extends GlobalOptions {
  account?: string;
}

export interface AddOptions extends ChannelOptions {
  /** `key=value`, as often as there are settings. */
  set?: string[];
  /** A file with the secrets as JSON, or - for standard input: secrets have no place in a command line. */
  secrets?: string;
}

export async function listAllChannels(options: ChannelOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const people = await chooseAccounts(ctx, options.account);
    const found = await Promise.all(
      people.map(async ({ id, username }) =>
        (await channelRows(ctx, id)).map((row) => ({
          account: username,
          ...viewOf(row.channel.value),
          health: standingOf(row),
        })),
      ),
    );
    const all = found.flat();
    const rows = all.map((one) => [
      one.account,
      one.name,
      one.kind,
      standingWords(one.health),
      settingsWords(one.config),
      one.id,
    ]);
    const heads = ["account", "channel", "kind", "state", "settings", "id"];
    const words = all.length === 0 ? "There are no channels yet." : table(heads, rows);
    show(output, all, words);
  });
}

export async function addChannel(kind: string, name: string, options: AddOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const made = options.secrets === undefined ? kindOf(kind).newSecrets?.() : undefined;
    const secrets = options.secrets === undefined ? (made ?? {}) : readSecrets(options.secrets);
    const channel = await saveChannel(ctx, account.id, { kind, name, config: settingsOf(options.set ?? []), secrets });
    const words = [`Added the channel "${name}" for ${account.username}. Try it: showrunner channels test '${name}'`];
    if (made !== undefined) words.push(`Its secrets, shown this once: ${JSON.stringify(made)}`);
    show(output, made === undefined ? viewOf(channel) : { ...viewOf(channel), secrets: made }, words.join("\n"));
  });
}

export async function tryChannel(wanted: string, options: ChannelOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const channel = await findChannel(ctx, account.id, wanted);
    const { detail } = await testChannel(ctx, account, channel);
    show(output, { channel: channel.name, detail }, `A test message was taken: ${detail}.`);
  });
}

export async function dropChannel(wanted: string, options: ChannelOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const channel = await findChannel(ctx, account.id, wanted);
    await removeChannel(ctx, channel);
    show(output, viewOf(channel), `Removed the channel "${channel.name}" of ${account.username}.`);
  });
}

export async function switchChannelOn(wanted: string, options: ChannelOptions & { recover?: boolean }): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const channel = await findChannel(ctx, account.id, wanted);
    const { recovered } = await enableChannel(ctx, channel, { recover: options.recover === true });
    const again = options.recover === true ? ` ${recovered} that failed are sent again.` : "";
    show(output, { ...viewOf(channel), recovered }, `The channel "${channel.name}" is on.${again}`);
  });
}

export async function rotateChannel(wanted: string, options: ChannelOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const channel = await findChannel(ctx, account.id, wanted);
    const { secrets: made, formerUntil } = await rotateSecret(ctx, channel);
    const secrets = made.reveal();
    const words = [
      `The new secrets of "${channel.name}", shown this once: ${JSON.stringify(secrets)}`,
      `The former signs beside it until ${localTime(formerUntil)}.`,
    ];
    show(output, { ...viewOf(channel), secrets, formerUntil }, words.join("\n"));
  });
}

function standingWords({ state, since }: ChannelStanding): string {
  return since === null ? state : `${state} since ${localTime(since)}`;
}

function viewOf({ id, name, kind, config, createdAt }: ChannelRecord) {
  return { id, name, kind, config, createdAt };
}

/** As `--set` takes them. */
function settingsWords(config: ChannelRecord["config"]): string {
  const pairs = Object.entries(config).map(([key, value]) => {
    return `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`;
  });
  return pairs.length === 0 ? "-" : pairs.join(" ");
}

/** `port=587` as a number, `secure=true` as what it says, all else as text. */
function settingsOf(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1)
        throw new Problem({
          code: "channel.invalid",
          message: `the setting "${pair}" is not of the form key=value`,
          hint: "Write, for example, --set topic=my-shows.",
        });
      const value = pair.slice(at + 1);
      return [pair.slice(0, at), /^(?:\d+|true|false)$/.test(value) ? JSON.parse(value) : value];
    }),
  );
}

function readSecrets(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8"));
  } catch {
    // No cause: what the parser says may quote the secret.
    throw new Problem({
      code: "channel.secrets_unreadable",
      message: `the secrets in ${file === "-" ? "standard input" : file} cannot be read`,
      hint: 'It must hold JSON, such as {"signing": ["whsec_…"]} for a webhook.',
    });
  }
}
