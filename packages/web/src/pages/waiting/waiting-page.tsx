import type { ReactElement } from "react";
import { me, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Badge, type Tone } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Card, Stack } from "../../ui/card.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { useNow } from "../../ui/time.tsx";
import { type Approval, ApprovalCard, ApprovalSkeleton } from "./approval-card.tsx";
import { answeredOf, stateWords } from "./answered.ts";

/** What rules would do, and may not without a yes. */
export function WaitingPage(): ReactElement {
  const approvals = useApi("approvals.list", { path: me, query: { all: true } });
  const now = useNow();
  return (
    <Page
      title="Waiting for you"
      lead="A rule that would do more at once than you allow it asks first. What is not answered in time is left undone."
    >
      <Loaded query={approvals} skeleton={<WaitingSkeleton />}>
        {({ items }) => {
          const { waiting, answered } = answeredOf(items, now);
          return (
            <Stack gap={6}>
              <Section title="Waits for your yes" isTitleHidden>
                <Card inset="flush">
                  {waiting.length === 0 ? (
                    <NothingWaits />
                  ) : (
                    waiting.map((one) => <ApprovalCard key={one.id} approval={one} />)
                  )}
                </Card>
              </Section>
              {answered.length > 0 && (
                <Section title="Answered before">
                  <Card inset="flush">
                    <Rows label="Answered before">
                      {answered.map((one) => (
                        <AnsweredRow key={one.id} approval={one} />
                      ))}
                    </Rows>
                  </Card>
                </Section>
              )}
            </Stack>
          );
        }}
      </Loaded>
    </Page>
  );
}

const NothingWaits = (): ReactElement => (
  <EmptyState icon="good" title="Nothing waits for you" actions={<LinkButton to="/rules">See the rules</LinkButton>}>
    When a rule wants to do more at once than it may, you are asked here and by your channels. How much it may do stands
    in the rule, under its limits.
  </EmptyState>
);

const tones: Readonly<Record<string, Tone>> = { approved: "info", done: "good", refused: "plain", expired: "wait" };

const AnsweredRow = ({ approval }: { approval: Approval }): ReactElement => (
  <RowItem
    title={approval.about}
    detail={
      <>
        {approval.rule.name}, asked <Timestamp at={approval.askedAt} look="exact" />
      </>
    }
    after={<Badge tone={tones[approval.state] ?? "wait"}>{stateWords(approval.state)}</Badge>}
    to={`/runs/${approval.runId}`}
  />
);

const WaitingSkeleton = (): ReactElement => (
  <Card inset="flush">
    <ApprovalSkeleton />
    <ApprovalSkeleton />
    <ApprovalSkeleton />
  </Card>
);
