import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement } from "react";
import { Link } from "react-router";
import { type ButtonLook, buttonClass } from "./button.tsx";
import { classNames } from "./class-names.ts";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./menu.module.css";

export interface MenuEntry {
  label: string;
  icon?: IconName | undefined;
  isDanger?: boolean | undefined;
  isDisabled?: boolean | undefined;
  /** Does something here… */
  onSelect?: (() => void) | undefined;
  /** …or leads to another page. */
  to?: string | undefined;
}

interface MenuProps extends ButtonLook {
  /** What the button says; with `isIconOnly`, its name. */
  label: string;
  isIconOnly?: boolean | undefined;
  entries: readonly MenuEntry[];
  align?: "start" | "end" | undefined;
}

/** A button that opens a few things to do. */
export function Menu({ label, isIconOnly, entries, align = "end", look, size, icon }: MenuProps): ReactElement {
  return (
    <Base.Root>
      <Base.Trigger
        className={classNames(
          buttonClass({ look: look ?? (isIconOnly === true ? "quiet" : "plain"), size }),
          isIconOnly === true && styles.square,
        )}
        aria-label={isIconOnly === true ? label : undefined}
        title={isIconOnly === true ? label : undefined}
      >
        {isIconOnly === true ? (
          <Icon name={icon ?? "more"} />
        ) : (
          <>
            {icon && <Icon name={icon} size="s" />}
            <span>{label}</span>
            <Icon name="down" size="s" />
          </>
        )}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles.positioner} sideOffset={6} align={align} collisionPadding={8}>
          <Base.Popup className={styles.popup}>
            {entries.map((entry) => (
              <Base.Item
                key={entry.label}
                className={classNames(styles.item, entry.isDanger === true && styles.danger)}
                disabled={entry.isDisabled}
                {...(entry.onSelect === undefined ? {} : { onClick: entry.onSelect })}
                {...(entry.to === undefined ? {} : { render: <Link to={entry.to} /> })}
              >
                {entry.icon && <Icon name={entry.icon} size="s" />}
                {entry.label}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
