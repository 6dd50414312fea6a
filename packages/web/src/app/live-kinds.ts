/** Beginnings of the endpoints whose answers may differ when something of a kind changed. */
const touched: Readonly<Record<string, readonly string[]>> = {
  events: ["home.", "events.", "views.", "why_not", "rules.", "status", "operator."],
  runs: ["home.", "runs.", "events.", "why_not", "rules."],
  actions: ["home.", "runs.", "events.", "undo.", "dead.", "deliveries.", "approvals.", "views.watchlist", "channels."],
  approvals: ["home.", "approvals.", "runs."],
  rules: ["home.", "rules.", "recipes.", "feeds.", "undo."],
  channels: ["home.", "channels.", "deliveries."],
  connection: ["home.", "accounts.", "status", "operator."],
  inbox: ["home.", "inbox."],
  settings: ["home.", "settings."],
};

/** What the server tells of a change, `{"kinds":["events"]}`; undefined when it cannot be read. */
export function kindsIn(data: unknown): string[] | undefined {
  try {
    const told: unknown = JSON.parse(String(data));
    if (typeof told !== "object" || told === null || !("kinds" in told) || !Array.isArray(told.kinds)) return undefined;
    return told.kinds.filter((kind): kind is string => typeof kind === "string");
  } catch {
    return undefined;
  }
}

/** Whether an endpoint's answer may differ now; a kind that is newer than this page may touch anything. */
export const isTouched = (id: unknown, kinds: Iterable<string>): boolean =>
  [...kinds].some((kind) => {
    const beginnings = Object.hasOwn(touched, kind) ? touched[kind] : undefined;
    return beginnings === undefined || beginnings.some((beginning) => String(id).startsWith(beginning));
  });
