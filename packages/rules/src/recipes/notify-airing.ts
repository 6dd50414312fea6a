import type { Recipe } from "../recipe.ts";

/**
 * "Caught up" at the instant an episode airs: Trakt may or may not count that episode as aired yet, so that
 * `progress.caught_up` would be true or false by chance. Either nothing is left to watch (not counted yet), or the
 * next episode to watch is this very one (counted). Both say that all before it has been watched. Of a season that
 * comes out at once, the second gives the first episode alone.
 */
const caughtUpBefore = `progress.behind == 0
  || progress.next_episode.season == episode.season && progress.next_episode.number == episode.number`;

export const notifyAiring: Recipe = {
  id: "notify-airing",
  title: "Tell me when it airs",
  description:
    "A message when an episode airs of a show with which you are caught up: everything before that episode has been watched. Shows that you are behind with stay quiet.",
  definition: {
    name: "Tell me when it airs",
    when: { event: "episode.airing" },
    if: caughtUpBefore,
    then: [
      {
        do: "notify",
        channel: "inbox",
        title: "{{ show.title }}: season {{ episode.season }}, episode {{ episode.number }}",
        body: '{% if episode.title %}"{{ episode.title }}"{% else %}The next episode{% endif %} airs now.',
        url: "https://trakt.tv/shows/{{ show.ids.slug | default: show.ids.trakt }}/seasons/{{ episode.season }}/episodes/{{ episode.number }}",
      },
    ],
  },
};
