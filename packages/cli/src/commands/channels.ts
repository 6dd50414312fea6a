import { readFileSync } from "node:fs";
import { Problem } from "@showrunner/core/errors.ts";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import * as z from "zod";
import { chooseAccount, chooseAccounts } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";
import { allOf } from "../up-to.ts";

export interface ChannelOptions extends GlobalOptions {
  account?: string;
}

export interface AddOptions extends ChannelOptions {
  /** `key=value`, as often as there are settings. */
  set?: string[];
  /** A file with the secrets as JSON, or - for standard input: secrets have no place in a command line. */
  secrets?: string;
}

type Listed = ReplyOf<"channels.list">["items"][number];

export async function listAllChannels(options: ChannelOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const people = await chooseAccounts(asking, options.account);
    const found = await Promise.all(
      people.map(async ({ id, username }) => {
        const channels = allOf((query) => asking.client.call("channels.list", { path: { account: id }, query }));
        return (await channels).map((channel) => ({ account: username, ...channel }));
      }),
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
    show(asking.output, all, words);
  });
}

export async function addChannel(kind: string, name: string, options: AddOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id, username } = await chooseAccount(asking, options.account);
    const secrets = options.secrets === undefined ? {} : readSecrets(options.secrets);
    const body = { kind, name, config: settingsOf(options.set ?? []), secrets };
    const { made: told, ...channel } = await asking.client.call("channels.add", { path: { account: id }, body });
    const words = [`Added the channel "${name}" for ${username}. Try it: showrunner channels test '${name}'`];
    const secretsMade = madeOf(told);
    const isMade = Object.keys(secretsMade).length > 0;
    if (isMade) words.push(`Its secrets, shown this once: ${JSON.stringify(secretsMade)}`);
    show(asking.output, isMade ? { ...channel, secrets: secretsMade } : channel, words.join("\n"));
  });
}

export async function tryChannel(wanted: string, options: ChannelOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const { detail } = await asking.client.call("channels.test", { path: { account: id, channel: wanted } });
    show(asking.output, { channel: wanted, detail }, `A test message was taken: ${detail}.`);
  });
}

export async function dropChannel(wanted: string, options: ChannelOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id, username } = await chooseAccount(asking, options.account);
    const channel = await asking.client.call("channels.remove", { path: { account: id, channel: wanted } });
    show(asking.output, channel, `Removed the channel "${channel.name}" of ${username}.`);
  });
}

export async function switchChannelOn(wanted: string, options: ChannelOptions & { recover?: boolean }): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const asked = { path: { account: id, channel: wanted }, body: { recover: options.recover === true } };
    const channel = await asking.client.call("channels.enable", asked);
    const again = options.recover === true ? ` ${channel.recovered} that failed are sent again.` : "";
    show(asking.output, channel, `The channel "${channel.name}" is on.${again}`);
  });
}

export async function rotateChannel(wanted: string, options: ChannelOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id } = await chooseAccount(asking, options.account);
    const path = { account: id, channel: wanted };
    const { made, ...channel } = await asking.client.call("channels.rotate", { path });
    const secrets = madeOf(made);
    const words = [
      `The new secrets of "${channel.name}", shown this once: ${JSON.stringify(secrets)}`,
      `The former signs beside it until ${localTime(channel.formerUntil)}.`,
    ];
    show(asking.output, { ...channel, secrets }, words.join("\n"));
  });
}

/** Secrets that were made, as --secrets takes them. */
function madeOf(told: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, value.split(" ")]));
}

function standingWords({ state, since }: Listed["health"]): string {
  return since === null ? state : `${state} since ${localTime(since)}`;
}

/** As `--set` takes them. */
function settingsWords(config: Listed["config"]): string {
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

function readSecrets(file: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file === "-" ? 0 : file, "utf8")));
  } catch {
    // No cause: what the parser says may quote the secret.
    throw new Problem({
      code: "channel.secrets_unreadable",
      message: `the secrets in ${file === "-" ? "standard input" : file} cannot be read`,
      hint: 'It must hold JSON, such as {"signing": ["whsec_…"]} for a webhook.',
    });
  }
}
