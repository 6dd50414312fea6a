import type { ReactElement } from "react";
import { Field } from "../../ui/field.tsx";
import { Select, TextInput } from "../../ui/text-input.tsx";
import { Segments } from "../../ui/choice.tsx";
import { useIsWide } from "../calendar/use-is-wide.ts";
import styles from "./progress-page.module.css";
import { type Filter, filters, type Sort, sorts } from "./standing.ts";

interface ChoicesProps {
  sort: Sort;
  filter: Filter;
  typed: string;
  counts(filter: Filter): number;
  onSort(sort: Sort): void;
  onFilter(filter: Filter): void;
  onType(typed: string): void;
}

/** Which shows, and in which order. A filter that lets through all or nothing is not there, unless it is chosen. */
export function Choices({ sort, filter, typed, counts, onSort, onFilter, onType }: ChoicesProps): ReactElement {
  const isWide = useIsWide();
  const options = filters.flatMap(({ value, label }) => {
    const count = counts(value);
    const isOfUse = value === "all" || value === filter || (count > 0 && count < counts("all"));
    return isOfUse ? [{ value, label: `${label} ${count}` }] : [];
  });
  return (
    <div className={styles.choices}>
      <div className={styles.fields}>
        <Field label="Find a show" isLabelHidden>
          <TextInput type="search" value={typed} onChange={onType} placeholder="Find a show" />
        </Field>
        <Field label="Order" isLabelHidden>
          <Select value={sort} onChange={onSort} options={sorts} />
        </Field>
      </div>
      {options.length === 1 ? null : isWide ? (
        <Segments label="Which shows" value={filter} onChange={onFilter} options={options} />
      ) : (
        <Field label="Which shows" isLabelHidden>
          <Select value={filter} onChange={onFilter} options={options} />
        </Field>
      )}
    </div>
  );
}
