import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { ReactElement } from "react";
import { useParams } from "react-router";
import { me, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Card, Stack } from "../../ui/card.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Skeleton, SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { CodeText, Fold } from "../trace/fold.tsx";
import { capital } from "../trace/outcomes.ts";
import { RunCard } from "./run-card.tsx";
import { TryRule } from "./try-rule.tsx";
import { deafnessOf } from "./deafness.ts";
import { UnheardList } from "./unheard-list.tsx";

type EventTold = ReplyOf<"events.explain">;

/** Something that happened, which rules ran on it, and which did not and why. */
export function EventPage(): ReactElement {
  const { event: id = "" } = useParams();
  const event = useApi("events.explain", { path: { ...me, event: id } });
  return (
    <Page
      title={event.data === undefined ? "Something happened" : capital(event.data.event.about)}
      back={{ to: "/", label: "Home" }}
      lead={event.data === undefined ? "What rules made of it." : <Lead event={event.data} />}
    >
      <Loaded query={event} skeleton={<EventSkeleton />}>
        {(data) => <EventTold told={data} />}
      </Loaded>
    </Page>
  );
}

function Lead({ event: { event, recorded } }: { event: EventTold }): ReactElement {
  const words = useApi("schemas.words", {}, { isFixed: true });
  const kind = words.data?.events.find(({ type }) => type === event.type)?.title ?? event.type;
  return (
    <>
      {kind}, <Timestamp at={event.time} look="exact" />; seen <Timestamp at={event.recordedtime} look="exact" />
      {event.appliedRule !== null && ", when a rule was applied to what was there"}
      {recorded.origin !== null && ". A rule of yours caused it"}.
    </>
  );
}

function EventTold({ told }: { told: EventTold }): ReactElement {
  const { event, runs, unheard, recorded } = told;
  const { near, others } = deafnessOf(unheard);
  return (
    <Stack gap={6}>
      <Section title="Rules that ran on it">
        {runs.length === 0 ? (
          <Card>
            <EmptyState icon="rules" title="No rule ran on it">
              {near[0] !== undefined
                ? `The nearest: ${near[0].reason}`
                : unheard.length === 0
                  ? "There are no rules yet."
                  : "Every rule of yours waits for something else."}
            </EmptyState>
          </Card>
        ) : (
          <Stack gap={3}>
            {runs.map((run) => (
              <RunCard key={run.runId} run={run} />
            ))}
          </Stack>
        )}
      </Section>
      {near.length > 0 && (
        <Section title="Rules that might have, and did not">
          <UnheardList unheard={near} />
        </Section>
      )}
      <Section title="Try a rule on it" lead="Says what the rule would do, and does nothing.">
        <TryRule eventId={event.id} type={event.type} />
      </Section>
      <Section title="Behind it">
        <Stack gap={2}>
          {others.length > 0 && (
            <Fold
              title="Rules that wait for something else"
              hint={others.length === 1 ? "1 rule" : `${others.length} rules`}
            >
              {() => <UnheardList unheard={others} />}
            </Fold>
          )}
          <Fold title="The event as it was seen" hint={event.type}>
            {() => <CodeText text={JSON.stringify(recorded, undefined, 2)} label="The event as it was seen" />}
          </Fold>
        </Stack>
      </Section>
    </Stack>
  );
}

const EventSkeleton = (): ReactElement => (
  <Stack gap={6}>
    <Section title="Rules that ran on it">
      <Skeleton shape="block" height="9rem" />
    </Section>
    <Section title="Try a rule on it" lead="Says what the rule would do, and does nothing.">
      <SkeletonRows count={1} height="6rem" />
    </Section>
  </Stack>
);
