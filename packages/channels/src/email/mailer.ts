import { systemClock, type Clock } from "@showrunner/core/clock.ts";
import { startDeadline } from "../guard/deadline.ts";
import { errorDetail } from "../guard/error-detail.ts";
import type { Guard } from "../guard/guard.ts";
import { ChannelProblem, unreachable } from "../problem.ts";
import { problemOfMail } from "./mail-problem.ts";

export interface MailServer {
  host: string;
  port: number;
  /** TLS from the first byte, TLS by STARTTLS or not at all, or none: none is for one's own network only. */
  security: "tls" | "starttls" | "none";
  credentials?: { user: string; password: string } | undefined;
}

export interface Mail {
  /** Without brackets; the same on every try. */
  messageId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  date: Date;
}

export interface MailOptions {
  /** Everything together, from the name's look-up to the server's last word. */
  deadlineMs: number;
  signal?: AbortSignal | undefined;
}

/** Mail to a server that people name. */
export interface Mailer {
  /** Resolves with the server's reply code when it took the mail; throws ChannelProblem otherwise. */
  send(server: MailServer, mail: Mail, options: MailOptions): Promise<{ code: number }>;
}

/** What a client says in EHLO that has no name of its own (RFC 5321, 4.1.4); our machine's name is nobody's business. */
const ehloName = "[127.0.0.1]";

export function createMailer(guard: Guard, { clock = systemClock }: { clock?: Clock } = {}): Mailer {
  return {
    send: async (server, mail, { deadlineMs, signal }) => {
      const place = `${server.host}:${server.port}`;
      const check = guard.checkMailServer(server.host, server.port);
      if (!check.ok && check.about === "place") throw unreachable(place, check.reason);
      if (!check.ok) throw blocked(check.reason);
      if (server.security === "none" && guard.policy === "public") throw blocked("mail is sent over TLS only");
      const hostname = check.url.hostname.replace(/^\[|\]$/g, "");

      const aborter = new AbortController();
      const onAbort = (): void => aborter.abort(new Error("cancelled"));
      const cancelDeadline = startDeadline(clock, deadlineMs, () => aborter.abort(new Error("out of time")));
      signal?.addEventListener("abort", onAbort, { once: true });
      if (signal?.aborted === true) onAbort();
      try {
        // Few send mail: its library is loaded by those who do.
        const { createTransport } = await import("nodemailer");
        const connection = await guard
          .connect({ hostname, port: server.port, signal: aborter.signal })
          .catch((error: unknown) => {
            throw unreachable(place, errorDetail(error));
          });
        const transport = createTransport({
          connection,
          host: hostname,
          port: server.port,
          name: ehloName,
          secure: server.security === "tls",
          requireTLS: server.security === "starttls",
          ignoreTLS: server.security === "none",
          maxResponseSize: 16 * 1024,
          disableFileAccess: true,
          disableUrlAccess: true,
          ...(server.credentials === undefined
            ? {}
            : { auth: { user: server.credentials.user, pass: server.credentials.password } }),
        });
        try {
          const sent = await transport.sendMail({
            signal: aborter.signal,
            messageId: `<${mail.messageId}>`,
            from: { name: "Showrunner", address: mail.from },
            to: { name: "", address: mail.to },
            subject: mail.subject,
            text: mail.text,
            html: mail.html,
            date: mail.date,
            // RFC 3834: keeps holiday replies from answering a machine.
            headers: { "Auto-Submitted": "auto-generated" },
          });
          return { code: Number.parseInt(sent.response, 10) };
        } catch (error) {
          throw problemOfMail(error, { server, deadlineMs, outOfTime: aborter.signal.aborted });
        } finally {
          connection.destroy();
        }
      } finally {
        cancelDeadline();
        signal?.removeEventListener("abort", onAbort);
      }
    },
  };
}

function blocked(reason: string): ChannelProblem {
  return new ChannelProblem({
    code: "channel.blocked",
    message: `The mail server is not allowed: ${reason}.`,
    hint: "Change the mail server in the channel's settings.",
  });
}
