import type { ReplyOf } from "@showrunner/client/asked.ts";

type Concern = ReplyOf<"home.overview">["health"]["concerns"][number];

/** Where something is put right. What only waits leads nowhere, and a lost connection has a button of its own. */
const places: Partial<Record<Concern["kind"], string>> = {
  approvals: "/waiting",
  dead: "#dead",
  channels: "/channels",
  rules_failing: "/rules",
};

export const placeOf = (kind: Concern["kind"]): string | undefined => places[kind];

/** What waits for a yes is shown by itself. */
export const shownConcerns = (concerns: readonly Concern[]): Concern[] =>
  concerns.filter(({ kind }) => kind !== "approvals");
