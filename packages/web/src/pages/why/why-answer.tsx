import { type ReactElement, useMemo } from "react";
import { Link } from "react-router";
import { me, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Card, Grid, Stack } from "../../ui/card.tsx";
import { Section } from "../../ui/page.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { eventIcon } from "../event/event-icon.ts";
import { Icon } from "../../ui/icon.tsx";
import { ReconnectButton } from "../../app/reconnect-button.tsx";
import { Flow, FlowColumn, FlowNode, FlowNote } from "../trace/flow.tsx";
import { capital, toSentence, verdictOf } from "../trace/outcomes.ts";
import type { AskedAbout } from "./asked.ts";
import { chainLinks, chainOf, type WhyNot } from "./chain.ts";
import { remedyOf } from "./remedies.ts";
import styles from "./why-answer.module.css";

/** How far something came, and what stopped it. */
export function WhyAnswer({ asked }: { asked: AskedAbout }): ReactElement {
  const { kind, trakt, season, episode, days } = asked;
  const query = { title: trakt, kind, season, episode, days };
  const answer = useApi("why_not", { path: me, query }, { keepsPrevious: true });
  return (
    <Loaded query={answer} skeleton={<AnswerSkeleton />}>
      {(data) => (
        <div className={answer.isPlaceholderData ? styles.old : undefined} aria-busy={answer.isPlaceholderData}>
          <Answer answer={data} />
        </div>
      )}
    </Loaded>
  );
}

function Answer({ answer }: { answer: WhyNot }): ReactElement {
  const { about, seen, causes, unknown } = answer;
  return (
    <Stack gap={6}>
      <Section title={`How far ${about.name} came`}>
        <Chain answer={answer} />
      </Section>
      {causes.length > 0 && (
        <Section title={causes.length === 1 ? "What keeps it away" : "What may keep it away"}>
          <Card inset="flush">
            <ul>
              {causes.map(({ code, sentence }) => (
                <li key={code + sentence} className={styles.cause}>
                  <span className={styles.icon}>
                    <Icon name="info" />
                  </span>
                  <p>{sentence}</p>
                  <RemedyButton code={code} />
                </li>
              ))}
            </ul>
          </Card>
        </Section>
      )}
      {causes.length === 0 && seen.length === 0 && (
        <p>Nothing that is known here keeps it from being seen: it may not have happened in these days.</p>
      )}
      {seen.length > 0 && (
        <Section title="Everything that was seen of it">
          <Card inset="flush">
            <Rows label="Seen">
              {seen.map(({ event, runs }) => (
                <RowItem
                  key={event.id}
                  title={event.about}
                  detail={
                    runs.length === 0
                      ? "No rule ran on it"
                      : runs.map((run) => `${run.rule.name}: ${lower(verdictOf(run).title)}`).join(" · ")
                  }
                  before={<Icon name={eventIcon(event.type)} />}
                  after={<Timestamp at={event.recordedtime} />}
                  to={`/events/${event.id}`}
                />
              ))}
            </Rows>
          </Card>
        </Section>
      )}
      {unknown.length > 0 && (
        <Section title="What is not known">
          <ul className={styles.unknown}>
            {unknown.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Section>
      )}
    </Stack>
  );
}

const lower = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

function Chain({ answer }: { answer: WhyNot }): ReactElement {
  const steps = useMemo(() => chainOf(answer), [answer]);
  const links = useMemo(() => chainLinks(steps), [steps]);
  return (
    <Flow label="From something that happens to what is done" links={links} columns={5}>
      {steps.map(({ id, title, tone, icon, label, text, note, link }) => (
        <FlowColumn key={id} title={title}>
          <FlowNode id={id} tone={tone} icon={icon} label={label} title={capital(text)}>
            {note !== undefined && <FlowNote>{toSentence(note)}</FlowNote>}
            {link !== undefined && (
              <FlowNote>
                <Link to={link.to}>{link.words}</Link>
              </FlowNote>
            )}
          </FlowNode>
        </FlowColumn>
      ))}
    </Flow>
  );
}

function RemedyButton({ code }: { code: string }): ReactElement | null {
  const remedy = remedyOf(code);
  switch (remedy?.kind) {
    case "page":
      return (
        <LinkButton to={remedy.to} size="s">
          {remedy.words}
        </LinkButton>
      );
    case "reconnect":
      return <ReconnectButton to="/why" size="s" />;
    case undefined:
      return null;
  }
}

const AnswerSkeleton = (): ReactElement => (
  <Stack gap={4}>
    <Skeleton shape="title" />
    <Grid column="s">
      {Array.from({ length: 5 }, (_, at) => (
        <Skeleton key={at} shape="block" height="11rem" />
      ))}
    </Grid>
  </Stack>
);
