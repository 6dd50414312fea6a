import { weekdays } from "./schedule.ts";

const titles: Readonly<Record<string, string>> = {
  nudge: "Remind me",
  list: "Put it on a list",
  both: "Both",
  tell: "Tell me",
  hide: "Hide it from my progress",
  drop: "Drop it",
  completed: "Completed: ended, and all watched",
  "caught up": "Caught up",
  started: "Started",
  never: "Never",
  history: "Into the history, when watched",
  "check in": "A check-in, when it begins",
  "show.renewed": "Renewed",
  "show.season_announced": "Another season announced",
  "show.canceled": "Canceled",
  "show.ended": "Ended",
  "movie.releasing": "In cinemas",
  "movie.streaming": "Streaming",
  "movie.on_disc": "On disc",
  "episode.watched": "Episodes that I watch",
  "movie.watched": "Movies that I watch",
  "show.started": "Shows that I begin",
  "season.completed": "Seasons that I finish",
  "show.completed": "Shows that I complete",
  "item.rated": "What I rate",
  "watchlist.item_added": "What goes onto my watchlist",
  "watchlist.item_removed": "What leaves my watchlist",
};

/** What an option of a recipe is called. */
export function optionLabel(option: string): string {
  const day = weekdays.find(({ value }) => value === option);
  return titles[option] ?? day?.label ?? option.charAt(0).toUpperCase() + option.slice(1).replaceAll("_", " ");
}
