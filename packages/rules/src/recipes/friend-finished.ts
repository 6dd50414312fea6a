import * as z from "zod";
import { defineRecipe, input, showUrl } from "../recipe.ts";

export const friendFinished = defineRecipe({
  id: "friend-finished",
  title: "A friend finished what I am watching",
  description:
    "A message when a friend watches the last episode of a season of a show that you are in the middle of: somebody to talk to, or to hide from.",
  inputs: z.strictObject({
    friends: input.texts("Friends", "Their user names; any friend when the list is empty."),
    channel: input.channel,
  }),
  rules: ({ friends, channel }, name) => [
    {
      name,
      when: { event: "friend.watched" },
      if: [
        'item_type == "episode"',
        ...(friends.length === 0
          ? []
          : [`friend.username in [${friends.map((one) => JSON.stringify(one)).join(", ")}]`]),
        "episode.is_finale",
        "progress.started && !progress.completed",
      ],
      then: [
        {
          do: "notify",
          channel,
          title: "{{ friend.username }} finished season {{ episode.season }} of {{ show.title }}",
          body: "You have watched {{ progress.watched }} of {{ progress.aired }} episodes.",
          url: showUrl,
        },
      ],
    },
  ],
});
