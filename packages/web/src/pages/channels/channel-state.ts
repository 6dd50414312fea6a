import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { Tone } from "../../ui/badge.tsx";

export type ChannelRow = ReplyOf<"channels.list">["items"][number];
export type ChannelState = ChannelRow["health"]["state"];
export type DeliveryRow = ReplyOf<"deliveries.list">["items"][number];

/** How a channel is, in a word and a colour. */
export const stateWords: Record<ChannelState, { tone: Tone; words: string }> = {
  works: { tone: "good", words: "Works" },
  new: { tone: "info", words: "Not tried yet" },
  failing: { tone: "wait", words: "Failing" },
  off: { tone: "bad", words: "Switched off" },
};

/** How a delivery is, in a word and a colour. */
export const deliveryWords: Record<DeliveryRow["state"], { tone: Tone; words: string }> = {
  PENDING: { tone: "info", words: "On its way" },
  WAITING: { tone: "wait", words: "Waits for its time" },
  INFLIGHT: { tone: "info", words: "Being sent" },
  RETRY: { tone: "wait", words: "Tried again" },
  DONE: { tone: "good", words: "Delivered" },
  DEAD: { tone: "bad", words: "Failed for good" },
};

/** What was sent, in one line. */
export const sentWords = ({ request }: Pick<DeliveryRow, "request">): string =>
  request.do === "notify" ? request.title || "Message without a title" : "The event as JSON";

/** The names of the rules that tell this channel something, by its name or id. */
export function rulesThatUse(
  channel: { id: string; name: string },
  rules: readonly { id: string; name: string; source: Readonly<Record<string, unknown>> }[],
): { id: string; name: string }[] {
  return rules
    .filter(({ source }) => {
      const actions = Array.isArray(source["then"]) ? source["then"] : [];
      return actions.some((action: unknown) => {
        const named = typeof action === "object" && action !== null && "channel" in action ? action.channel : undefined;
        return named === channel.id || named === channel.name;
      });
    })
    .map(({ id, name }) => ({ id, name }));
}

/** What came of a test, in words. Where another process delivers, it is only known later. */
export const testWords = (detail: string): { title: string; words: string } =>
  detail === "on its way"
    ? { title: "It is on its way.", words: "What comes of it shows up below, in a moment." }
    : { title: "It was taken.", words: `What came back: ${detail}` };
