import { createMailer } from "@showrunner/channels/email/mailer.ts";
import { createGuard } from "@showrunner/channels/guard/guard.ts";
import { createGuardedHttp } from "@showrunner/channels/guard/http.ts";
import { withCircuits } from "@showrunner/channels/with-circuits.ts";
import { systemClock } from "@showrunner/core/clock.ts";
import type { MailSender } from "@showrunner/core/ports/mail-sender.ts";
import type { Parts } from "../runtime.ts";

/** Few are told by the service's own mail: its library is loaded by those who are. */
function serviceMail(from: string): MailSender {
  let loading: Promise<MailSender> | undefined;
  const load = async (): Promise<MailSender> => (await import("./mail-sender.ts")).sesMailSender(from);
  return {
    send: async (mail, options) => await (await (loading ??= load())).send(mail, options),
  };
}

/** The ways out to places that people name: public ones only. */
export const outbound = ((environment) => {
  const guard = createGuard({ policy: "public" });
  const { MAIL_FROM: from } = environment;
  const ways = {
    http: createGuardedHttp(guard),
    mail: createMailer(guard),
    ...(from === undefined ? {} : { serviceMail: serviceMail(from) }),
  };
  return withCircuits(ways, systemClock);
}) satisfies Parts["outbound"];
