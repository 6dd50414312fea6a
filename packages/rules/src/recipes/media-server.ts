import * as z from "zod";
import { celText, defineRecipe, input } from "../recipe.ts";
import type { RuleDefinition } from "../rule.ts";

export const mediaServer = defineRecipe({
  id: "media-server",
  title: "Plex, Jellyfin, Emby, Tautulli: check in and history",
  description:
    "What plays on your media server is checked in to at Trakt, and what was watched to its end comes into your history. Make an address first (showrunner hooks add), and give it to the server as its webhook.",
  inputs: z.strictObject({
    hook: z.string().trim().max(120).default("").meta({
      title: "Address",
      description: "The name of one of your webhook addresses; any when left out.",
      input: "hook",
    }),
    users: input.texts("Users", "Whose plays count, by their names on the server; everybody's when the list is empty."),
    check_in: input.toggle("Check in while it plays", false),
    history: input.toggle("Into the history when it was watched", true),
  }),
  rules: ({ hook, users, check_in, history }, name) => {
    const who = [
      ...(hook === "" ? [] : [`hook.name == ${celText(hook)}`]),
      ...(users.length === 0 ? [] : [`hook.user in [${users.map(celText).join(", ")}]`]),
    ];
    const watched: RuleDefinition = {
      name,
      when: { event: "hook.received" },
      if: [...who, "hook.watched"],
      then: [{ do: "history.add" }],
    };
    const playing: RuleDefinition = {
      name: `${name}: check in`,
      when: { event: "hook.received" },
      if: [...who, "hook.playing"],
      then: [{ do: "checkin" }],
    };
    return [...(history ? [watched] : []), ...(check_in ? [playing] : [])];
  },
});
