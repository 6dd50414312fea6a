import type { ReactElement } from "react";
import { IconButton } from "../../ui/button.tsx";
import { Stack } from "../../ui/card.tsx";
import { Checkbox, Switch } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { Select, TextInput } from "../../ui/text-input.tsx";
import styles from "./timing.module.css";
import { type QuietDay, type QuietForm, type Weekday, weekdays } from "./timing-form.ts";

interface QuietFieldsProps {
  form: QuietForm;
  onChange(form: QuietForm): void;
  /** By "default" or weekday. */
  troubles: Readonly<Record<string, string>>;
}

const dayName = (day: Weekday): string => day.charAt(0).toUpperCase() + day.slice(1);
export const weekdayOptions = weekdays.map((day) => ({ value: day, label: dayName(day) }));

/** When notifications wait: every day alike, or otherwise on some. */
export function QuietFields({ form, onChange, troubles }: QuietFieldsProps): ReactElement {
  const { days } = form;
  const others = weekdays.filter((day) => days[day] === undefined);
  const withDay = (day: Weekday, one: QuietDay | undefined): void => {
    const { [day]: _former, ...rest } = days;
    onChange({ ...form, days: one === undefined ? rest : { ...rest, [day]: one } });
  };
  return (
    <Stack gap={3}>
      <Switch
        label="Quiet hours"
        hint="Notifications wait until they end, and come in one message. Rules can say that theirs is too urgent for that."
        isOn={form.isOn}
        onChange={(isOn) => onChange({ ...form, isOn })}
      />
      {form.isOn && (
        <Times
          what="Quiet"
          day={form}
          onChange={(day) => onChange({ ...form, ...day })}
          trouble={troubles["default"]}
        />
      )}
      {weekdays.map((day) => {
        const one = days[day];
        if (one === undefined) return null;
        return (
          <fieldset key={day} className={styles.day}>
            <legend className={styles.legend}>{dayName(day)}</legend>
            <Checkbox label="Quiet" isOn={one.isOn} onChange={(isOn) => withDay(day, { ...one, isOn })} />
            {one.isOn && (
              <Times
                what={`${dayName(day)}, quiet`}
                day={one}
                onChange={(next) => withDay(day, { ...one, ...next })}
                trouble={troubles[day]}
              />
            )}
            <IconButton
              icon="remove"
              size="s"
              label={`${dayName(day)} as on other days`}
              onClick={() => withDay(day, undefined)}
            />
          </fieldset>
        );
      })}
      {others.length > 0 && (form.isOn || Object.keys(days).length > 0) && (
        <div className={styles.other}>
          <Field label="Otherwise on" isLabelHidden>
            <Select
              value=""
              prompt="Otherwise on one weekday …"
              onChange={(day) => withDay(day, { isOn: form.isOn, from: form.from, to: form.to })}
              options={weekdayOptions.filter(({ value }) => others.includes(value))}
            />
          </Field>
        </div>
      )}
    </Stack>
  );
}

interface TimesProps {
  what: string;
  day: QuietDay;
  onChange(times: { from: string; to: string }): void;
  trouble: string | undefined;
}

function Times({ what, day, onChange, trouble }: TimesProps): ReactElement {
  const { from, to } = day;
  return (
    <div className={styles.times}>
      <Field label={`${what} from`} error={trouble}>
        <TextInput type="time" value={from} onChange={(next) => onChange({ from: next, to })} />
      </Field>
      <Field label={`${what} until`}>
        <TextInput type="time" value={to} onChange={(next) => onChange({ from, to: next })} />
      </Field>
    </div>
  );
}
