import type { ReactElement } from "react";
import { Card } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Section } from "../../ui/page.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import type { WatchlistReply } from "./budget-parts.ts";

/** What rules added and was taken off again; nothing when there is none. */
export function TakenOff({ items }: { items: WatchlistReply["takenOff"] }): ReactElement | null {
  if (items.length === 0) return null;
  return (
    <Section title="Taken off lately" lead="By rules, to make room, or because somebody took it back.">
      <Card inset="flush">
        <Rows label="Taken off lately">
          {items.map(({ title, ruleName, addedAt, at }, index) => (
            <RowItem
              key={`${title} ${addedAt} ${index}`}
              before={<Icon name="remove" />}
              title={title}
              detail={
                <>
                  <bdi>{ruleName}</bdi> added it <Timestamp at={addedAt} />
                </>
              }
              after={at === null ? "on its way off" : <Timestamp at={at} />}
            />
          ))}
        </Rows>
      </Card>
    </Section>
  );
}
