import { type ReactElement, useMemo } from "react";
import { Link } from "react-router";
import { Timestamp } from "../../ui/timestamp.tsx";
import { eventIcon } from "../event/event-icon.ts";
import { ActionNode } from "./action-node.tsx";
import { ConditionNode } from "./condition-node.tsx";
import { Flow, FlowColumn, FlowNode, FlowNote } from "./flow.tsx";
import { linksOf } from "./flow-links.ts";
import { type Explained, verdictOf, capital, toSentence } from "./outcomes.ts";

/** The way a run took: what happened, what the rule asked of it, what it did. */
export function RunFlow({ run }: { run: Explained }): ReactElement {
  const links = useMemo(() => linksOf(run), [run]);
  return (
    <Flow label="The way this run took" links={links} columns={3}>
      <FlowColumn title="What happened">
        <EventNode run={run} />
      </FlowColumn>
      <FlowColumn title={run.conditions.length === 0 ? "What the rule asked" : conditionsTitle(run.conditions.length)}>
        {run.conditions.length === 0 && <Unconditional run={run} />}
        {run.conditions.map((condition, place) => (
          // Two conditions may be alike: the place is what tells them apart.
          <ConditionNode key={place} condition={condition} place={place} />
        ))}
      </FlowColumn>
      <FlowColumn title="What it did">
        {run.actions.map((action) => (
          <ActionNode
            key={action.id}
            action={action}
            looks={run.looks.filter(({ actionId }) => actionId === action.id)}
          />
        ))}
        {run.actions.length === 0 && <NothingDone run={run} />}
      </FlowColumn>
    </Flow>
  );
}

const conditionsTitle = (count: number): string =>
  count === 1 ? "The rule's condition" : `The rule's ${count} conditions`;

function EventNode({ run: { event, about } }: { run: Explained }): ReactElement {
  if (event === null)
    return (
      <FlowNode id="event" tone="accent" icon="spark" title={about}>
        <FlowNote>It is so long ago that the event itself is no longer kept.</FlowNote>
      </FlowNode>
    );
  return (
    <FlowNode
      id="event"
      tone="accent"
      icon={eventIcon(event.type)}
      title={<Link to={`/events/${event.id}`}>{capital(event.about)}</Link>}
    >
      <FlowNote>
        <code>{event.type}</code>
      </FlowNote>
      <FlowNote>
        It happened <Timestamp at={event.time} look="exact" />, and was seen{" "}
        <Timestamp at={event.recordedtime} look="time" />.
      </FlowNote>
      {event.origin !== null && <FlowNote>A rule of yours caused it.</FlowNote>}
    </FlowNode>
  );
}

function Unconditional({ run: { outcome, rule, reason } }: { run: Explained }): ReactElement {
  const isOwn = outcome === "matched" || outcome === "not_matched";
  return (
    <FlowNode
      id="no-conditions"
      tone={isOwn ? "good" : "wait"}
      icon={isOwn ? "check" : "pause"}
      title={isOwn ? "It has no conditions" : "It was not asked"}
    >
      <FlowNote>{isOwn ? `${rule.name} acts on all that it waits for.` : toSentence(reason)}</FlowNote>
    </FlowNode>
  );
}

function NothingDone({ run }: { run: Explained }): ReactElement {
  const { tone, icon, why } = verdictOf(run);
  const stopped = run.conditions.findIndex(({ result, error }) => result === false || error !== undefined);
  return (
    <FlowNode id="end" tone={tone} icon={icon} title="Nothing was done">
      <FlowNote>{stopped === -1 ? toSentence(why) : stopWords(run, stopped)}</FlowNote>
    </FlowNode>
  );
}

/** The picture shows what a condition saw: here stands only what that meant. */
function stopWords({ conditions, rule }: Explained, stopped: number): string {
  const left = conditions.length - stopped - 1;
  const rest =
    left === 0
      ? ""
      : left === 1
        ? " The one after it was not asked any more."
        : ` The ${left} after it were not asked any more.`;
  return `${rule.name} acts only where every condition holds.${rest}`;
}
