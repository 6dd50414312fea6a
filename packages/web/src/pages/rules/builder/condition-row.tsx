import type { ReactElement } from "react";
import { IconButton } from "../../../ui/button.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { Field } from "../../../ui/field.tsx";
import { Select, TextArea } from "../../../ui/text-input.tsx";
import { withOperator, withWord } from "../../../rules/new-row.ts";
import { operatorsOf } from "../../../rules/operators.ts";
import type { Compare, Written } from "../../../rules/row.ts";
import { meaningOf, type WordReference } from "../../../rules/words.ts";
import styles from "./conditions.module.css";
import { useWords } from "./reference.ts";
import { ValueInput } from "./value-input.tsx";
import { WordSelect } from "./word-select.tsx";

interface RowProps<Row> {
  row: Row;
  label: string;
  onChange(row: Row): void;
  onRemove(): void;
  /** What is wrong with it. */
  mistake?: string | undefined;
}

/** A comparison as three menus. */
export function CompareRow(props: RowProps<Compare> & { usable: readonly WordReference[] }): ReactElement {
  const { row, label, usable, onChange, onRemove, mistake } = props;
  const words = useWords();
  const word = words.get(row.word);
  const operators = word === undefined ? [] : operatorsOf(word);
  const operator = operators.find(({ id }) => id === row.operator);
  const isBare = operator?.takes === "nothing";
  return (
    <div role="group" aria-label={label} className={styles.row}>
      <Field label={`${label}: what`} isLabelHidden>
        <WordSelect value={row.word} words={usable} onChange={(next) => onChange(withWord(row, next))} />
      </Field>
      <div className={styles.operator}>
        <Field label={`${label}: how`} isLabelHidden>
          <Select
            value={row.operator}
            options={operators.map(({ id, label: said }) => ({ value: id, label: said }))}
            onChange={(id) => {
              const next = operators.find((one) => one.id === id);
              if (next !== undefined && word !== undefined) onChange(withOperator(row, next, word.type));
            }}
          />
        </Field>
      </div>
      {word !== undefined && operator !== undefined && !isBare && (
        <ValueInput
          label={label}
          word={word}
          operator={operator}
          values={row.values}
          others={usable}
          onChange={(values) => onChange({ ...row, values })}
        />
      )}
      <div className={styles.remove}>
        <IconButton icon="remove" label={`Remove ${label.toLowerCase()}`} onClick={onRemove} />
      </div>
      {word !== undefined && <p className={styles.meaning}>{meaningOf(word)}</p>}
      {mistake !== undefined && <p className={styles.mistake}>{mistake}</p>}
    </div>
  );
}

/** What menus cannot show, as it is written. */
export function WrittenRow({ row, label, onChange, onRemove, mistake }: RowProps<Written>): ReactElement {
  return (
    <div role="group" aria-label={label} className={classNames(styles.row, styles.wide)}>
      <div className={styles.written}>
        <Field label={`${label}: written in CEL`} isLabelHidden>
          <TextArea
            value={row.text}
            onChange={(text) => onChange({ kind: "written", text })}
            isMono
            rows={2}
            spellCheck={false}
            autoCapitalize="off"
          />
        </Field>
      </div>
      <IconButton icon="remove" label={`Remove ${label.toLowerCase()}`} onClick={onRemove} />
      {mistake !== undefined && <p className={styles.mistake}>{mistake}</p>}
    </div>
  );
}
