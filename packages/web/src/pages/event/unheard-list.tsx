import type { ReactElement } from "react";
import { Card } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import type { Unheard } from "./deafness.ts";

/** Rules that did not run, each with why. */
export const UnheardList = ({ unheard }: { unheard: readonly Unheard[] }): ReactElement => (
  <Card inset="flush">
    <Rows>
      {unheard.map(({ rule, reason }) => (
        <RowItem
          key={rule.id}
          title={rule.name}
          detail={reason}
          before={<Icon name="minus" size="s" />}
          to={`/rules/${rule.id}`}
        />
      ))}
    </Rows>
  </Card>
);
