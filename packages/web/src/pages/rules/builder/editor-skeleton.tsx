import type { ReactElement } from "react";
import { Card, Stack } from "../../../ui/card.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import styles from "./builder.module.css";

interface EditorSkeletonProps {
  /** With the views of a saved rule above it. */
  hasTabs?: boolean | undefined;
}

/** As big as a rule that is on its way. */
export function EditorSkeleton({ hasTabs = false }: EditorSkeletonProps): ReactElement {
  return (
    <div role="status">
      <span className="visually-hidden">Loading the rule</span>
      {hasTabs && (
        <div className={styles.waitingTabs}>
          <Skeleton width="min(24rem, 100%)" height="1.5rem" />
        </div>
      )}
      <div className={`${styles.layout} ${styles.split}`}>
        <div className={styles.flow}>
          <Fields count={2} />
          <Fields count={2} />
          <Fields count={1} />
          <Fields count={3} />
        </div>
        <div className={styles.panel}>
          <Fields count={3} isBare />
        </div>
      </div>
    </div>
  );
}

function Fields({ count, isBare = false }: { count: number; isBare?: boolean }): ReactElement {
  const fields = (
    <Stack gap={4}>
      {Array.from({ length: count }, (_, at) => (
        <Stack key={at} gap={2}>
          <Skeleton width="8rem" />
          <Skeleton shape="block" height="var(--control)" />
        </Stack>
      ))}
    </Stack>
  );
  return isBare ? fields : <Card>{fields}</Card>;
}
