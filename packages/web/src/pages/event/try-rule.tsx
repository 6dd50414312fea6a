import type { ReplyOf } from "@showrunner/client/asked.ts";
import { type ReactElement, useId, useState } from "react";
import { me, useApi } from "../../app/api.ts";
import { Loaded, ProblemView } from "../../app/problem-view.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { textsAt } from "../../rules/rule-value.ts";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Select } from "../../ui/text-input.tsx";
import { ConditionNode } from "../trace/condition-node.tsx";
import { VerdictBanner } from "../trace/verdict-banner.tsx";
import styles from "./try-rule.module.css";

type Rule = ReplyOf<"rules.list">["items"][number];

/** Says what a rule of the person's would do on an event, and does nothing. */
export function TryRule({ eventId, type }: { eventId: string; type: string }): ReactElement {
  const rules = useApi("rules.list", { path: me, query: { limit: 200 } });
  const [chosen, setChosen] = useState("");
  return (
    <Card>
      <Loaded query={rules} skeleton={<Skeleton height="4rem" />}>
        {({ items }) => {
          // What waits for something else has no answer to give.
          const able = items.filter(({ source }) => textsAt(source, ["when", "event"]).includes(type));
          const rule = able.find(({ id }) => id === chosen);
          return (
            <Stack gap={4}>
              <Row gap={3} align="end">
                <div className={styles.choice}>
                  <Field label="Rule">
                    <Select
                      value={chosen}
                      onChange={setChosen}
                      options={able.map(({ id, name }) => ({ value: id, label: name }))}
                      prompt={able.length === 0 ? "None of yours waits for this" : "Choose one of yours"}
                    />
                  </Field>
                </div>
                <LinkButton to={`/rules/new?event=${eventId}`} icon="plus">
                  A new rule for it
                </LinkButton>
              </Row>
              {rule !== undefined && <Tried rule={rule} eventId={eventId} />}
            </Stack>
          );
        }}
      </Loaded>
    </Card>
  );
}

function Tried({ rule, eventId }: { rule: Rule; eventId: string }): ReactElement {
  const heading = useId();
  const tried = useApi("rules.test", { path: me, body: { source: rule.source, event: eventId } });
  if (tried.error !== null) return <ProblemView error={tried.error} />;
  return (
    <section aria-labelledby={heading} aria-live="polite" className={styles.tried}>
      <h3 id={heading} className="visually-hidden">
        What {rule.name} would do
      </h3>
      <Loaded query={tried} skeleton={<Skeleton shape="block" height="4.75rem" />}>
        {(told) => (
          <>
            <VerdictBanner
              verdict={{ ...told, timing: [], actions: [] }}
              would={told.requests.length}
              notes={told.timing.flat()}
            />
            {told.conditions.map((condition, place) => (
              <ConditionNode key={place} condition={condition} place={place} />
            ))}
          </>
        )}
      </Loaded>
    </section>
  );
}
