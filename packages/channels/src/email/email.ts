import * as z from "zod";
import type { ChannelKind } from "../channel.ts";
import { ChannelProblem } from "../problem.ts";
import { mailLimits, renderMail } from "./template.ts";

const Config = z
  .object({
    /** Without a mail server the service sends the mail itself, where it can. */
    host: z.string().min(1).max(253).optional(),
    port: z.int().min(1).max(65_535).default(587),
    /** `tls` is port 465's way, `starttls` port 587's; `none` is for a mail server in one's own network. */
    security: z.enum(["tls", "starttls", "none"]).default("starttls"),
    user: z.string().min(1).max(320).optional(),
    from: z.email().optional(),
    to: z.email(),
  })
  .refine(({ host, from }) => host === undefined || from !== undefined, {
    path: ["from"],
    message: "a mail server needs the address that its mails come from",
  })
  .refine(({ host, from }) => host !== undefined || from === undefined, {
    path: ["host"],
    message: "mails from an address of your own need its mail server",
  });
type Config = z.infer<typeof Config>;

const Secrets = z.object({ password: z.string().min(1).max(1024).optional() });
type Secrets = z.infer<typeof Secrets>;

const deadlineMs = 30_000;

/** Mail through the person's own mail server, or as the service itself sends it. */
export const email: ChannelKind<Config, Secrets> = {
  kind: "email",
  label: "E-mail",
  description: "A mail, sent through a mail server (SMTP) of your own; without one where Showrunner has its own.",
  config: Config,
  secrets: Secrets,
  example: {
    config: {
      host: "smtp.example.com",
      port: 587,
      security: "starttls",
      user: "showrunner@example.com",
      from: "showrunner@example.com",
      to: "you@example.com",
    },
    secrets: { password: "the password, or an app password" },
  },
  limits: mailLimits,
  page: (told) => renderMail(told, { repeated: false }).html,
  repeat: "may_show_twice",
  async send(context, { config, secrets, notification }) {
    const { host, from } = config;
    if (host === undefined || from === undefined) {
      if (context.serviceMail === undefined) throw noServiceMail();
      const mail = { to: config.to, ...renderMail(notification, context) };
      const { id } = await context.serviceMail.send(mail, { deadlineMs, signal: context.signal });
      return { detail: `taken as ${id}` };
    }
    const { code } = await context.mail.send(
      {
        host,
        port: config.port,
        security: config.security,
        credentials:
          config.user === undefined || secrets.password === undefined
            ? undefined
            : { user: config.user, password: secrets.password },
      },
      {
        // Mail programs that know a Message-ID already show the mail once.
        messageId: `${notification.id}@${from.slice(from.lastIndexOf("@") + 1)}`,
        from,
        to: config.to,
        ...renderMail(notification, context),
        date: new Date(context.clock.now()),
      },
      { deadlineMs, signal: context.signal },
    );
    return { detail: `${code} from ${host}`, status: code };
  },
};

function noServiceMail(): ChannelProblem {
  return new ChannelProblem({
    code: "channel.misconfigured",
    message: "This channel names no mail server, and this Showrunner sends no mail of its own.",
    hint: "Give the channel a mail server: host, port, security, user and password.",
  });
}
