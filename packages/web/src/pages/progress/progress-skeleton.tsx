import type { ReactElement } from "react";
import { Card } from "../../ui/card.tsx";
import { Skeleton, SkeletonRows } from "../../ui/skeleton.tsx";
import styles from "./progress-page.module.css";

/** As big as the choices and the shows that will come. */
export const ProgressSkeleton = (): ReactElement => (
  <>
    <div className={styles.choices} aria-hidden="true">
      <div className={styles.fields}>
        <Skeleton height="2.5rem" />
        <Skeleton height="2.5rem" />
      </div>
      <div className={styles.which}>
        <Skeleton height="2.5rem" />
      </div>
    </div>
    <p className={styles.sums} aria-hidden="true">
      <Skeleton width="16rem" />
    </p>
    <Card inset="flush">
      <SkeletonRows count={7} height="5.5rem" label="Loading your shows" />
    </Card>
  </>
);
