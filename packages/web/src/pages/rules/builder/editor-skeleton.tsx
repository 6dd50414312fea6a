import type { ReactElement } from "react";
import { Card } from "../../../ui/card.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import styles from "./builder.module.css";

/** As big as a rule that is on its way. */
export function EditorSkeleton(): ReactElement {
  return (
    <div className={styles.flow} role="status">
      <span className="visually-hidden">Loading the rule</span>
      {[9, 12, 8].map((rems) => (
        <Card key={rems}>
          <Skeleton shape="title" width="30%" />
          <Skeleton shape="block" height={`${rems}rem`} />
        </Card>
      ))}
    </div>
  );
}
