import type { ReactElement } from "react";
import { Segments } from "../../../ui/choice.tsx";
import { Field } from "../../../ui/field.tsx";
import { IconButton } from "../../../ui/button.tsx";
import { TextInput } from "../../../ui/text-input.tsx";
import { asFew, type RuleValue, textAt, textsAt } from "../../../rules/rule-value.ts";
import { hasOffset, hasScope, toYou } from "../../../rules/words.ts";
import styles from "./builder.module.css";
import { EventTypeSelect } from "./event-type-select.tsx";
import { useEventsNamed } from "./reference.ts";
import { type RuleText, useMistake } from "./rule-text.ts";
import { ScheduleInput } from "./schedule-input.tsx";
import { OffsetInput, SpanInput } from "./span-input.tsx";

interface TriggerFormProps {
  value: RuleValue;
  setAt: RuleText["setAt"];
}

/** What a rule waits for. */
export function TriggerForm({ value, setAt }: TriggerFormProps): ReactElement {
  const types = textsAt(value, ["when", "event"]);
  const events = useEventsNamed(types);
  const mistake = useMistake(["when", "event"]);
  const partMistake = useMistake(["when"]);
  const setTypes = (next: readonly string[]): void => {
    const few = asFew(next.filter((type) => type !== ""));
    const when = typeof value["when"] === "object" ? { ...value["when"] } : {};
    setAt(["when"], { event: few, ...kept(when, next) });
  };
  return (
    <div className={styles.part}>
      {(types.length === 0 ? [""] : types).map((type, at) => (
        <div key={`${type}${at}`} className={styles.typeLine}>
          <Field label={at === 0 ? "This happens" : "Or this"} error={at === 0 ? mistake : undefined}>
            <EventTypeSelect
              value={type}
              taken={types}
              onChange={(next) =>
                setTypes(types.length === 0 ? [next] : types.map((one, index) => (index === at ? next : one)))
              }
            />
          </Field>
          {types.length > 1 && (
            <IconButton
              icon="remove"
              label={`Remove ${type}`}
              onClick={() => setTypes(types.filter((one) => one !== type))}
            />
          )}
        </div>
      ))}
      {events.length === 1 && <p className={styles.soft}>{toYou(events[0]?.description ?? "")}</p>}
      {types.length > 0 && !types.includes("time.scheduled") && (
        <Field label="Another thing to wait for" isLabelHidden>
          <EventTypeSelect
            value=""
            taken={types}
            onChange={(next) => setTypes([...types, next])}
            prompt="Or when this happens…"
          />
        </Field>
      )}
      {types.includes("time.scheduled") && (
        <ScheduleInput value={textAt(value, ["when", "cron"])} onChange={(cron) => setAt(["when", "cron"], cron)} />
      )}
      {types.includes("show.stalled") && (
        <StalledInput value={textAt(value, ["when", "after"])} onChange={(after) => setAt(["when", "after"], after)} />
      )}
      {hasScope(events) && (
        <Segments
          label="Of which shows and movies"
          value={textAt(value, ["when", "scope"]) === "all" ? "all" : "mine"}
          onChange={(scope) => setAt(["when", "scope"], scope === "all" ? "all" : undefined)}
          options={[
            { value: "mine", label: "Of mine" },
            { value: "all", label: "Of everything on Trakt" },
          ]}
        />
      )}
      {hasOffset(events) && (
        <OffsetInput
          value={textAt(value, ["when", "offset"])}
          onChange={(offset) => setAt(["when", "offset"], offset)}
        />
      )}
      {partMistake !== undefined && <p className={styles.mistake}>{partMistake}</p>}
    </div>
  );
}

/** What else is said of the event goes when the event does. */
function kept(when: Record<string, unknown>, types: readonly string[]): Record<string, unknown> {
  const { event: _event, cron, after, ...rest } = when;
  return {
    ...rest,
    ...(types.includes("time.scheduled") ? { cron: cron ?? "0 20 * * SUN" } : {}),
    ...(types.includes("show.stalled") ? { after: after ?? "14 days" } : {}),
  };
}

function StalledInput({ value, onChange }: { value: string; onChange(value: string): void }): ReactElement {
  const mistake = useMistake(["when", "after"]);
  return (
    <SpanInput
      label="Not gone on with for"
      value={value}
      onChange={onChange}
      units={["days", "weeks"]}
      mistake={mistake}
    />
  );
}

export function NameFields({ value, setAt }: TriggerFormProps): ReactElement {
  const mistake = useMistake(["name"]);
  return (
    <div className={styles.part}>
      <Field label="Name" error={mistake} isRequired>
        <TextInput value={textAt(value, ["name"])} onChange={(name) => setAt(["name"], name)} maxLength={120} />
      </Field>
      <Field label="What it is for" hint="For yourself. May be left out.">
        <TextInput
          value={textAt(value, ["description"])}
          onChange={(words) => setAt(["description"], words === "" ? undefined : words)}
          maxLength={1000}
        />
      </Field>
    </div>
  );
}
