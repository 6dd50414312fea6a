import type { ReactElement } from "react";
import { me, usePages } from "../../app/api.ts";
import { LoadedPages } from "../../app/problem-view.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Card, Stack } from "../../ui/card.tsx";
import { Icon } from "../../ui/icon.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useNow, useZone } from "../../ui/time.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { byDay } from "../home/by-day.ts";
import { linkOf } from "./message-link.ts";
import styles from "./inbox-page.module.css";

/** What the person was told here. */
export function InboxPage(): ReactElement {
  const pages = usePages("inbox.list", { path: me, query: { limit: 40 } });
  const zone = useZone();
  const now = useNow();
  return (
    <Page
      title="Inbox"
      lead="What rules told you here. A rule writes to it when it notifies the channel “inbox”."
      actions={
        <LinkButton to="/channels" icon="channels">
          Other places to be told
        </LinkButton>
      }
    >
      <LoadedPages
        pages={pages}
        skeleton={
          <Card inset="flush">
            <SkeletonRows count={6} height="5rem" label="Loading messages" />
          </Card>
        }
        empty={
          <Card>
            <EmptyState
              icon="inbox"
              title="No messages yet"
              actions={
                <LinkButton to="/rules/recipes" look="primary">
                  Find a rule that tells you
                </LinkButton>
              }
            >
              When a rule tells you something, it stands here, whatever other channels there are.
            </EmptyState>
          </Card>
        }
      >
        {(items) => (
          <Stack gap={5}>
            {byDay(items, ({ at }) => at, zone, now).map(({ day, label, items: messages }) => (
              <Section key={day} title={label}>
                <Card inset="flush">
                  <ul>
                    {messages.map((message) => (
                      <li key={message.id} className={styles.message}>
                        <span className={styles.icon}>
                          <Icon name="bell" />
                        </span>
                        <div className={styles.words}>
                          <p className={styles.title}>
                            <MessageTitle title={message.title} url={message.url} />
                          </p>
                          {message.body !== "" && <p className={styles.body}>{message.body}</p>}
                        </div>
                        <span className={styles.time}>
                          <Timestamp at={message.at} look="time" />
                        </span>
                      </li>
                    ))}
                  </ul>
                </Card>
              </Section>
            ))}
            <LoadMore
              hasMore={pages.hasMore}
              isLoading={pages.isLoadingMore}
              onLoad={pages.loadMore}
              label="Show older messages"
            />
          </Stack>
        )}
      </LoadedPages>
    </Page>
  );
}

function MessageTitle({ title, url }: { title: string; url: string | null }): ReactElement {
  const href = linkOf(url);
  if (href === undefined) return <>{title}</>;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {title}
      <span className={styles.external}>
        <Icon name="external" size="s" label="(opens in a new tab)" />
      </span>
    </a>
  );
}
