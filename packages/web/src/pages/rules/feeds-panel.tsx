import { type ReactElement, useState } from "react";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { CopyField } from "../../ui/copy-field.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import styles from "./panels.module.css";

const formats: Readonly<Record<string, string>> = {
  "calendar.ics": "For calendars (iCal)",
  "rss.xml": "For news readers (RSS)",
  "atom.xml": "For news readers (Atom)",
  "feed.json": "For programs (JSON Feed)",
};

/** Secret addresses at which others can read what a rule acted on. */
export function FeedsPanel({ rule }: { rule: string }): ReactElement {
  const feeds = useApi("feeds.list", { path: me });
  const add = useAct("feeds.add");
  const remove = useAct("feeds.remove", { done: "The address is taken back.", showsTrouble: true });
  const [ending, setEnding] = useState<string>();
  return (
    <div className={styles.part}>
      <p>
        What this rule acts on, as a calendar or a feed: its latest 100 matches. Whoever knows the address can read it.
      </p>
      {add.data !== undefined && (
        <Card tone="good">
          <div className={styles.part} role="status">
            <h2>Your new addresses, shown this once</h2>
            {Object.entries(add.data.urls).map(([name, path]) => (
              <CopyField key={name} label={formats[name] ?? name} value={new URL(path, location.origin).href} />
            ))}
          </div>
        </Card>
      )}
      <Loaded query={feeds} skeleton={<SkeletonRows count={1} label="Loading feeds" />}>
        {({ items }) => {
          const own = items.filter((one) => one.rule === rule);
          return own.length === 0 ? (
            <p className={styles.soft}>There is no address for this rule yet.</p>
          ) : (
            <ul className={styles.list} aria-label="Addresses">
              {own.map(({ id, createdAt }) => (
                <li key={id}>
                  <div className={styles.line}>
                    <span>
                      Made <Timestamp at={createdAt} />
                    </span>
                    <Button size="s" icon="remove" onClick={() => setEnding(id)}>
                      Take back
                    </Button>
                  </div>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <div>
        <Button icon="link" isBusy={add.isPending} onClick={() => add.mutate({ path: { ...me, rule } })}>
          Make a secret address
        </Button>
      </div>
      <ConfirmDialog
        isOpen={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title="Take the address back?"
        lead="Whatever reads it, a calendar or a news reader, gets nothing any more. It cannot be given again; you can make another."
        confirm="Take it back"
        isDanger
        onConfirm={() => remove.mutateAsync({ path: { ...me, feed: ending ?? "" } })}
      />
    </div>
  );
}
