import { Temporal } from "temporal-polyfill";

interface Dated {
  /** ISO 8601. */
  watched_at: string;
}

interface DayOfPlays<Play> {
  day: Temporal.PlainDate;
  plays: Play[];
}

/** Plays by the day that it was in a zone when they ended; in the order in which they come. */
export function byDay<Play extends Dated>(plays: readonly Play[], zone: string): DayOfPlays<Play>[] {
  const days: DayOfPlays<Play>[] = [];
  for (const play of plays) {
    const day = Temporal.Instant.from(play.watched_at).toZonedDateTimeISO(zone).toPlainDate();
    const last = days.at(-1);
    if (last?.day.equals(day) === true) last.plays.push(play);
    else days.push({ day, plays: [play] });
  }
  return days;
}
