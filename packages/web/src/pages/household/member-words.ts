import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { Tone } from "../../ui/badge.tsx";

type State = ReplyOf<"household.list">["items"][number]["state"];

/** How it stands with somebody, what ending it is called, and what that means. */
export const memberWords: Record<State, { tone: Tone; words: string; end: string; lead: string }> = {
  offered: {
    tone: "wait",
    words: "Has not answered yet",
    end: "Take it back",
    lead: "Your offer goes. Nothing was shared so far.",
  },
  asked: {
    tone: "info",
    words: "Offers you to be one household",
    end: "Turn it down",
    lead: "Nothing is shared. They may offer it again.",
  },
  agreed: {
    tone: "good",
    words: "One household",
    end: "End it",
    lead: "Nothing is shared from now on, in either direction. What was shared before stays in both histories.",
  },
};
