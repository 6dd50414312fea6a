import { SendEmailCommand, SESv2Client, type SESv2ClientConfig } from "@aws-sdk/client-sesv2";
import { ChannelProblem } from "@showrunner/channels/problem.ts";
import type { MailSender } from "@showrunner/core/ports/mail-sender.ts";
import { failureOf, type AwsFailure } from "@showrunner/storage/aws-failure.ts";

/**
 * Mail by Amazon SES, from one address. SES knows no mail again: it is asked once, and an answer that did not come leaves
 * open whether the mail was taken. Throws ChannelProblem.
 */
export function sesMailSender(from: string, config: SESv2ClientConfig = {}): MailSender {
  const client = new SESv2Client({ maxAttempts: 1, ...config });
  return {
    send: async ({ to, subject, text, html }, { deadlineMs, signal }) => {
      const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });
      const command = new SendEmailCommand({
        FromEmailAddress: `Showrunner <${from}>`,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: utf8(subject),
            Body: { Text: utf8(text), Html: utf8(html) },
            Headers: [{ Name: "Auto-Submitted", Value: "auto-generated" }],
          },
        },
      });
      try {
        const late = AbortSignal.timeout(deadlineMs);
        const abortSignal = signal === undefined ? late : AbortSignal.any([late, signal]);
        const { MessageId = "" } = await client.send(command, { abortSignal });
        return { id: MessageId };
      } catch (error) {
        // Neither SES' words nor the error itself: both may quote the mail.
        throw problemOf(failureOf(error));
      }
    },
  };
}

function problemOf({ name, status, mayPass, told }: AwsFailure): ChannelProblem {
  if (name === "MessageRejected") {
    return new ChannelProblem({
      code: "channel.refused",
      message: "The mail was refused.",
      hint: "Check that the address is right, and can get mail.",
      status,
      operatorDetail: `SES: ${told}`,
    });
  }
  if (!mayPass) {
    return new ChannelProblem({
      code: "channel.misconfigured",
      message: "Showrunner cannot send mail now.",
      hint: "Whoever runs it has to set SES right (the sender's identity, the sandbox, the role); mail is sent again then.",
      // The operator can mend it; the person cannot.
      retry: { kind: "default" },
      status,
      operatorDetail: `SES: ${told}`,
    });
  }
  return new ChannelProblem({
    code: status === 429 ? "channel.rate_limited" : "channel.unreachable",
    message: "The mail could not be sent now.",
    hint: "It is tried again.",
    retry: { kind: "default" },
    status,
    uncertain: status === undefined,
    operatorDetail: `SES: ${told}`,
  });
}
