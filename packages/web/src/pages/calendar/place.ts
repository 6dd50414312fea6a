import { Temporal } from "temporal-polyfill";
import { monthGrid, startOfWeek, weeksShown } from "./days.ts";

export const calendarViews = ["agenda", "month"] as const;
export type CalendarViewName = (typeof calendarViews)[number];

export const onlys = ["all", "premieres", "finales", "movies"] as const;
export type Only = (typeof onlys)[number];

/** Where somebody is in the calendar, as the address tells it. */
export interface Place {
  view: CalendarViewName;
  /** The day that is looked at: an agenda begins with it, a month contains it. */
  day: Temporal.PlainDate;
  only: Only;
}

const agendaDays = 14;

/** The server tells of 400 days around today; a month's grid reaches up to five weeks further. */
const farthestDays = 360;

/** What of the address makes sense; the rest is as at the beginning. */
export function placeOf(params: URLSearchParams, today: Temporal.PlainDate, usual: CalendarViewName): Place {
  const view = calendarViews.find((one) => one === params.get("view")) ?? usual;
  const only = onlys.find((one) => one === params.get("only")) ?? "all";
  return { view, only, day: within(dayOf(params.get("day")) ?? today, today) };
}

function dayOf(text: string | null): Temporal.PlainDate | undefined {
  try {
    return text === null ? undefined : Temporal.PlainDate.from(text);
  } catch {
    return undefined;
  }
}

/** The nearest day that there is an answer for. */
export function within(day: Temporal.PlainDate, today: Temporal.PlainDate): Temporal.PlainDate {
  const first = today.subtract({ days: farthestDays });
  const last = today.add({ days: farthestDays });
  if (Temporal.PlainDate.compare(day, first) < 0) return first;
  return Temporal.PlainDate.compare(day, last) > 0 ? last : day;
}

/** A page further on, or back; undefined where there is none. */
export function turned(
  { view, day }: Pick<Place, "view" | "day">,
  by: 1 | -1,
  today: Temporal.PlainDate,
): Temporal.PlainDate | undefined {
  const next = within(day.add(view === "month" ? { months: by } : { days: by * agendaDays }), today);
  const isSame = view === "month" ? next.toPlainYearMonth().equals(day.toPlainYearMonth()) : next.equals(day);
  return isSame ? undefined : next;
}

/** What the server is asked for a place. */
export function askedFor(
  { view, day }: Pick<Place, "view" | "day">,
  firstWeekday: number,
): { from: string; days: number } {
  if (view === "agenda") return { from: day.toString(), days: agendaDays };
  const from = monthGrid(day.toPlainYearMonth(), firstWeekday)[0]?.[0] ?? day;
  return { from: from.toString(), days: weeksShown * 7 };
}

/** Where a key leads from a day of the month's grid; undefined for keys of other uses. */
export function dayAfterKey(
  key: string,
  day: Temporal.PlainDate,
  firstWeekday: number,
): Temporal.PlainDate | undefined {
  switch (key) {
    case "ArrowLeft":
      return day.subtract({ days: 1 });
    case "ArrowRight":
      return day.add({ days: 1 });
    case "ArrowUp":
      return day.subtract({ weeks: 1 });
    case "ArrowDown":
      return day.add({ weeks: 1 });
    case "Home":
      return startOfWeek(day, firstWeekday);
    case "End":
      return startOfWeek(day, firstWeekday).add({ days: 6 });
    case "PageUp":
      return day.subtract({ months: 1 });
    case "PageDown":
      return day.add({ months: 1 });
    default:
      return undefined;
  }
}
