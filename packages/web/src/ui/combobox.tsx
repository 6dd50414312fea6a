import { Combobox as Base } from "@base-ui/react/combobox";
import type { ReactElement } from "react";
import styles from "./combobox.module.css";
import { classNames } from "./class-names.ts";
import { useFieldProps } from "./field.tsx";
import field from "./field.module.css";
import { Icon } from "./icon.tsx";
import menu from "./menu.module.css";
import type { Option } from "./text-input.tsx";

interface ComboboxProps<One extends Option> {
  value: One | null;
  onChange(option: One | null): void;
  options: readonly One[];
  /** What is typed, when the server does the searching: `options` are then shown as they are. */
  onQuery?: ((query: string) => void) | undefined;
  isLoading?: boolean | undefined;
  placeholder?: string | undefined;
  /** Said when nothing fits. */
  emptyText?: string | undefined;
}

/** One of many, found by typing. */
export function Combobox<One extends Option>(props: ComboboxProps<One>): ReactElement {
  const { value, onChange, options, onQuery, isLoading, placeholder, emptyText = "Nothing fits." } = props;
  const { id, ...told } = useFieldProps();
  return (
    <Base.Root
      items={options}
      value={value}
      onValueChange={(chosen: One | null) => onChange(chosen)}
      isItemEqualToValue={(one: One, other: One) => one.value === other.value}
      itemToStringLabel={(one: One) => one.label}
      {...(onQuery === undefined
        ? {}
        : {
            filter: null,
            onInputValueChange: (query: string, { reason }: { reason: string }) => {
              if (reason === "input-change" || reason === "input-clear") onQuery(query);
            },
          })}
      {...(id === undefined ? {} : { id })}
      autoHighlight
    >
      <div className={styles.frame}>
        <Base.Input className={classNames(field.control, styles.input)} placeholder={placeholder} {...told} />
        <div className={styles.buttons}>
          <Base.Clear className={styles.button} aria-label="Clear">
            <Icon name="close" size="s" />
          </Base.Clear>
          <Base.Trigger className={styles.button} aria-label="Show all">
            <Icon name="down" size="s" />
          </Base.Trigger>
        </div>
      </div>
      <Base.Portal>
        <Base.Positioner className={menu.positioner} sideOffset={4} collisionPadding={8}>
          <Base.Popup className={classNames(menu.popup, styles.popup)}>
            <Base.Status className={styles.status}>{isLoading === true ? "Searching…" : null}</Base.Status>
            <Base.Empty className={styles.status}>{isLoading === true ? null : emptyText}</Base.Empty>
            <Base.List>
              {(one: One) => (
                <Base.Item key={one.value} value={one} className={menu.item} disabled={one.isDisabled === true}>
                  <span className={styles.grow}>{one.label}</span>
                  <Base.ItemIndicator>
                    <Icon name="check" size="s" />
                  </Base.ItemIndicator>
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
