/** What to do about a cause: a page of the dashboard, or an address that the server answers. */
export interface Remedy {
  words: string;
  to?: string;
  href?: string;
}

const remedies: Readonly<Record<string, Remedy>> = {
  needs_reconnect: { words: "Connect again", href: "/connect?to=%2Fwhy" },
  disconnected: { words: "Connect again", href: "/connect?to=%2Fwhy" },
  no_rules: { words: "Find a first rule", to: "/rules/recipes" },
  rules_off: { words: "Switch one on", to: "/rules" },
  rule_off: { words: "Switch it on", to: "/rules" },
  not_read: { words: "Your rules", to: "/rules" },
  not_aired: { words: "See the calendar", to: "/calendar" },
};

/** The way on from a cause; undefined where there is none but to wait, or it lies at Trakt. */
export const remedyOf = (code: string): Remedy | undefined => remedies[code];
