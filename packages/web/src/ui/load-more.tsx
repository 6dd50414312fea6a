import type { ReactElement } from "react";
import { Button } from "./button.tsx";
import styles from "./load-more.module.css";

interface LoadMoreProps {
  hasMore: boolean;
  isLoading: boolean;
  onLoad(): void;
  /** "Show older events". */
  label?: string | undefined;
}

/** Below a list that goes on. */
export function LoadMore({ hasMore, isLoading, onLoad, label = "Show more" }: LoadMoreProps): ReactElement | null {
  if (!hasMore) return null;
  return (
    <div className={styles.more}>
      <Button isBusy={isLoading} onClick={onLoad}>
        {label}
      </Button>
    </div>
  );
}
