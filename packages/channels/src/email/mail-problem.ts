import { ChannelProblem } from "../problem.ts";
import { redactor } from "../redact.ts";
import { singleLine, truncate } from "../render.ts";
import { certificateProblem, errorCode, errorDetail } from "../guard/error-detail.ts";
import type { MailServer } from "./mailer.ts";

interface Circumstances {
  server: MailServer;
  deadlineMs: number;
  /** Our own deadline or the caller's signal ended it. */
  outOfTime: boolean;
}

/** What an error of nodemailer's means. Source: nodemailer, error codes; RFC 5321, 4.2.1 (4yz may pass, 5yz will not). */
export function problemOfMail(error: unknown, { server, deadlineMs, outOfTime }: Circumstances): ChannelProblem {
  const redact = redactor(secretsOf(server));
  const code = errorCode(error);
  const reply = replyOf(error);
  const operatorDetail = redact(errorDetail(error));
  if (reply !== null) {
    const said = truncate(redact(singleLine(redact(reply.text))), 200);
    const permanent = reply.code >= 500 && reply.code !== 503;
    return new ChannelProblem({
      code: code === "EAUTH" && permanent ? "channel.misconfigured" : "channel.refused",
      message: `${server.host} answered ${said}`,
      hint:
        code === "EAUTH"
          ? "Check the user name and the password; many providers want an app password here."
          : "Check the addresses of sender and receiver, and what the mail server says.",
      retry: permanent ? { kind: "never" } : { kind: "default" },
      status: reply.code,
      operatorDetail,
    });
  }
  const certificate = certificateProblem(originalCode(error));
  if (certificate !== null || code === "ETLS") {
    return new ChannelProblem({
      code: "channel.unreachable",
      message: `${server.host} ${certificate ?? "offers no TLS that is understood here"}.`,
      hint: "Check the port and its kind of security: 465 is tls, 587 is starttls. Nothing was sent.",
      retry: { kind: "default" },
      operatorDetail,
    });
  }
  return new ChannelProblem({
    code: "channel.unreachable",
    message: outOfTime
      ? `${server.host} did not take the mail within ${deadlineMs / 1000} s.`
      : `${server.host} closed the connection before it had taken the mail.`,
    hint: "Whether the mail arrived is not known.",
    retry: { kind: "default" },
    // nodemailer does not tell how far it had come: too often unsure is better than wrongly sure.
    uncertain: true,
    operatorDetail,
  });
}

function replyOf(error: unknown): { code: number; text: string } | null {
  if (!(error instanceof Error) || !("response" in error) || !("responseCode" in error)) return null;
  const { response, responseCode } = error;
  return typeof response === "string" && typeof responseCode === "number"
    ? { code: responseCode, text: response }
    : null;
}

/** nodemailer puts its own code over that of the network or of TLS, and keeps the latter here. */
function originalCode(error: unknown): string {
  return error instanceof Error && "originalCode" in error ? String(error.originalCode) : "";
}

/** The password, and what SASL makes of it on the wire (RFC 4616). */
function secretsOf(server: MailServer): string[] {
  if (server.credentials === undefined) return [];
  const { user, password } = server.credentials;
  return [password, `\u0000${user}\u0000${password}`];
}
