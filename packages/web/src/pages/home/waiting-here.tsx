import type { ReactElement } from "react";
import { Link } from "react-router";
import { me, useApi } from "../../app/api.ts";
import { Card } from "../../ui/card.tsx";
import { Section } from "../../ui/page.tsx";
import { ApprovalCard, ApprovalSkeleton } from "../waiting/approval-card.tsx";

const mostShown = 3;

interface WaitingHereProps {
  /** How many there are, as the overview counts them: room is kept for so many. */
  count: number;
}

/** What waits for a yes, to be answered here. */
export function WaitingHere({ count }: WaitingHereProps): ReactElement | null {
  const approvals = useApi("approvals.list", { path: me }, { isEnabled: count > 0 });
  const items = approvals.data?.items ?? [];
  if (count === 0 || (approvals.data !== undefined && items.length === 0)) return null;
  return (
    <Section title="Waiting for your yes" actions={count > mostShown && <Link to="/waiting">All {count}</Link>}>
      <Card inset="flush">
        {approvals.data === undefined
          ? Array.from({ length: Math.min(count, mostShown) }, (_, at) => <ApprovalSkeleton key={at} />)
          : items.slice(0, mostShown).map((one) => <ApprovalCard key={one.id} approval={one} />)}
      </Card>
    </Section>
  );
}
