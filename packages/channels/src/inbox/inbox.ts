import * as z from "zod";
import type { ChannelKind } from "../channel.ts";
import { plainText, safeLink, singleLine, truncate } from "../render.ts";

const Config = z.object({});
const Secrets = z.object({});

const limits = { title: 200, body: 4000 };

/** Showrunner's own inbox: needs nothing set up, and leaves the machine never. */
export const inbox: ChannelKind<z.infer<typeof Config>, z.infer<typeof Secrets>> = {
  kind: "inbox",
  label: "Inbox",
  description: "A message in Showrunner's own inbox, read in the dashboard or on the command line.",
  config: Config,
  secrets: Secrets,
  example: { config: {}, secrets: {} },
  limits,
  repeat: "idempotent",
  async send(context, { notification }) {
    const url = safeLink(notification.url);
    await context.inbox({
      id: notification.id,
      title: truncate(singleLine(notification.title), limits.title) || "Showrunner",
      body: truncate(plainText(notification.body), limits.body),
      ...(url === undefined ? {} : { url }),
    });
    return { detail: "in the inbox" };
  },
};
