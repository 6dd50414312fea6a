import type { ReactElement } from "react";
import { Icon } from "../ui/icon.tsx";
import styles from "./account-menu.module.css";
import { initialsOf } from "./initials.ts";

/** What the account menu's button shows. */
export const AccountFace = ({ name }: { name: string }): ReactElement => (
  <>
    <span className={styles.face} aria-hidden="true">
      {initialsOf(name)}
    </span>
    <span className={styles.name}>{name}</span>
    <Icon name="down" size="s" />
  </>
);
