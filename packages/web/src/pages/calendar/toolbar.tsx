import type { ReactElement } from "react";
import type { Temporal } from "temporal-polyfill";
import { Button, IconButton } from "../../ui/button.tsx";
import { Segments } from "../../ui/choice.tsx";
import styles from "./calendar-page.module.css";
import { monthWords } from "./days.ts";
import type { CalendarViewName, Only, Place } from "./place.ts";

const viewWords = [
  { value: "agenda", label: "Agenda" },
  { value: "month", label: "Month" },
] as const satisfies readonly { value: CalendarViewName; label: string }[];

const onlyWords = [
  { value: "all", label: "All" },
  { value: "premieres", label: "Premieres" },
  { value: "finales", label: "Finales" },
  { value: "movies", label: "Movies" },
] as const satisfies readonly { value: Only; label: string }[];

interface ToolbarProps {
  place: Place;
  today: Temporal.PlainDate;
  onGo(to: Partial<Place>): void;
  /** Undefined at the ends of what can be asked. */
  onBack: (() => void) | undefined;
  onNext: (() => void) | undefined;
  /** Other days are on their way. */
  isRenewing: boolean;
}

/** Which days, how they are shown, and what of them. */
export function Toolbar({ place, today, onGo, onBack, onNext, isRenewing }: ToolbarProps): ReactElement {
  const page = place.view === "month" ? "month" : "two weeks";
  return (
    <div className={styles.toolbar}>
      <div className={styles.turn}>
        <IconButton icon="left" label={`Previous ${page}`} onClick={onBack} disabled={onBack === undefined} />
        <Button onClick={() => onGo({ day: today })}>Today</Button>
        <IconButton icon="right" label={`Next ${page}`} onClick={onNext} disabled={onNext === undefined} />
        <h2 className={styles.when} aria-live="polite" aria-busy={isRenewing}>
          {place.view === "month" ? monthWords(place.day) : rangeWords(place.day)}
        </h2>
      </div>
      <div className={styles.looks}>
        <Segments label="Show" value={place.only} onChange={(only) => onGo({ only })} options={onlyWords} />
        <Segments label="View" value={place.view} onChange={(view) => onGo({ view })} options={viewWords} />
      </div>
    </div>
  );
}

/** "21 Nov – 4 Dec 2026". */
function rangeWords(first: Temporal.PlainDate): string {
  const last = first.add({ days: 13 });
  const isOneYear = first.year === last.year;
  const short = { day: "numeric", month: "short" } as const;
  const from = first.toLocaleString(undefined, isOneYear ? short : { ...short, year: "numeric" });
  return `${from} – ${last.toLocaleString(undefined, { ...short, year: "numeric" })}`;
}
