import { type ReactElement, useMemo, useState } from "react";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Segments } from "../../../ui/choice.tsx";
import { newRow } from "../../../rules/new-row.ts";
import { readRows } from "../../../rules/read-rows.ts";
import type { Group, Join, Row } from "../../../rules/row.ts";
import type { WordReference, Words } from "../../../rules/words.ts";
import { writeRow, writeRows } from "../../../rules/write-rows.ts";
import { CompareRow, WrittenRow } from "./condition-row.tsx";
import styles from "./conditions.module.css";
import { useWords } from "./reference.ts";
import { pathText, type Place, placeWords, useMistakesWithin } from "./rule-text.ts";
import type { Path } from "../../../rules/rule-value.ts";

interface ConditionsProps {
  /** Where they are in the rule: `["if"]`. */
  path: Path;
  texts: readonly string[];
  onChange(texts: readonly string[]): void;
  usable: readonly WordReference[];
  /** Names the first of them: "Condition". */
  label?: string | undefined;
}

/** Conditions as rows and menus. Rows that say nothing yet are kept here until they do. */
export function Conditions({ path, texts, onChange, usable, label = "Condition" }: ConditionsProps): ReactElement {
  const words = useWords();
  const [draft, setDraft] = useState<{ rows: readonly Row[]; texts: string }>();
  const written = JSON.stringify(texts);
  // What was written here is shown as it was made; what came from elsewhere is read.
  const rows = draft?.texts === written ? draft.rows : readRows(texts, words);
  const mistakes = useMistakesWithin(path);
  const { byRow, others } = useMemo(() => placed(mistakes, path, rows, words), [mistakes, path, rows, words]);
  const change = (next: readonly Row[]): void => {
    const nextTexts = writeRows(next, words, texts);
    setDraft({ rows: next, texts: JSON.stringify(nextTexts) });
    onChange(nextTexts);
  };
  return (
    <div className={`${styles.rows} ${styles.frame}`}>
      <RowList rows={rows} join="all" label={label} usable={usable} onChange={change} mistakes={byRow} />
      {others.map((place) => (
        <p key={`${place.path}${place.line}${place.column}${place.message}`} className={styles.mistake}>
          {placeWords(place)}
        </p>
      ))}
    </div>
  );
}

/** Each mistake at the row that says it; those that are of several rows apart. */
function placed(
  mistakes: readonly Place[],
  path: Path,
  rows: readonly Row[],
  words: Words,
): { byRow: ReadonlyMap<number, string>; others: readonly Place[] } {
  const said = rows.flatMap((row, at) => (writeRow(row, words) === "" ? [] : [at]));
  const byRow = new Map<number, string>();
  const others: Place[] = [];
  for (const place of mistakes) {
    const index = /\[(\d+)\]$/.exec(place.path.slice(pathText(path).length))?.[1];
    const at = said[index === undefined && said.length === 1 ? 0 : Number(index ?? -1)];
    if (at === undefined) others.push(place);
    else byRow.set(at, [byRow.get(at) ?? "", placeWords(place)].join(" ").trim());
  }
  return { byRow, others };
}

interface RowListProps {
  rows: readonly Row[];
  join: Join;
  label: string;
  usable: readonly WordReference[];
  onChange(rows: readonly Row[]): void;
  mistakes?: ReadonlyMap<number, string> | undefined;
}

const between: Record<Join, string> = { all: "and", any: "or", none: "nor", not_all: "and" };

function RowList({ rows, join, label, usable, onChange, mistakes }: RowListProps): ReactElement {
  const set = (at: number, row: Row): void => onChange(rows.map((one, index) => (index === at ? row : one)));
  const remove = (at: number): void => onChange(rows.filter((_, index) => index !== at));
  const add = (row: Row | undefined): void => (row === undefined ? undefined : onChange([...rows, row]));
  const fresh = newRow(usable);
  return (
    <>
      {rows.map((row, at) => (
        <div key={at} className={styles.rows}>
          {at > 0 && <span className={styles.join}>{between[join]}</span>}
          <AnyRow
            row={row}
            label={label.endsWith(".") ? `${label}${at + 1}` : `${label} ${at + 1}`}
            usable={usable}
            onChange={(next) => set(at, next)}
            onRemove={() => remove(at)}
            mistake={mistakes?.get(at)}
          />
        </div>
      ))}
      <div className={styles.add}>
        <Button size="s" icon="plus" onClick={() => add(fresh)}>
          Add a condition
        </Button>
        {fresh !== undefined && (
          <Button
            size="s"
            look="quiet"
            icon="plus"
            onClick={() =>
              add({ kind: "group", join: join === "any" || join === "none" ? "all" : "any", rows: [fresh, fresh] })
            }
          >
            Add a group
          </Button>
        )}
        <Button size="s" look="quiet" icon="code" onClick={() => add({ kind: "written", text: "" })}>
          Write one
        </Button>
      </div>
    </>
  );
}

interface AnyRowProps {
  mistake: string | undefined;
  row: Row;
  label: string;
  usable: readonly WordReference[];
  onChange(row: Row): void;
  onRemove(): void;
}

function AnyRow({ row, ...rest }: AnyRowProps): ReactElement {
  switch (row.kind) {
    case "compare":
      return <CompareRow row={row} {...rest} />;
    case "written":
      return <WrittenRow row={row} {...rest} />;
    case "group":
      return <GroupBox row={row} {...rest} />;
  }
}

function GroupBox(props: Omit<AnyRowProps, "row"> & { row: Group }): ReactElement {
  const { row, label, usable, onChange, onRemove, mistake } = props;
  return (
    <div role="group" aria-label={label} className={styles.group}>
      <div className={styles.head}>
        <Segments<Join>
          label={`${label}: how many must hold`}
          value={row.join}
          onChange={(join) => onChange({ ...row, join })}
          options={[
            { value: "any", label: "Any" },
            { value: "all", label: "All" },
            { value: "none", label: "None" },
            { value: "not_all", label: "Not all" },
          ]}
        />
        <span className={styles.meaning}>
          of these {row.join === "none" || row.join === "not_all" ? "may" : "must"} hold
        </span>
        <IconButton icon="remove" label={`Remove ${label.toLowerCase()}`} onClick={onRemove} />
      </div>
      <RowList
        rows={row.rows}
        join={row.join}
        label={`${label}.`}
        usable={usable}
        onChange={(rows) => onChange({ ...row, rows })}
      />
      {mistake !== undefined && <p className={styles.mistake}>{mistake}</p>}
    </div>
  );
}
