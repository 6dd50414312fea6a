import type { IconName } from "../../ui/icon.tsx";

const icons: Readonly<Record<string, IconName>> = {
  "premieres-to-watchlist": "watchlist",
  "hide-finished-shows": "check",
  "notify-airing": "bell",
  "whole-season-out": "film",
  "renewed-canceled-ended": "info",
  "movies-on-my-watchlist": "screen",
  "my-week": "calendar",
  "stalled-shows": "pause",
  "friend-finished": "friends",
  "everything-to-my-server": "webhook",
  "rated-high": "star",
  "clean-a-list": "list",
  "media-server": "play",
  household: "household",
};

export const recipeIcon = (id: string): IconName => icons[id] ?? "spark";
