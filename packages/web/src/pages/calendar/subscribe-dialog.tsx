import { type ReactElement, useState } from "react";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { troubleOf } from "../../app/trouble.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState, Notice } from "../../ui/states.tsx";
import { Select } from "../../ui/text-input.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import styles from "./calendar-page.module.css";
import { inOfferedOrder } from "./feeds.ts";

interface SubscribeDialogProps {
  isOpen: boolean;
  onClose(): void;
}

/** Secret addresses for calendar apps; each is of one rule's matches. */
export function SubscribeDialog({ isOpen, onClose }: SubscribeDialogProps): ReactElement {
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="In your calendar app"
      lead="Every rule can be a calendar: an address for Apple, Google, Outlook or Thunderbird with what the rule matched, each at its own time."
    >
      <Subscribe />
    </Dialog>
  );
}

function Subscribe(): ReactElement {
  const [chosen, setChosen] = useState("");
  const rules = useApi("rules.list", { path: me, query: { limit: 200 } });
  const make = useAct("feeds.add", { showsTrouble: true });
  return (
    <>
      <Loaded query={rules} skeleton={<SkeletonRows count={1} label="Loading your rules" />}>
        {({ items }) => {
          const offered = inOfferedOrder(items);
          const ruleId = chosen === "" ? (offered[0]?.id ?? "") : chosen;
          if (offered.length === 0) return <NoRules />;
          return (
            <>
              <Field label="Rule" hint="A rule for airings or releases fits best, such as “Tell me when it airs”.">
                <Select
                  value={ruleId}
                  onChange={(rule) => {
                    setChosen(rule);
                    make.reset();
                  }}
                  options={offered.map(({ id, name, enabled }) => ({
                    value: id,
                    label: enabled ? name : `${name} (off)`,
                  }))}
                />
              </Field>
              <div>
                <Button
                  look="primary"
                  icon="link"
                  isBusy={make.isPending}
                  onClick={() => make.mutate({ path: { ...me, rule: ruleId } })}
                >
                  Make an address
                </Button>
              </div>
              {make.data !== undefined && <MadeFeed urls={make.data.urls} />}
              {make.error !== null && (
                <Notice tone="bad" isNews title={troubleOf(make.error).message}>
                  {troubleOf(make.error).hint}
                </Notice>
              )}
              <Feeds nameOf={(id) => items.find((rule) => rule.id === id)?.name ?? "A rule that is gone"} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}

const NoRules = (): ReactElement => (
  <EmptyState
    icon="rules"
    title="Make a rule first"
    actions={
      <LinkButton to="/rules/recipes" look="primary">
        Browse recipes
      </LinkButton>
    }
  >
    A calendar is made of what a rule matches. “Tell me when it airs” is a good one to begin with.
  </EmptyState>
);

function MadeFeed({ urls }: { urls: Readonly<Record<string, string>> }): ReactElement {
  const address = new URL(urls["calendar.ics"] ?? "", location.origin).href;
  return (
    <ShownOnce
      title="The address is there. It is shown this once."
      lead="Add it in your calendar app as a subscription. Whoever has it can read this rule’s matches."
      secrets={[{ label: "Calendar address", value: address }]}
    />
  );
}

/** The addresses that there are, and a way to take each back. */
function Feeds({ nameOf }: { nameOf: (ruleId: string) => string }): ReactElement | null {
  const feeds = useApi("feeds.list", { path: me });
  const remove = useAct("feeds.remove", { done: "The address opens nothing any more." });
  if (feeds.data === undefined || feeds.data.items.length === 0) return null;
  return (
    <div className={styles.feeds}>
      <h3>Your addresses</h3>
      <Card inset="flush">
        <Rows label="Calendar and feed addresses">
          {feeds.data.items.map(({ id, rule, createdAt }) => (
            <RowItem
              key={id}
              title={nameOf(rule)}
              detail={
                <>
                  made <Timestamp at={createdAt} />
                </>
              }
              after={
                <Button
                  size="s"
                  aria-label={`Take back the address for ${nameOf(rule)}`}
                  isBusy={remove.isPending && remove.variables.path?.feed === id}
                  onClick={() => remove.mutate({ path: { ...me, feed: id } })}
                >
                  Take back
                </Button>
              }
            />
          ))}
        </Rows>
      </Card>
    </div>
  );
}
