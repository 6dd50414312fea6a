/** What to do about a cause: a page of the dashboard, or to connect Trakt again. */
export type Remedy = { kind: "page"; words: string; to: string } | { kind: "reconnect" };

const remedies: Readonly<Record<string, Remedy>> = {
  needs_reconnect: { kind: "reconnect" },
  disconnected: { kind: "reconnect" },
  no_rules: { kind: "page", words: "Find a first rule", to: "/rules/recipes" },
  rules_off: { kind: "page", words: "Switch one on", to: "/rules" },
  rule_off: { kind: "page", words: "Switch it on", to: "/rules" },
  not_read: { kind: "page", words: "Your rules", to: "/rules" },
  not_aired: { kind: "page", words: "See the calendar", to: "/calendar" },
};

/** The way on from a cause; undefined where there is none but to wait, or it lies at Trakt. */
export const remedyOf = (code: string): Remedy | undefined => remedies[code];
