import * as z from "zod";
import { Duration, parseDuration } from "../duration.ts";
import { defineRecipe, episodeUrl, input } from "../recipe.ts";

/**
 * "Caught up" at the instant an episode airs: Trakt may or may not count that episode as aired yet, so that
 * `progress.caught_up` would be true or false by chance. Either nothing is left to watch (not counted yet), or the
 * next episode to watch is this very one (counted). Both say that all before it has been watched. Of a season that
 * comes out at once, the second gives the first episode alone.
 */
const caughtUpBefore = `progress.behind == 0
  || progress.next_episode.season == episode.season && progress.next_episode.number == episode.number`;

export const notifyAiring = defineRecipe({
  id: "notify-airing",
  title: "Tell me when it airs",
  description:
    "A message when an episode airs, some time before, or some hours after, of a show with which you are caught up: everything before that episode has been watched. Shows that you are behind with stay quiet. It says so when a season begins or ends.",
  inputs: z.strictObject({
    offset: Duration.default("0m").meta({
      title: "When",
      description: "0m at the time itself; -30m half an hour before; 2h two hours after.",
      input: "duration",
    }),
    caught_up: input.toggle("Only what I am caught up with", true),
    channel: input.channel,
  }),
  rules: ({ offset, caught_up, channel }, name) => [
    {
      name,
      when: { event: "episode.airing", ...(parseDuration(offset) === 0 ? {} : { offset }) },
      ...(caught_up ? { if: caughtUpBefore } : {}),
      then: [
        {
          do: "notify",
          channel,
          title: "{{ show.title }}: season {{ episode.season }}, episode {{ episode.number }}",
          body: `{% if episode.title %}"{{ episode.title }}"{% else %}The next episode{% endif %} ${airs(offset)}.${marks}`,
          url: episodeUrl,
        },
      ],
    },
  ],
});

const marks =
  "{% if episode.is_premiere %} The season begins.{% endif %}{% if episode.is_finale %} It is the season's last.{% endif %}";

function airs(offset: string): string {
  const ms = parseDuration(offset);
  return ms < 0 ? "airs soon" : ms === 0 ? "airs now" : "has aired";
}
