import type { IconName } from "../../ui/icon.tsx";
import { valueAt } from "../../ui/schema-fields.ts";
import type { FieldWords } from "../../ui/schema-form.tsx";

/** What a person is told of a kind of channel beyond its own schema. */
export interface KindWords {
  icon: IconName;
  /** Under which heading it is offered. */
  group: "here" | "phone" | "chat" | "server";
  /** Where to get what is asked for, step by step. */
  steps: readonly string[];
  fields: Readonly<Record<string, FieldWords>>;
}

export const groupWords: Record<KindWords["group"], string> = {
  here: "Nothing to set up elsewhere",
  phone: "Push apps",
  chat: "Chats",
  server: "Mail and servers",
};

const words: Readonly<Record<string, KindWords>> = {
  inbox: { icon: "inbox", group: "here", steps: [], fields: {} },
  web_push: {
    icon: "bell",
    group: "here",
    steps: [],
    fields: {
      contact: {
        label: "Contact",
        hint: "Your e-mail address: whoever runs the browser's push service may write there when something is wrong.",
      },
      browser: { label: "What you call this browser" },
    },
  },
  email: {
    icon: "mail",
    group: "server",
    steps: [
      "Have the address of a mail server that sends for you (SMTP): your provider's help names it.",
      "Where your provider wants an app password, make one there and use it here.",
    ],
    fields: {
      to: { label: "To", hint: "Where the mail goes." },
      from: { label: "From" },
      host: {
        label: "Mail server",
        hint: "May stay empty where Showrunner sends mail itself.",
      },
      port: { label: "Port" },
      security: {
        label: "Encryption",
        isRare: true,
        options: { starttls: "STARTTLS (port 587)", tls: "TLS (port 465)", none: "None: only within your own network" },
      },
      user: { label: "User" },
      password: { label: "Password", hint: "The mailbox's, or an app password." },
    },
  },
  discord: {
    icon: "chat",
    group: "chat",
    steps: [
      "In Discord, open the settings of a text channel and choose Integrations.",
      "Make a new webhook, name it as you like, and copy its URL.",
    ],
    fields: {
      url: {
        label: "Webhook URL",
        hint: "Begins with https://discord.com/api/webhooks/. Whoever knows it can post there, so it is kept sealed.",
      },
    },
  },
  slack: {
    icon: "chat",
    group: "chat",
    steps: [
      "At api.slack.com/apps make an app for your workspace and switch on Incoming Webhooks.",
      "Add a webhook to a channel and copy its URL.",
    ],
    fields: {
      url: { label: "Webhook URL", hint: "Begins with https://hooks.slack.com/services/." },
    },
  },
  telegram: {
    icon: "send",
    group: "chat",
    steps: [
      "In Telegram, write /newbot to @BotFather; it gives you the bot's token.",
      "Write anything to your new bot: before that it may not write to you.",
      "Ask @userinfobot for your id. That is the chat.",
    ],
    fields: {
      chat: { label: "Chat", hint: "Your id, a group's (begins with -), or @channelname." },
      thread: { label: "Topic", hint: "The number of a topic in a group.", isRare: true },
      silent: { label: "Without a sound", isRare: true },
      token: { label: "The bot's token", hint: "As @BotFather gave it: numbers, a colon, letters." },
    },
  },
  ntfy: {
    icon: "phone",
    group: "phone",
    steps: [
      "Install the ntfy app on your phone.",
      "Subscribe there to a topic with a name that nobody guesses, and name it here.",
    ],
    fields: {
      topic: {
        label: "Topic",
        hint: "On ntfy.sh whoever knows the name can read it: take a long one.",
      },
      server: { label: "Server", hint: "Your own, if you run one.", isRare: true },
      priority: { label: "Priority", hint: "1 (least) to 5 (most urgent); 3 when left empty.", isRare: true },
      token: { label: "Access token", hint: "Only for topics that ask for one." },
    },
  },
  gotify: {
    icon: "phone",
    group: "phone",
    steps: ["In your Gotify server's web page, choose Apps and create an application.", "Copy its token."],
    fields: {
      server: { label: "Server" },
      priority: { label: "Priority", hint: "0 to 10.", isRare: true },
      token: { label: "The application's token" },
    },
  },
  pushover: {
    icon: "phone",
    group: "phone",
    steps: [
      "Your user key stands on the first page of pushover.net when you are signed in.",
      "Below it, create an application and copy its API token.",
    ],
    fields: {
      token: { label: "The application's API token", hint: "30 letters and digits." },
      user: { label: "Your user key", hint: "30 letters and digits." },
      device: { label: "Device", hint: "Only this one; all when left empty.", isRare: true },
      priority: { label: "Priority", hint: "-2 (silent) to 1 (high).", isRare: true },
      sound: { label: "Sound", hint: "Its name at Pushover, such as cosmic.", isRare: true },
    },
  },
  matrix: {
    icon: "chat",
    group: "chat",
    steps: [
      "Make an account for Showrunner at your homeserver and invite it to a room that is not encrypted.",
      "In Element, signed in as that account: Settings, Help and About, Access Token.",
      "The room's internal id is in its settings under Advanced.",
    ],
    fields: {
      homeserver: { label: "Homeserver" },
      room: { label: "Room id" },
      token: { label: "Access token" },
    },
  },
  webhook: {
    icon: "webhook",
    group: "server",
    steps: [
      "Have an address on your server that takes a POST with JSON and answers with 2xx.",
      "You get a signing secret, once, with which your server can tell that it was Showrunner.",
    ],
    fields: { url: { label: "Address" } },
  },
};

const unknownKind: KindWords = { icon: "channels", group: "server", steps: [], fields: {} };

/** A kind that is newer than this page is offered with its schema alone. */
export const wordsOf = (kind: string): KindWords =>
  (Object.hasOwn(words, kind) ? words[kind] : undefined) ?? unknownKind;

/** What one would call a channel of this kind, unless that name is taken: "discord", "discord-2". */
export function suggestedName(kind: string, taken: readonly string[]): string {
  const base = kind.replaceAll("_", "-");
  for (let count = 1; ; count++) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!taken.includes(name)) return name;
  }
}

/** What is wrong with each field, with what it is to look like where that is known. */
export function withExamples(troubles: Readonly<Record<string, string>>, example: unknown): Record<string, string> {
  const entries = Object.entries(troubles).map(([path, trouble]) => {
    const like = valueAt(example, path);
    return [path, typeof like === "string" ? `${trouble} It looks like ${like}` : trouble] as const;
  });
  return Object.fromEntries(entries);
}

/** A kind's schema with its fields as a person would go through them; what this page does not know comes last. */
export function orderedSchema(schema: Readonly<Record<string, unknown>>, kind: string): Record<string, unknown> {
  const { properties } = schema;
  if (typeof properties !== "object" || properties === null) return { ...schema };
  const order = Object.keys(wordsOf(kind).fields);
  const placeOf = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  const entries = Object.entries(properties).toSorted(([one], [other]) => placeOf(one) - placeOf(other));
  return { ...schema, properties: Object.fromEntries(entries) };
}
