import { type ReactElement, useState } from "react";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Button } from "../../ui/button.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { yamlOf } from "../../rules/yaml-text.ts";
import { DiffView } from "./diff-view.tsx";
import styles from "./panels.module.css";

interface VersionsPanelProps {
  rule: string;
  /** What it is now. */
  version: number;
  source: unknown;
}

/** What the rule was before, how that differs, and the way back to it. */
export function VersionsPanel({ rule, version, source }: VersionsPanelProps): ReactElement {
  const versions = useApi("rules.versions", { path: { ...me, rule } });
  const restore = useAct("rules.restore", { done: "Restored, as a new version." });
  const [shown, setShown] = useState<number>();
  return (
    <Loaded query={versions} skeleton={<SkeletonRows count={3} label="Loading versions" />}>
      {({ items }) => {
        const former = items.filter((one) => one.version !== version);
        return (
          <div className={styles.part}>
            <p className={styles.soft}>
              This is version {version}.{" "}
              {former.length === 0 ? "Each time that you save, the former one is kept here." : ""}
            </p>
            <ul className={styles.list}>
              {former.map((one) => (
                <li key={one.version}>
                  <div className={styles.line}>
                    <span>
                      Version {one.version}, <Timestamp at={one.updatedAt} />
                    </span>
                    <span className={styles.line}>
                      <Button
                        size="s"
                        look="quiet"
                        aria-expanded={shown === one.version}
                        onClick={() => setShown(shown === one.version ? undefined : one.version)}
                      >
                        {shown === one.version ? "Hide the difference" : "Show the difference"}
                      </Button>
                      <Button
                        size="s"
                        icon="replay"
                        aria-label={`Restore version ${one.version}`}
                        isBusy={restore.isPending && restore.variables.body.version === one.version}
                        onClick={() => restore.mutate({ path: { ...me, rule }, body: { version: one.version } })}
                      >
                        Restore
                      </Button>
                    </span>
                  </div>
                  {shown === one.version && (
                    <DiffView
                      before={yamlOf(one.source)}
                      after={yamlOf(source)}
                      label={`From version ${one.version} to what it is now`}
                    />
                  )}
                </li>
              ))}
            </ul>
          </div>
        );
      }}
    </Loaded>
  );
}
