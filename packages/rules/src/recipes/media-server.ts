import * as z from "zod";
import { celText, defineRecipe, input } from "../recipe.ts";

export const mediaServer = defineRecipe({
  id: "media-server",
  title: "Plex, Jellyfin, Emby, Tautulli: check in and history",
  description:
    "What was watched to its end on your media server comes into your history; or what plays there is checked in to at Trakt, which makes a play of a check-in by itself once the movie or episode is over. Make an address first (showrunner hooks add), and give it to the server as its webhook.",
  inputs: z.strictObject({
    hook: z.string().trim().max(120).default("").meta({
      title: "Address",
      description: "The name of one of your webhook addresses; any when left out.",
      input: "hook",
    }),
    users: input.texts("Users", "Whose plays count, by their names on the server; everybody's when the list is empty."),
    how: z.enum(["history", "check in"]).default("history").meta({
      title: "How",
      description: "Into the history when it was watched, or a check-in when it begins: both would be two plays.",
    }),
  }),
  rules: ({ hook, users, how }, name) => {
    const who = [
      ...(hook === "" ? [] : [`hook.name == ${celText(hook)}`]),
      ...(users.length === 0 ? [] : [`hook.user in [${users.map(celText).join(", ")}]`]),
    ];
    const isIn = how === "check in";
    return [
      {
        name,
        when: { event: "hook.received" },
        if: [...who, isIn ? "hook.playing" : "hook.watched"],
        then: [{ do: isIn ? "checkin" : "history.add" }],
      },
    ];
  },
});
