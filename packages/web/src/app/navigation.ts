import type { IconName } from "../ui/icon.tsx";

export interface Place {
  to: string;
  label: string;
  icon: IconName;
  /** Where a number may stand. */
  counts?: "waiting" | undefined;
}

export interface PlaceGroup {
  label: string;
  places: readonly Place[];
}

export const groups: readonly PlaceGroup[] = [
  {
    label: "Today",
    places: [
      { to: "/", label: "Home", icon: "home" },
      { to: "/waiting", label: "Waiting", icon: "waiting", counts: "waiting" },
      { to: "/inbox", label: "Inbox", icon: "inbox" },
    ],
  },
  {
    label: "Automate",
    places: [
      { to: "/rules", label: "Rules", icon: "rules" },
      { to: "/why", label: "Why not?", icon: "why" },
      { to: "/undo", label: "Undo", icon: "undo" },
    ],
  },
  {
    label: "Watch",
    places: [
      { to: "/calendar", label: "Calendar", icon: "calendar" },
      { to: "/progress", label: "Progress", icon: "progress" },
      { to: "/watched", label: "Watched", icon: "clock" },
      { to: "/friends", label: "Friends", icon: "friends" },
      { to: "/watchlist", label: "Watchlist", icon: "watchlist" },
    ],
  },
  {
    label: "Connect",
    places: [
      { to: "/channels", label: "Channels", icon: "channels" },
      { to: "/webhooks", label: "Webhooks", icon: "webhook" },
      { to: "/household", label: "Household", icon: "household" },
    ],
  },
];

export const settings: Place = { to: "/settings", label: "Settings", icon: "settings" };
export const operator: Place = { to: "/operator", label: "Operator", icon: "operator" };

/** What a thumb reaches on a phone; all else is in the sheet behind "More". */
export const onPhones: readonly string[] = ["/", "/rules", "/calendar", "/progress"];
