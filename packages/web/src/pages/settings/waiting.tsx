import type { ReactElement } from "react";
import { Skeleton } from "../../ui/skeleton.tsx";
import styles from "./settings-page.module.css";

/** Stands where the settings of time will be. */
export const TimeWaiting = (): ReactElement => (
  <div className={styles.timeWaiting} role="status" aria-label="Loading the settings of time">
    <Skeleton shape="block" height="100%" />
  </div>
);

/** Stands where the link to Trakt will be told of. */
export const ConnectionWaiting = (): ReactElement => (
  <div className={styles.connectionWaiting} role="status" aria-label="Loading the connection">
    <Skeleton shape="block" height="100%" />
  </div>
);
