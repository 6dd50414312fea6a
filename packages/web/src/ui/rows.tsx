import type { ReactElement, ReactNode } from "react";
import { Link } from "react-router";
import { Icon } from "./icon.tsx";
import styles from "./rows.module.css";

interface RowsProps {
  /** What is listed, for screen readers. */
  label?: string | undefined;
  children: ReactNode;
}

/** A list of `RowItem`s within a flush `Card`. */
export const Rows = ({ label, children }: RowsProps): ReactElement => <ul aria-label={label}>{children}</ul>;

interface RowItemProps {
  title: ReactNode;
  /** A second, softer line. */
  detail?: ReactNode | undefined;
  /** Before the words: an icon, a picture, a time. */
  before?: ReactNode | undefined;
  /** After them: a badge, a time, buttons. */
  after?: ReactNode | undefined;
  /** The whole row leads there. */
  to?: string | undefined;
}

/** One line of a list: what it is, a little more, and the way to all of it. */
export function RowItem({ title, detail, before, after, to }: RowItemProps): ReactElement {
  return (
    <li className={styles.row}>
      {before !== undefined && <div className={styles.before}>{before}</div>}
      <div className={styles.text}>
        {to === undefined ? (
          <div className={styles.title}>{title}</div>
        ) : (
          <Link to={to} className={styles.link}>
            {title}
          </Link>
        )}
        {detail !== undefined && <div className={styles.detail}>{detail}</div>}
      </div>
      {after !== undefined && <div className={styles.after}>{after}</div>}
      {to !== undefined && (
        <span className={styles.chevron}>
          <Icon name="right" size="s" />
        </span>
      )}
    </li>
  );
}
