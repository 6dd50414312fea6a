import type { Draft } from "@showrunner/core/events/envelope.ts";
import { finalStatuses, type Show } from "@showrunner/core/media.ts";
import { instantOf } from "./instant.ts";

/** Whether a show is over. An unknown status is none of the final ones. */
export function isFinal(status: string | null): boolean {
  return status !== null && finalStatuses.includes(status);
}

/**
 * `show.renewed` when a show that was over goes on, `show.ended` and `show.canceled` when it comes to be so, also
 * from one to the other. `at` is the show's `updated_at` of the read that gave `after`: it is part of the
 * identity, since a show may be canceled and renewed more than once.
 */
export function diffStatus(change: { show: Show; before: string; after: string; at: string }): Draft[] {
  const { show, before, after } = change;
  if (before === after) return [];
  const type = changeType(before, after);
  if (type === undefined) return [];
  const time = instantOf(change.at);
  const subject = `show:${show.ids.trakt}`;
  return [
    {
      type,
      subject,
      time,
      identity: `${subject}:${before}>${after}@${time}`,
      data: { show, status: after, previous_status: before },
    },
  ];
}

/** `show.season_announced`, once for each season, whatever becomes of it later. */
export function announcedDraft(change: { show: Show; season: number; at: string }): Draft {
  const { show, season } = change;
  const subject = `show:${show.ids.trakt}`;
  return {
    type: "show.season_announced",
    subject,
    time: instantOf(change.at),
    identity: `${subject}:season:${season}`,
    data: { show, season: { number: season } },
  };
}

function changeType(before: string, after: string): "show.ended" | "show.canceled" | "show.renewed" | undefined {
  if (after === "ended") return "show.ended";
  if (after === "canceled") return "show.canceled";
  return isFinal(before) ? "show.renewed" : undefined;
}
