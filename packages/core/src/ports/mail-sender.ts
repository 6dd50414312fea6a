/** A mail that the service sends as itself. */
export interface ServiceMail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Mail of the service's own, where its composition root has some to give. */
export interface MailSender {
  /** Resolves with the id under which the mail was taken; it may be taken, and told as failed, when no answer came. */
  send(mail: ServiceMail, options: { deadlineMs: number; signal?: AbortSignal | undefined }): Promise<{ id: string }>;
}
