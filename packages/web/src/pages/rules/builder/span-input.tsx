import type { ReactElement } from "react";
import { Segments } from "../../../ui/choice.tsx";
import { Field } from "../../../ui/field.tsx";
import { Select, TextInput } from "../../../ui/text-input.tsx";
import { readSpan, type Unit, writeSpan } from "../../../rules/schedule.ts";
import styles from "./builder.module.css";
import { useMistake } from "./rule-text.ts";

interface SpanInputProps {
  label: string;
  value: string;
  onChange(value: string): void;
  units?: readonly Unit[] | undefined;
  mistake?: string | undefined;
}

const allUnits: readonly Unit[] = ["minutes", "hours", "days", "weeks"];

/** How long: a number and a unit, or the duration as it is written where it is more than that. */
export function SpanInput({ label, value, onChange, units = allUnits, mistake }: SpanInputProps): ReactElement {
  const span = value === "" ? { amount: 0, unit: units[0] ?? "days" } : readSpan(value);
  if (span === undefined)
    return (
      <Field label={label} error={mistake} hint="Such as 30m, 2h, 3 days or 1h 30m.">
        <TextInput value={value} onChange={onChange} isMono />
      </Field>
    );
  const offered = units.includes(span.unit) ? units : [...units, span.unit];
  return (
    <div className={styles.inline}>
      <Field label={label} error={mistake}>
        <TextInput
          type="number"
          min={0}
          step={1}
          value={span.amount === 0 ? "" : String(span.amount)}
          onChange={(amount) =>
            onChange(writeSpan({ amount: Math.abs(Math.trunc(Number(amount) || 0)), unit: span.unit }))
          }
        />
      </Field>
      <Field label={`${label}: unit`} isLabelHidden>
        <Select
          value={span.unit}
          onChange={(unit) => onChange(writeSpan({ amount: span.amount, unit }))}
          options={offered.map((unit) => ({ value: unit, label: unit }))}
        />
      </Field>
    </div>
  );
}

interface OffsetInputProps {
  value: string;
  onChange(value: string | undefined): void;
}

type Side = "before" | "at" | "after";

/** When something on the calendar is told: at its time, before or after it. */
export function OffsetInput({ value, onChange }: OffsetInputProps): ReactElement {
  const mistake = useMistake(["when", "offset"]);
  const span = readSpan(value);
  const isBefore = value.trim().startsWith("-");
  const side: Side = value === "" ? "at" : isBefore ? "before" : "after";
  const unsigned = value.trim().replace(/^[-+]\s*/, "");
  const turn = (next: Side): void => {
    if (next === "at") onChange(undefined);
    else if (value === "") onChange(next === "before" ? "-30m" : "2h");
    else onChange(next === "before" ? `-${unsigned}` : unsigned);
  };
  return (
    <div className={styles.part}>
      <Segments<Side>
        label="When it is told"
        value={side}
        onChange={turn}
        options={[
          { value: "before", label: "Before its time" },
          { value: "at", label: "At its time" },
          { value: "after", label: "After its time" },
        ]}
      />
      {side !== "at" && (
        <SpanInput
          label={side === "before" ? "How long before" : "How long after"}
          value={unsigned}
          units={["minutes", "hours", "days"]}
          mistake={mistake}
          onChange={(next) => onChange(isBefore && span?.amount !== 0 ? `-${next}` : next)}
        />
      )}
    </div>
  );
}
