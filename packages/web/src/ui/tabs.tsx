import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactElement, ReactNode } from "react";
import styles from "./tabs.module.css";

export interface Tab {
  id: string;
  label: string;
  /** A number beside the label. */
  count?: number | undefined;
  content: ReactNode;
}

interface TabsProps {
  /** What the tabs are about, for screen readers. */
  label: string;
  tabs: readonly Tab[];
  value?: string | undefined;
  onChange?: ((id: string) => void) | undefined;
}

/** Several views of one thing, one of them shown. */
export function Tabs({ label, tabs, value, onChange }: TabsProps): ReactElement {
  return (
    <Base.Root
      className={styles.root}
      {...(value === undefined ? { defaultValue: tabs[0]?.id } : { value })}
      onValueChange={(chosen) => onChange?.(String(chosen))}
    >
      <Base.List className={styles.list} aria-label={label}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.id} value={tab.id} className={styles.tab}>
            {tab.label}
            {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.id} value={tab.id} className={styles.panel}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
