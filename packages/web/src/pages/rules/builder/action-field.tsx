import type { ReactElement } from "react";
import { Field } from "../../../ui/field.tsx";
import { Select, TextInput } from "../../../ui/text-input.tsx";
import { type ActionField as Known, unsaid } from "../../../rules/actions.ts";
import { type Path, type RuleValue, textAt } from "../../../rules/rule-value.ts";
import { ChannelSelect } from "./channel-select.tsx";
import { type RuleText, useMistake } from "./rule-text.ts";
import { TemplateInput } from "./template-input.tsx";

interface ActionFieldProps {
  verb: string;
  field: Known;
  action: RuleValue;
  path: Path;
  types: readonly string[];
  setAt: RuleText["setAt"];
}

/** A field of an action, by its kind. */
export function ActionField({ verb, field, action, path, types, setAt }: ActionFieldProps): ReactElement {
  const mistake = useMistake([...path, field.key]);
  const value = textAt(action, [field.key]);
  const set = (next: string | number): void => {
    const isGone = next === "" && field.isRequired !== true;
    setAt([...path, field.key], isGone ? undefined : next);
  };
  const label = field.label;
  const given = { label, hint: field.hint, error: mistake, isRequired: field.isRequired };
  switch (field.kind) {
    case "choice": {
      const offered = field.choices ?? [];
      const isKnown = value === "" || offered.some((one) => one.value === value);
      const none = field.isRequired === true ? [] : [{ value: "-", label: unsaid(verb, field.key) }];
      const shown = value === "" && field.isRequired !== true ? "-" : value;
      return (
        <Field {...given}>
          <Select
            value={shown}
            onChange={(next) => set(next === "-" ? "" : next)}
            prompt={field.isRequired === true ? "Choose" : undefined}
            options={[...none, ...offered, ...(isKnown ? [] : [{ value, label: value }])]}
          />
        </Field>
      );
    }
    case "channel":
      return (
        <Field {...given}>
          <ChannelSelect value={value} onChange={set} kind={verb === "webhook" ? "webhook" : "message"} />
        </Field>
      );
    case "rating":
      return (
        <Field {...given}>
          <Select
            value={value}
            onChange={(rating) => set(Number(rating))}
            prompt="Choose"
            options={ratings.map((rating) => ({ value: String(rating), label: String(rating) }))}
          />
        </Field>
      );
    case "line":
    case "text":
    case "address":
      return <TemplateInput {...given} value={value} onChange={set} types={types} isLong={field.kind === "text"} />;
    case "list":
    case "person":
    case "duration":
      return (
        <Field {...given}>
          <TextInput value={value} onChange={set} maxLength={120} />
        </Field>
      );
  }
}

const ratings = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
