import type { RuleMatches } from "@showrunner/services/feeds/matches.ts";
import ical, { ICalCalendarMethod } from "ical-generator";

/** How long an entry lasts when nobody knows: long enough to be seen. */
const usualMinutes = 30;

/** A rule's matches as a calendar, each where it takes place. Source: RFC 5545. */
export function calendarOf({ rule, username, matches }: RuleMatches): string {
  const calendar = ical({
    name: `${rule.name} (${username})`,
    ...(rule.description === null ? {} : { description: rule.description }),
    prodId: { company: "Showrunner", product: "Showrunner" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3600,
  });
  for (const { id, title, url, at, takesPlaceAt, isWholeDay, minutes } of matches) {
    const start = new Date(takesPlaceAt);
    calendar.createEvent({
      id,
      summary: title,
      stamp: new Date(at),
      start,
      ...(isWholeDay ? { allDay: true } : { end: new Date(start.getTime() + (minutes ?? usualMinutes) * 60_000) }),
      ...(url === null ? {} : { url }),
    });
  }
  return calendar.toString();
}
