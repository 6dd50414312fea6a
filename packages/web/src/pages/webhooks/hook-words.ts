import type { ReplyOf } from "@showrunner/client/asked.ts";

export type HookRow = ReplyOf<"hooks.list">["items"][number];

interface HookWords {
  label: string;
  /** Who it is, in a sentence. */
  hint: string;
  /** How the sender is set up, step by step. */
  steps: readonly string[];
  /** What it can set off. */
  tells: string;
  /** Text to copy into the sender's form. */
  template?: { label: string; text: string } | undefined;
}

/** Tautulli fills in the braces; each key is named as its parameter. */
const tautulliTemplate = `{${[
  "action",
  "media_type",
  "title",
  "show_name",
  "episode_name",
  "season_num",
  "episode_num",
  "year",
  "user",
  "player",
  "imdb_id",
  "themoviedb_id",
  "thetvdb_id",
]
  .map((name) => `"${name}": "{${name}}"`)
  .join(", ")}}`;

const words: Readonly<Record<string, HookWords>> = {
  plex: {
    label: "Plex",
    hint: "A Plex server with a Plex Pass.",
    steps: [
      "In Plex, open Settings, then Webhooks (under your account).",
      "Choose Add Webhook, paste the address, and save.",
    ],
    tells: "Something begins to play, is paused, or was watched.",
  },
  jellyfin: {
    label: "Jellyfin",
    hint: "A Jellyfin server with the Webhook plugin.",
    steps: [
      "In the Jellyfin dashboard, install the plugin Webhook and start Jellyfin anew.",
      "In the plugin's settings, add a Generic Destination and paste the address as its Webhook Url.",
      "Tick Playback Start, Playback Stop and User Data Saved, then movies and episodes.",
      "Tick Send All Properties, and save.",
    ],
    tells: "Something begins to play, was watched to its end, or was marked as played.",
  },
  emby: {
    label: "Emby",
    hint: "An Emby server with Emby Premiere.",
    steps: [
      "In Emby, open Settings, then Notifications, and add one of the kind Webhooks.",
      "Paste the address as its Url and choose application/json.",
      "Tick the playback events and Mark Played, and save.",
    ],
    tells: "Something begins to play, was watched to its end, or was marked as played.",
  },
  tautulli: {
    label: "Tautulli",
    hint: "Tautulli beside a Plex server: no Plex Pass is needed.",
    steps: [
      "In Tautulli, open Settings, then Notification Agents, and add a Webhook.",
      "Paste the address as the Webhook URL; the method is POST.",
      "Under Triggers, tick Playback Start and Watched.",
      "Under Data, paste the JSON below for each of them, and save.",
    ],
    tells: "Something begins to play, or was watched.",
    template: { label: "JSON data for Tautulli", text: tautulliTemplate },
  },
  generic: {
    label: "Anything else",
    hint: "A program, a home automation, a script: whatever can post JSON.",
    steps: [
      "Post JSON of at most 64 KiB to the address.",
      "What it calls event, title, user and device is understood; conditions can ask for its other values, too.",
    ],
    tells: "Whatever it says.",
  },
};

const unknownSender: HookWords = { label: "Another sender", hint: "", steps: [], tells: "Whatever it says." };

export const hookWordsOf = (kind: string): HookWords =>
  (Object.hasOwn(words, kind) ? words[kind] : undefined) ?? unknownSender;

export const senders = ["plex", "jellyfin", "emby", "tautulli", "generic"] as const;
export type Sender = (typeof senders)[number];

/** The rules that wait for a call. */
export function rulesThatWait(
  rules: readonly { id: string; name: string; enabled: boolean; source: Readonly<Record<string, unknown>> }[],
): { id: string; name: string; enabled: boolean }[] {
  return rules.filter(({ source }) => eventsOf(source["when"]).includes("hook.received"));
}

function eventsOf(when: unknown): unknown[] {
  if (Array.isArray(when)) return when.flatMap(eventsOf);
  if (typeof when !== "object" || when === null || !("event" in when)) return [];
  return [when.event].flat();
}

/** Whether an address means the machine itself, which nobody else can call. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host.replace(/:\d+$/, ""));

/** A call to try an address with. */
export const tryCommand = (address: string): string => `curl --json '{"event":"test","title":"Hello"}' '${address}'`;
