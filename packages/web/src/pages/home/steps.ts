import type { ReplyOf } from "@showrunner/client/asked.ts";

type Overview = ReplyOf<"home.overview">;

export interface Step {
  title: string;
  hint: string;
  isDone: boolean;
  to?: string;
  /** What the button says. */
  way?: string;
}

/** The inbox is there from the beginning. */
const channelsFromTheStart = 1;

/** What somebody new does, in this order. */
export function firstSteps({
  account,
  connection,
  counts,
}: Pick<Overview, "account" | "connection" | "counts">): Step[] {
  const { rules, channels } = counts;
  const isConnected = connection.state === "active" || connection.state === "connecting";
  return [
    {
      title: isConnected ? "Trakt is connected" : "Connect Trakt",
      hint: isConnected ? `As ${account.username}.` : "The button above does it.",
      isDone: isConnected,
    },
    {
      title: "Make a first rule",
      hint: "Choose a recipe below and switch it on, or write your own.",
      isDone: rules.on + rules.off > 0,
      to: "/rules/recipes",
      way: "See all recipes",
    },
    {
      title: "A place to be told",
      hint: "Your inbox is here already. A phone, a chat or an e-mail address comes to you.",
      isDone: channels.works + channels.new + channels.failing + channels.off > channelsFromTheStart,
      to: "/channels",
      way: "Add a channel",
    },
  ];
}

/** Whether somebody is at the beginning: without a rule, little of the page means anything. */
export const isNew = ({ counts: { rules } }: Pick<Overview, "counts">): boolean => rules.on + rules.off === 0;
