import type { ReactElement } from "react";
import { Link } from "react-router";
import { Badge } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Section } from "../../ui/page.tsx";
import { Notice } from "../../ui/states.tsx";
import { type Column, Table } from "../../ui/table.tsx";
import type { Adder, WatchlistReply } from "./budget-parts.ts";

type BudgetedRule = WatchlistReply["rules"][number];

const rulePath = ({ ruleId }: Pick<BudgetedRule, "ruleId">): string => `/rules/${encodeURIComponent(ruleId)}`;

const columns: readonly Column<BudgetedRule>[] = [
  {
    id: "rule",
    header: "Rule",
    isName: true,
    cell: (rule) => (
      <>
        <Link to={rulePath(rule)}>{rule.ruleName}</Link> {!rule.enabled && <Badge>Off</Badge>}
      </>
    ),
  },
  { id: "own", header: "On the list", align: "end", cell: ({ own }) => own },
  { id: "reserve", header: "Keeps free", align: "end", cell: ({ reserve }) => reserve },
  { id: "room", header: "May add", align: "end", cell: ({ room }) => (room === null ? "no limit" : room) },
  {
    id: "evicts",
    header: "When it is full",
    cell: ({ evicts }) => (evicts ? "takes off what it added first" : "adds nothing more"),
  },
];

interface BudgetRulesProps {
  rules: readonly BudgetedRule[];
  /** Rules that added something to the list, whether they keep to a budget or not. */
  adders: readonly Adder[];
}

/** The rules that keep to a budget, with the way to change it. */
export function BudgetRules({ rules, adders }: BudgetRulesProps): ReactElement {
  return (
    <Section title="Rules with a budget" lead="They leave places free for you, and only ever take off what they added.">
      {rules.length === 0 ? (
        <Notice
          title="No rule keeps to a budget"
          actions={
            adders.length === 0 ? (
              <LinkButton to="/rules" size="s">
                Your rules
              </LinkButton>
            ) : (
              adders.map((rule) => (
                <LinkButton key={rule.ruleId} to={rulePath(rule)} size="s" icon="edit">
                  {rule.ruleName}
                </LinkButton>
              ))
            )
          }
        >
          Switch on “Leave room on the watchlist” in a rule that adds to it: it keeps places free for what you add
          yourself, and may take off its own oldest entry when there is no room.
        </Notice>
      ) : (
        <Card inset="flush">
          <Table label="Rules with a budget" columns={columns} rows={rules} keyOf={({ ruleId }) => ruleId} />
        </Card>
      )}
    </Section>
  );
}
