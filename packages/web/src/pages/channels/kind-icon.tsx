import type { ReactElement } from "react";
import { Icon } from "../../ui/icon.tsx";
import styles from "./kind-icon.module.css";
import { wordsOf } from "./kind-words.ts";

/** The picture of a kind of channel. */
export const KindIcon = ({ kind }: { kind: string }): ReactElement => (
  <span className={styles.tile}>
    <Icon name={wordsOf(kind).icon} />
  </span>
);
