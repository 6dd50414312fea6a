import type { ReactElement } from "react";
import { Stack } from "../../ui/card.tsx";
import { Switch } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { Select, TextInput } from "../../ui/text-input.tsx";
import styles from "./timing.module.css";
import { periodsWith, type ThrottleForm } from "./timing-form.ts";

interface ThrottleFieldsProps {
  label: string;
  hint: string;
  form: ThrottleForm;
  onChange(form: ThrottleForm): void;
  trouble: string | undefined;
}

/** So many in so long, at most. */
export function ThrottleFields({ label, hint, form, onChange, trouble }: ThrottleFieldsProps): ReactElement {
  return (
    <Stack gap={3}>
      <Switch label={label} hint={hint} isOn={form.isOn} onChange={(isOn) => onChange({ ...form, isOn })} />
      {form.isOn && (
        <div className={styles.times}>
          <Field label="At most" error={trouble}>
            <TextInput
              type="number"
              inputMode="numeric"
              min={1}
              max={100}
              value={form.atMost}
              onChange={(atMost) => onChange({ ...form, atMost })}
            />
          </Field>
          <Field label="Messages">
            <Select value={form.per} onChange={(per) => onChange({ ...form, per })} options={periodsWith(form.per)} />
          </Field>
        </div>
      )}
    </Stack>
  );
}
