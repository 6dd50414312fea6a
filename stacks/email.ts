import { readStage } from "./stage.ts";

const { sender } = readStage();

/** The address that the service's own mails come from. */
export const mailFrom = sender === undefined || sender.includes("@") ? sender : `showrunner@${sender}`;

/** The identity that e-mail is sent as, by SES; there is none where no sender is named. */
export const email = sender === undefined ? null : new sst.aws.Email("Mail", { sender });
