import type { ReactElement } from "react";
import { ChipsInput } from "./chips-input.tsx";
import { Stack } from "./card.tsx";
import { Checkbox, Switch } from "./choice.tsx";
import choice from "./choice.module.css";
import { Field } from "./field.tsx";
import { fieldsOf, type FormValue, type SchemaField, valueAt, withValueAt } from "./schema-fields.ts";
import styles from "./schema-form.module.css";
import { type Option, Select, TextArea, TextInput } from "./text-input.tsx";

/** What a person is told of a field beyond its schema. */
export interface FieldWords {
  label?: string;
  hint?: string;
  placeholder?: string;
  /** Few need it: it is folded away with its like. */
  isRare?: boolean;
  /** What the choices are called, by their value. */
  options?: Readonly<Record<string, string>>;
}

interface SchemaFormProps {
  /** A JSON Schema of an object: texts, numbers, flags, choices, lists of texts, and objects of these. */
  schema: unknown;
  value: FormValue;
  onChange(value: FormValue): void;
  /** What is wrong, by path: from `problemsOf` or from the server. */
  problems?: Readonly<Record<string, string>> | undefined;
  /** All of it is secret: what is typed is not shown. */
  isSecret?: boolean | undefined;
  /** Values like those to fill in, shown where nothing is yet. */
  example?: unknown;
  /** For fields whose `input` is a kind of thing, such as `channel`: what there is of it. */
  things?: Readonly<Record<string, readonly Option[]>> | undefined;
  /** Better words than the schema's, by path. */
  words?: Readonly<Record<string, FieldWords>> | undefined;
  /** Paths that are not asked for. */
  without?: readonly string[] | undefined;
}

/** A form that a schema describes; it goes into a `<form>` or a dialog with its own button. */
export function SchemaForm(props: SchemaFormProps): ReactElement {
  const { schema, value, onChange, problems = {}, without = [], words = {} } = props;
  const inputs = fieldsOf(schema)
    .filter(({ path }) => !without.includes(path))
    .map((field) => ({
      isRare: words[field.path]?.isRare === true && problems[field.path] === undefined,
      input: (
        <SchemaInput
          key={field.path}
          field={field}
          words={words[field.path] ?? {}}
          value={valueAt(value, field.path)}
          onChange={(next) => onChange(withValueAt(value, field.path, next))}
          error={problems[field.path]}
          isSecret={props.isSecret === true}
          example={valueAt(props.example, field.path)}
          things={field.format === undefined ? undefined : props.things?.[field.format]}
        />
      ),
    }));
  const rare = inputs.filter(({ isRare }) => isRare);
  return (
    <Stack gap={4}>
      {inputs.filter(({ isRare }) => !isRare).map(({ input }) => input)}
      {rare.length > 0 && (
        <details>
          <summary className={styles.more}>More settings</summary>
          <Stack gap={4}>{rare.map(({ input }) => input)}</Stack>
        </details>
      )}
    </Stack>
  );
}

interface SchemaInputProps {
  field: SchemaField;
  words: FieldWords;
  value: unknown;
  onChange(value: unknown): void;
  error: string | undefined;
  isSecret: boolean;
  example: unknown;
  things: readonly Option[] | undefined;
}

const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];

function SchemaInput(props: SchemaInputProps): ReactElement {
  const { field, words, value, onChange, error } = props;
  const { kind, options } = field;
  const { label = field.label, hint = field.description } = words;
  if (kind === "flag") return <Switch label={label} hint={hint} isOn={value === true} onChange={onChange} />;
  if (kind === "choices") {
    const chosen = textsOf(value);
    return (
      <fieldset className={choice.group}>
        <legend className={choice.legend}>{label}</legend>
        {options.map((option) => (
          <Checkbox
            key={option}
            label={words.options?.[option] ?? option}
            isOn={chosen.includes(option)}
            onChange={(isOn) => onChange(options.filter((one) => (one === option ? isOn : chosen.includes(one))))}
          />
        ))}
        {error !== undefined && <p className={choice.error}>{error}</p>}
      </fieldset>
    );
  }
  return (
    <Field label={label} hint={hint} error={error} isRequired={field.isRequired}>
      <Control {...props} />
    </Field>
  );
}

/** What a browser helps with, by the schema's format. */
const typeOf: Readonly<Record<string, string>> = { uri: "url", email: "email", time: "time" };

function Control({ field, words, value, onChange, isSecret, example, things }: SchemaInputProps): ReactElement {
  const { kind, format, options, min, max, isWhole } = field;
  const placeholder = words.placeholder ?? (example === undefined || isSecret ? undefined : textOf(example));
  if (kind === "words") return <ChipsInput values={textsOf(value)} onChange={onChange} placeholder={placeholder} />;
  if (things !== undefined && things.length > 0)
    return <Select value={textOf(value)} onChange={onChange} options={things} prompt="Choose one" />;
  if (kind === "choice")
    return (
      <Select
        value={textOf(value)}
        onChange={onChange}
        options={options.map((option) => ({ value: option, label: words.options?.[option] ?? option }))}
        prompt="Choose one"
      />
    );
  if (kind === "number")
    return (
      <TextInput
        type="number"
        inputMode={isWhole ? "numeric" : "decimal"}
        min={min}
        max={max}
        step={isWhole ? 1 : "any"}
        value={textOf(value)}
        placeholder={placeholder}
        onChange={(text) => onChange(text === "" ? undefined : Number(text))}
      />
    );
  if (kind === "long" && !isSecret)
    return <TextArea value={textOf(value)} onChange={onChange} placeholder={placeholder} />;
  return (
    <TextInput
      type={isSecret ? "password" : (typeOf[format ?? ""] ?? "text")}
      autoComplete={isSecret ? "new-password" : "off"}
      spellCheck={false}
      isMono={isSecret}
      value={textOf(value)}
      placeholder={placeholder}
      onChange={onChange}
    />
  );
}
