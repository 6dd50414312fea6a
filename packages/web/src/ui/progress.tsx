import { type ReactElement, useId } from "react";
import styles from "./progress.module.css";

interface ProgressProps {
  value: number;
  max: number;
  /** What has come this far: "Season 2". */
  label: string;
  isLabelHidden?: boolean | undefined;
  /** Beside the label: "5 of 8". */
  detail?: string | undefined;
}

/** How much of something is done. */
export function Progress({ value, max, label, isLabelHidden, detail }: ProgressProps): ReactElement {
  const id = useId();
  const part = max === 0 ? 0 : Math.min(1, Math.max(0, value / max));
  return (
    <div className={styles.progress}>
      <div className={isLabelHidden === true ? "visually-hidden" : styles.words}>
        <span id={id}>{label}</span>
        {detail !== undefined && <span className={styles.detail}>{detail}</span>}
      </div>
      <div
        role="progressbar"
        aria-labelledby={id}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuenow={value}
        aria-valuetext={detail}
        className={styles.track}
      >
        <div className={part >= 1 ? styles.whole : styles.part} style={{ transform: `scaleX(${part})` }} />
      </div>
    </div>
  );
}
