import type { ReactElement } from "react";
import { LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Section } from "../../ui/page.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { Notice } from "../../ui/states.tsx";

interface UsedByProps {
  rules: readonly { id: string; name: string }[];
  isPending: boolean;
  channelName: string;
}

/** The rules that tell a channel something. */
export function UsedBy({ rules, isPending, channelName }: UsedByProps): ReactElement {
  return (
    <Section title="Rules that use it">
      {isPending || rules.length > 0 ? (
        <Card inset="flush">
          {isPending ? (
            <SkeletonRows count={1} label="Loading rules" />
          ) : (
            <Rows label={`Rules that use ${channelName}`}>
              {rules.map(({ id, name }) => (
                <RowItem key={id} to={`/rules/${encodeURIComponent(id)}`} before={<Icon name="rules" />} title={name} />
              ))}
            </Rows>
          )}
        </Card>
      ) : (
        <Notice
          title="No rule uses it yet"
          actions={
            <LinkButton to="/rules/recipes" size="s">
              Find a rule to begin with
            </LinkButton>
          }
        >
          In a rule's actions, choose {channelName}.
        </Notice>
      )}
    </Section>
  );
}
