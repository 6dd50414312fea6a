import type { ReactElement } from "react";
import { Link } from "react-router";
import { me, useApi } from "../../app/api.ts";
import { Checkbox } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { Select, TextInput } from "../../ui/text-input.tsx";
import { optionLabel } from "../../rules/recipe-words.ts";
import type { RecipeInput, RecipeValues } from "../../rules/recipe-inputs.ts";
import { textAt, textsAt } from "../../rules/rule-value.ts";
import { ChannelSelect } from "./builder/channel-select.tsx";
import { ChipsInput } from "../../ui/chips-input.tsx";
import { OffsetInput, SpanInput } from "./builder/span-input.tsx";
import styles from "./rules.module.css";

interface RecipeFormProps {
  inputs: readonly RecipeInput[];
  values: RecipeValues;
  onChange(values: RecipeValues): void;
  wrong: Readonly<Record<string, string>>;
}

/** A recipe's inputs, each by its kind. */
export function RecipeForm({ inputs, values, onChange, wrong }: RecipeFormProps): ReactElement {
  return (
    <>
      {inputs.map((input) => (
        <Input
          key={input.name}
          input={input}
          values={values}
          error={wrong[input.name]}
          onChange={(value) => {
            const { [input.name]: _former, ...rest } = values;
            onChange(value === undefined ? rest : { ...values, [input.name]: value });
          }}
        />
      ))}
    </>
  );
}

interface InputProps {
  input: RecipeInput;
  values: RecipeValues;
  error: string | undefined;
  onChange(value: unknown): void;
}

function Input({ input, values, error, onChange }: InputProps): ReactElement {
  const { name, kind, title, hint, isRequired, options } = input;
  const text = textAt(values, [name]);
  const given = { label: title, hint, error, isRequired };
  const setText = (value: string): void => onChange(value === "" ? undefined : value);
  switch (kind) {
    case "switch":
      return <Checkbox label={title} hint={hint} isOn={values[name] === true} onChange={onChange} />;
    case "choices": {
      const chosen = textsAt(values, [name]);
      return (
        <fieldset className={styles.choices}>
          <legend>{title}</legend>
          {options.map((option) => (
            <Checkbox
              key={option}
              label={optionLabel(option)}
              isOn={chosen.includes(option)}
              onChange={(isOn) => onChange(options.filter((one) => (one === option ? isOn : chosen.includes(one))))}
            />
          ))}
          {error !== undefined && <p className={styles.error}>{error}</p>}
        </fieldset>
      );
    }
    case "duration":
      return name === "offset" ? (
        <OffsetInput value={text === "0m" ? "" : text} onChange={(value) => onChange(value ?? "0m")} />
      ) : (
        <SpanInput label={title} value={text} onChange={onChange} units={["hours", "days", "weeks"]} mistake={error} />
      );
    case "channel":
      return (
        <Field
          {...given}
          hint={
            isRequired ? (
              <>
                A webhook of yours: <Link to="/channels">add one</Link> first.
              </>
            ) : undefined
          }
        >
          <ChannelSelect value={text} onChange={onChange} kind={isRequired ? "webhook" : "message"} />
        </Field>
      );
    case "hook":
      return <HookSelect {...given} value={text} onChange={onChange} />;
    case "texts":
      return (
        <Field {...given}>
          <ChipsInput values={textsAt(values, [name])} onChange={onChange} />
        </Field>
      );
    case "choice":
      return (
        <Field {...given}>
          <Select
            value={text}
            onChange={onChange}
            prompt="Choose"
            options={options.map((value) => ({ value, label: optionLabel(value) }))}
          />
        </Field>
      );
    case "number":
      return (
        <Field {...given}>
          <TextInput
            type="number"
            step={input.isWhole ? 1 : "any"}
            min={input.minimum}
            max={input.maximum}
            value={text}
            onChange={(value) => onChange(value === "" ? undefined : Number(value))}
          />
        </Field>
      );
    case "time":
    case "list":
    case "text":
      return (
        <Field {...given} hint={name === "name" ? "What the rule is called. May be left out." : hint}>
          <TextInput type={kind === "time" ? "time" : "text"} value={text} onChange={setText} />
        </Field>
      );
  }
}

interface HookSelectProps {
  label: string;
  hint: string | undefined;
  error: string | undefined;
  isRequired: boolean;
  value: string;
  onChange(value: unknown): void;
}

/** One of the person's addresses that others call; any when none is chosen. */
function HookSelect({ value, onChange, ...given }: HookSelectProps): ReactElement {
  const hooks = useApi("hooks.list", { path: me }).data?.items ?? [];
  return (
    <Field
      {...given}
      hint={
        <>
          Of which address. <Link to="/webhooks">Make one</Link> for your media server first.
        </>
      }
    >
      <Select
        value={value === "" ? "-" : value}
        onChange={(name) => onChange(name === "-" ? "" : name)}
        options={[{ value: "-", label: "Any of them" }, ...hooks.map(({ name }) => ({ value: name, label: name }))]}
      />
    </Field>
  );
}
