import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { Tone } from "../../ui/badge.tsx";

type State = ReplyOf<"accounts.get">["connection"]["state"];

/** How the link to Trakt is, in a word, a sentence and a colour. */
export const connectionWords: Record<State, { tone: Tone; words: string; lead: string; isOn: boolean }> = {
  active: {
    tone: "good",
    words: "Connected",
    lead: "Showrunner sees what changes at Trakt and may do there what your rules ask for.",
    isOn: true,
  },
  connecting: { tone: "info", words: "Connecting", lead: "Trakt is being asked. This takes a moment.", isOn: true },
  needs_reconnect: {
    tone: "bad",
    words: "Must be connected again",
    lead: "Trakt no longer lets Showrunner in. Your rules, channels and history wait here; nothing is read or done meanwhile.",
    isOn: false,
  },
  disconnected: {
    tone: "plain",
    words: "Disconnected",
    lead: "Nothing is read from Trakt or done there. Your rules, channels and history wait here.",
    isOn: false,
  },
};
