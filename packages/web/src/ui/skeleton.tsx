import type { ReactElement } from "react";
import { classNames } from "./class-names.ts";
import styles from "./skeleton.module.css";

interface SkeletonProps {
  /** A line of text, a heading, or a block. */
  shape?: "line" | "title" | "block" | "circle" | undefined;
  /** CSS lengths: what will stand here is this big, so nothing moves when it comes. */
  width?: string | undefined;
  height?: string | undefined;
}

/** Stands where something will be. */
export function Skeleton({ shape = "line", width, height }: SkeletonProps): ReactElement {
  return <span aria-hidden="true" className={classNames(styles.skeleton, styles[shape])} style={{ width, height }} />;
}

interface SkeletonRowsProps {
  /** As many as will come, or as many as fit. */
  count: number;
  /** The height of one row, a CSS length. */
  height?: string | undefined;
  /** What is on its way, for screen readers. */
  label?: string | undefined;
}

/** Rows of a list that is on its way. */
export function SkeletonRows({ count, height = "3.5rem", label = "Loading" }: SkeletonRowsProps): ReactElement {
  return (
    <div className={styles.rows} role="status">
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={styles.row} style={{ height }} aria-hidden="true">
          <Skeleton width={`${40 + ((index * 17) % 35)}%`} />
          <Skeleton width={`${20 + ((index * 11) % 20)}%`} />
        </div>
      ))}
    </div>
  );
}
