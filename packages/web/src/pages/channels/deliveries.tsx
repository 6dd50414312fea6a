import type { ReactElement } from "react";
import { me, useAct, usePages } from "../../app/api.ts";
import { LoadedPages } from "../../app/problem-view.tsx";
import { Badge, Status } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { Section } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { type ChannelRow, type DeliveryRow, deliveryWords, sentWords } from "./channel-state.ts";
import styles from "./deliveries.module.css";

/** What rules sent to a channel, the newest first, each with its tries. */
export function Deliveries({ channel }: { channel: ChannelRow }): ReactElement {
  const path = { ...me, channel: channel.id };
  const deliveries = usePages("deliveries.list", { path, query: { limit: 10 } });
  return (
    <Section title="What was sent" lead="Open one to see each try and what came back.">
      <Card inset="flush">
        <LoadedPages
          pages={deliveries}
          skeleton={<SkeletonRows count={5} label="Loading what was sent" />}
          empty={
            <EmptyState icon="send" title="Nothing was sent here yet">
              Messages of your rules show up here, with what came back.
            </EmptyState>
          }
        >
          {(items) => (
            <ul aria-label={`What was sent to ${channel.name}`}>
              {items.map((delivery) => (
                <Delivery key={delivery.id} delivery={delivery} />
              ))}
            </ul>
          )}
        </LoadedPages>
      </Card>
      <LoadMore
        hasMore={deliveries.hasMore}
        isLoading={deliveries.isLoadingMore}
        onLoad={deliveries.loadMore}
        label="Show older ones"
      />
    </Section>
  );
}

function Delivery({ delivery }: { delivery: DeliveryRow }): ReactElement {
  const replay = useAct("deliveries.replay", { done: "It is sent once more, under the id that it had." });
  const { tone, words } = deliveryWords[delivery.state];
  const isOver = delivery.state === "DONE" || delivery.state === "DEAD";
  return (
    <li className={styles.item}>
      <details>
        <summary className={styles.summary}>
          <span className={styles.arrow}>
            <Icon name="right" size="s" />
          </span>
          <span className={styles.words}>
            <span className={styles.title}>{sentWords(delivery)}</span>
            <span className={styles.rule}>
              {delivery.rule.name} · <Timestamp at={delivery.createdAt} />
              {delivery.attempts > 1 && ` · ${delivery.attempts} tries`}
            </span>
          </span>
          <Status tone={tone}>{words}</Status>
        </summary>
        <div className={styles.inner}>
          <Stack gap={4}>
            {delivery.outcome !== null && delivery.outcome !== delivery.tries.at(-1)?.reason && (
              <p className={styles.outcome}>{delivery.outcome}</p>
            )}
            {delivery.dueAt !== null && !isOver && (
              <p className={styles.outcome}>
                Next try <Timestamp at={delivery.dueAt} />.
              </p>
            )}
            {delivery.request.do === "notify" && delivery.request.body !== "" && (
              <blockquote className={styles.body}>{delivery.request.body}</blockquote>
            )}
            <Tries tries={delivery.tries} isDone={delivery.state === "DONE"} />
            <Row>
              <Button
                size="s"
                icon="replay"
                isBusy={replay.isPending}
                disabled={!isOver}
                onClick={() => replay.mutate({ path: { ...me, delivery: delivery.id } })}
              >
                Send it again
              </Button>
              {delivery.runId !== null && (
                <LinkButton size="s" look="quiet" icon="why" to={`/runs/${encodeURIComponent(delivery.runId)}`}>
                  Why it was sent
                </LinkButton>
              )}
              <code className={styles.id}>{delivery.id}</code>
            </Row>
          </Stack>
        </div>
      </details>
    </li>
  );
}

type Try = DeliveryRow["tries"][number];

/** What came of a try, in a word. Some receivers answer with no status: then what became of the delivery tells. */
function TryBadge({ status, isTaken }: { status: number | null; isTaken: boolean }): ReactElement {
  if (status === null) return isTaken ? <Badge tone="good">Taken</Badge> : <Badge tone="bad">No answer</Badge>;
  return <Badge tone={status < 300 ? "good" : "bad"}>{status}</Badge>;
}

interface TriesProps {
  tries: readonly Try[];
  /** The last of them got through. */
  isDone: boolean;
}

function Tries({ tries, isDone }: TriesProps): ReactElement | null {
  const last = tries.at(-1);
  if (last === undefined) return null;
  return (
    <ol className={styles.tries} aria-label="Tries, the newest first">
      {tries.toReversed().map((one) => (
        <li key={one.at} className={styles.try}>
          <Row gap={3}>
            <TryBadge status={one.status} isTaken={isDone && one === last} />
            <Timestamp at={one.at} look="exact" />
            <span className={styles.took}>{one.tookMs} ms</span>
            {one.isReplay && <Badge tone="info">Asked for again</Badge>}
          </Row>
          <p>{one.reason}</p>
          {one.answer !== null && one.answer !== "" && <pre className={styles.answer}>{one.answer}</pre>}
          <Headers label="What was sent with it" headers={one.requestHeaders} />
          <Headers label="What came back with it" headers={one.responseHeaders} />
        </li>
      ))}
    </ol>
  );
}

/** The server has taken the secrets out of them. */
function Headers({
  label,
  headers,
}: {
  label: string;
  headers: Readonly<Record<string, string>>;
}): ReactElement | null {
  const lines = Object.entries(headers);
  if (lines.length === 0) return null;
  return (
    <details className={styles.headers}>
      <summary>
        {label} ({lines.length})
      </summary>
      <dl className={styles.headerList}>
        {lines.map(([name, value]) => (
          <div key={name} className={styles.header}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
