import type { ReactElement } from "react";
import { me, useApi, usePages } from "../../app/api.ts";
import { LoadedPages } from "../../app/problem-view.tsx";
import { Status } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { Page } from "../../ui/page.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { type ChannelRow, stateWords } from "./channel-state.ts";
import styles from "./channels-page.module.css";
import { KindIcon } from "./kind-icon.tsx";

/** Every place where the person is told, and how it fares. */
export function ChannelsPage(): ReactElement {
  const channels = usePages("channels.list", { path: me, query: { limit: 100 } });
  const kinds = useApi("channels.kinds", undefined, { isFixed: true });
  const labelOf = (kind: string): string => kinds.data?.items.find((one) => one.kind === kind)?.label ?? kind;
  return (
    <Page
      title="Channels"
      lead="Where your rules can tell you something: a phone, a chat, a mailbox, your own server."
      actions={
        <LinkButton to="/channels/new" look="primary" icon="plus">
          Add a channel
        </LinkButton>
      }
    >
      <LoadedPages
        pages={channels}
        skeleton={
          <Card inset="flush">
            <SkeletonRows count={4} height="4.25rem" label="Loading channels" />
          </Card>
        }
        empty={<NoChannels />}
      >
        {(items) => (
          <Card inset="flush">
            <Rows label="Channels">
              {items.map((channel) => (
                <ChannelLine key={channel.id} channel={channel} label={labelOf(channel.kind)} />
              ))}
            </Rows>
          </Card>
        )}
      </LoadedPages>
      <LoadMore hasMore={channels.hasMore} isLoading={channels.isLoadingMore} onLoad={channels.loadMore} />
    </Page>
  );
}

function ChannelLine({ channel, label }: { channel: ChannelRow; label: string }): ReactElement {
  const { tone, words } = stateWords[channel.health.state];
  const { since, reason } = channel.health;
  return (
    <RowItem
      to={`/channels/${encodeURIComponent(channel.id)}`}
      before={<KindIcon kind={channel.kind} />}
      title={channel.name}
      detail={
        <>
          <Status tone={tone}>{words}</Status>
          {since !== null && (
            <>
              {" since "}
              <Timestamp at={since} />
            </>
          )}{" "}
          · {label} · <LastDelivery channelId={channel.id} />
          {reason !== null && <span className={styles.reason}>{reason}</span>}
        </>
      }
    />
  );
}

/** When something was last sent there. */
function LastDelivery({ channelId }: { channelId: string }): ReactElement {
  const last = useApi("deliveries.list", { path: { ...me, channel: channelId }, query: { limit: 1 } });
  const delivery = last.data?.items[0];
  if (delivery === undefined) return <span>{last.data === undefined ? "…" : "nothing sent yet"}</span>;
  return (
    <span>
      last sent <Timestamp at={delivery.finishedAt ?? delivery.createdAt} />
    </span>
  );
}

const NoChannels = (): ReactElement => (
  <EmptyState
    icon="channels"
    title="Rules cannot tell you anything yet"
    actions={
      <>
        <LinkButton to="/channels/new?kind=inbox" look="primary" icon="inbox">
          Start with the inbox
        </LinkButton>
        <LinkButton to="/channels/new" icon="plus">
          Choose another
        </LinkButton>
      </>
    }
  >
    A channel is a place where messages go. The inbox is here in the dashboard and needs nothing else; push apps, chats
    and mail take a minute.
  </EmptyState>
);
