import * as z from "zod";
import { Duration } from "../duration.ts";
import { defineRecipe, input, showUrl } from "../recipe.ts";

export const stalledShows = defineRecipe({
  id: "stalled-shows",
  title: "Stalled shows",
  description:
    "A show that you began and have not watched for a while: you are reminded of it, or it moves to a list of yours. Once for each time that you stop. What has stalled before you switch it on is left alone.",
  inputs: z.strictObject({
    after: Duration.default("30 days").meta({ title: "After", description: "Such as 30 days.", input: "duration" }),
    what: z
      .enum(["nudge", "list", "both"])
      .default("nudge")
      .meta({ title: "Then", description: "Remind me, or put it on a list." }),
    list: input.list("Stalled"),
    channel: input.channel,
  }),
  rules: ({ after, what, list, channel }, name) => [
    {
      name,
      when: { event: "show.stalled", after },
      then: [
        ...(what === "list"
          ? []
          : [
              {
                do: "notify" as const,
                channel,
                title: "{{ show.title }} waits for you",
                body: "You have watched {{ progress.watched }} of {{ progress.aired }} episodes{% if progress.next_episode.season %}; next is season {{ progress.next_episode.season }}, episode {{ progress.next_episode.number }}{% endif %}.",
                url: showUrl,
              },
            ]),
        ...(what === "nudge" ? [] : [{ do: "list.add" as const, list }]),
      ],
    },
  ],
});
