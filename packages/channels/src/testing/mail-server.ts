import { SMTPServer, type SMTPServerOptions } from "smtp-server";

export interface ReceivedMail {
  from: string;
  to: string[];
  user: string | undefined;
  /** Headers and body as they came, lines ending in \r\n. */
  raw: string;
  encrypted: boolean;
}

export interface MailServerDouble {
  port: number;
  mails: ReceivedMail[];
  /** Every user name and password that was tried. */
  logins: { user: string; password: string }[];
  readonly connections: number;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface MailServerBehaviour {
  account?: { user: string; password: string };
  /** Answers to the recipient and to the whole mail: an SMTP reply of the server's, or nothing to take it. */
  onRecipient?: (to: string) => Error | null;
  onMail?: () => Error | null;
  options?: SMTPServerOptions;
}

/** An SMTP reply that is no success. */
export function reply(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

/** A real mail server on this machine that keeps what it is sent. */
export async function mailServer(behaviour: MailServerBehaviour = {}): Promise<MailServerDouble> {
  const { account, onRecipient, onMail } = behaviour;
  const mails: ReceivedMail[] = [];
  const logins: { user: string; password: string }[] = [];
  let connections = 0;
  const server = new SMTPServer({
    authOptional: account === undefined,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onConnect: (_session, callback) => {
      connections++;
      callback();
    },
    onAuth: ({ username, password }, _session, callback) => {
      logins.push({ user: username ?? "", password: password ?? "" });
      const known = account !== undefined && username === account.user && password === account.password;
      callback(known ? null : reply(535, `5.7.8 no: ${password}`), known ? { user: username } : undefined);
    },
    onRcptTo: ({ address }, _session, callback) => callback(onRecipient?.(address) ?? null),
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        mails.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: session.user ?? undefined,
          raw: Buffer.concat(chunks).toString("utf8"),
          encrypted: session.secure,
        });
        callback(onMail?.() ?? null);
      });
    },
    ...behaviour.options,
  });
  server.on("error", () => {});
  const port = await new Promise<number>((resolve, reject) => {
    const listening = server.listen(0, "127.0.0.1", () => {
      const address = listening.address();
      if (address === null || typeof address === "string") reject(new Error("the server has no port"));
      else resolve(address.port);
    });
  });
  return {
    port,
    mails,
    logins,
    get connections() {
      return connections;
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
