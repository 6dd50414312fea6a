import type * as z from "zod";
import type { ChannelKind } from "./channel.ts";
import { discord } from "./discord/discord.ts";
import { email } from "./email/email.ts";
import { gotify } from "./gotify/gotify.ts";
import { inbox } from "./inbox/inbox.ts";
import { matrix } from "./matrix/matrix.ts";
import { ntfy } from "./ntfy/ntfy.ts";
import { ChannelProblem } from "./problem.ts";
import { pushover } from "./pushover/pushover.ts";
import { slack } from "./slack/slack.ts";
import { telegram } from "./telegram/telegram.ts";
import { webPushKind } from "./web-push/web-push.ts";
import { webhook } from "./webhook/webhook.ts";

/** Every kind of channel, in the order of forms and docs. `send` checks what was saved before it uses it. */
export const channelKinds: readonly ChannelKind[] = [
  checked(inbox),
  checked(email),
  checked(webPushKind),
  checked(discord),
  checked(slack),
  checked(telegram),
  checked(ntfy),
  checked(gotify),
  checked(pushover),
  checked(matrix),
  checked(webhook),
];

/** The kind of that name, or undefined. */
export function channelKindOf(kind: string): ChannelKind | undefined {
  return channelKinds.find((one) => one.kind === kind);
}

/** Forgets the types: what comes out of the store is parsed at the door instead. */
function checked<Config, Secrets>(kind: ChannelKind<Config, Secrets>): ChannelKind {
  return {
    ...kind,
    send: async (context, { config, secrets, former, notification }) =>
      kind.send(context, {
        config: parsed(kind, "settings", kind.config, config),
        secrets: parsed(kind, "secrets", kind.secrets, secrets),
        ...(former === undefined ? {} : { former: parsed(kind, "secrets", kind.secrets, former) }),
        notification,
      }),
  };
}

function parsed<T>(kind: { label: string }, what: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // Names only: a value may be secret.
  const fields = result.error.issues.map((issue) => issue.path.join(".") || "all of it").join(", ");
  throw new ChannelProblem({
    code: "channel.misconfigured",
    message: `The ${kind.label} channel's ${what} cannot be used: ${fields}.`,
    hint: "Save the channel again with the fields named here put right.",
  });
}
