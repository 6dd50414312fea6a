import type { ReactElement } from "react";
import { Field } from "../../../ui/field.tsx";
import { Select, TextInput } from "../../../ui/text-input.tsx";
import { readCron, type Schedule, weekdays, writeCron } from "../../../rules/schedule.ts";
import styles from "./builder.module.css";
import { useMistake } from "./rule-text.ts";

interface ScheduleInputProps {
  value: string;
  onChange(cron: string): void;
}

type Every = Schedule["every"];

const rhythms: readonly { value: Every; label: string }[] = [
  { value: "day", label: "Every day" },
  { value: "weekday", label: "Monday to Friday" },
  { value: "week", label: "Once a week" },
  { value: "month", label: "Once a month" },
  { value: "cron", label: "By a cron" },
];

/** When, by the person's own clocks. */
export function ScheduleInput({ value, onChange }: ScheduleInputProps): ReactElement {
  const mistake = useMistake(["when", "cron"]);
  const schedule = readCron(value);
  const time = schedule.every === "cron" ? "20:00" : schedule.time;
  const turn = (every: Every): void => onChange(writeCron(scheduleOf(every, time, value)));
  return (
    <div className={`${styles.pair} ${styles.top}`}>
      <Field label="How often" error={mistake}>
        <Select value={schedule.every} onChange={turn} options={rhythms} />
      </Field>
      {schedule.every === "week" && (
        <Field label="Day of the week">
          <Select
            value={schedule.day}
            onChange={(day) => onChange(writeCron({ ...schedule, day }))}
            options={weekdays}
          />
        </Field>
      )}
      {schedule.every === "month" && (
        <Field label="Day of the month">
          <TextInput
            type="number"
            min={1}
            max={31}
            value={String(schedule.date)}
            onChange={(date) =>
              onChange(writeCron({ ...schedule, date: Math.min(31, Math.max(1, Number(date) || 1)) }))
            }
          />
        </Field>
      )}
      {schedule.every === "cron" ? (
        <Field label="Cron" hint="Minute, hour, day, month, weekday.">
          <TextInput value={value} onChange={onChange} isMono />
        </Field>
      ) : (
        <Field label="At">
          <TextInput
            type="time"
            value={time}
            onChange={(next) =>
              next === "" ? undefined : onChange(writeCron({ ...schedule, time: next.slice(0, 5) }))
            }
          />
        </Field>
      )}
    </div>
  );
}

function scheduleOf(every: Every, time: string, cron: string): Schedule {
  switch (every) {
    case "day":
    case "weekday":
      return { every, time };
    case "week":
      return { every, day: "SUN", time };
    case "month":
      return { every, date: 1, time };
    case "cron":
      // One that says more than the menus do, so that it stays one.
      return { every, cron: readCron(cron).every === "cron" ? cron : cron.replace(/\*$/, "MON,THU") };
  }
}
