import { type ReactElement, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { me, useAct, useApi, usePages } from "../../app/api.ts";
import { ProblemView } from "../../app/problem-view.tsx";
import { troubleOf } from "../../app/trouble.ts";
import { Status } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { Skeleton, SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState, Notice } from "../../ui/states.tsx";
import { DataList } from "../../ui/table.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { ChannelTiming } from "./channel-timing.tsx";
import { type ChannelRow, rulesThatUse, stateWords, testWords } from "./channel-state.ts";
import { ChannelTrouble } from "./channel-trouble.tsx";
import { Deliveries } from "./deliveries.tsx";
import { factsOf } from "./config-facts.ts";
import { useAllRules } from "./use-all-rules.ts";
import { UsedBy } from "./used-by.tsx";

/** One channel: how it fares, what was sent there, and what can be done about it. */
export function ChannelPage(): ReactElement {
  const { channel: wanted = "" } = useParams();
  const channels = usePages("channels.list", { path: me, query: { limit: 200 } });
  const found = channels.items.find(({ id, name }) => id === wanted || name === wanted);
  if (found !== undefined) return <OneChannel channel={found} />;
  const back = { to: "/channels", label: "Channels" };
  if (channels.isPending)
    return (
      <Page title="Channel" back={back}>
        <Skeleton shape="block" height="9rem" />
        <Card inset="flush">
          <SkeletonRows count={5} label="Loading the channel" />
        </Card>
      </Page>
    );
  return (
    <Page title="Channel" back={back}>
      {channels.error === null ? (
        <EmptyState
          icon="channels"
          title="There is no such channel"
          actions={<LinkButton to="/channels">All channels</LinkButton>}
        >
          It may have been removed.
        </EmptyState>
      ) : (
        <ProblemView error={channels.error} onRetry={channels.refetch} />
      )}
    </Page>
  );
}

function OneChannel({ channel }: { channel: ChannelRow }): ReactElement {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [asks, setAsks] = useState<"remove" | "rotate">();
  const kinds = useApi("channels.kinds", undefined, { isFixed: true });
  const rules = useAllRules();
  const test = useAct("channels.test", { showsTrouble: true });
  const remove = useAct("channels.remove", { done: `${channel.name} is removed.`, showsTrouble: true });
  const rotate = useAct("channels.rotate", { showsTrouble: true });
  const path = { ...me, channel: channel.id };
  const kind = kinds.data?.items.find((one) => one.kind === channel.kind);
  const label = kind?.label ?? channel.kind;
  const hasSecrets = kind !== undefined && kind.kind !== "inbox";
  const using = rulesThatUse(channel, rules.data ?? []);
  const isWebhook = channel.kind === "webhook";
  const secretWords = isWebhook
    ? "The signing secret is sealed. The menu above makes a new one."
    : "Sealed. To change one, remove the channel and add it anew.";
  const isNew = search.has("new");
  return (
    <Page
      title={channel.name}
      back={{ to: "/channels", label: "Channels" }}
      lead={
        <>
          {label} ·{" "}
          <Status tone={stateWords[channel.health.state].tone}>{stateWords[channel.health.state].words}</Status>
        </>
      }
      actions={
        <>
          <Button look="primary" icon="send" isBusy={test.isPending} onClick={() => test.mutate({ path })}>
            {isWebhook ? "Send a ping" : "Send a test"}
          </Button>
          <Menu
            label={`More about ${channel.name}`}
            isIconOnly
            entries={[
              ...(isWebhook
                ? [{ label: "New signing secret", icon: "key", onSelect: () => setAsks("rotate") } as const]
                : []),
              { label: "Remove the channel", icon: "remove", isDanger: true, onSelect: () => setAsks("remove") },
            ]}
          />
        </>
      }
    >
      {isNew && test.data === undefined && test.error === null && (
        <Notice tone="good" isNews title={`${channel.name} is there.`}>
          Send a test to see that it arrives, then name it in a rule.
        </Notice>
      )}
      {test.data !== undefined && (
        <Notice tone="good" isNews title={testWords(test.data.detail).title}>
          {testWords(test.data.detail).words}
        </Notice>
      )}
      {test.error !== null && (
        <Notice tone="bad" isNews title={troubleOf(test.error).message}>
          {troubleOf(test.error).hint}
        </Notice>
      )}
      {rotate.data !== undefined && (
        <ShownOnce
          title="The new signing secret"
          lead={
            <>
              It is shown this once. The former one signs beside it until{" "}
              <Timestamp at={rotate.data.formerUntil} look="exact" />.
            </>
          }
          secrets={Object.values(rotate.data.made).map((value) => ({ label: "Signing secret", value }))}
        />
      )}
      <ChannelTrouble channel={channel} />
      <Deliveries channel={channel} />
      <UsedBy rules={using} isPending={rules.isPending} channelName={channel.name} />
      {channel.kind !== "inbox" && <ChannelTiming channel={channel} />}
      <Section title="Settings">
        <Card>
          <DataList
            facts={[
              ...factsOf(channel),
              ...(hasSecrets ? [{ label: "Secrets", value: secretWords } as const] : []),
              { label: "Added", value: <Timestamp at={channel.createdAt} look="exact" /> },
            ]}
          />
        </Card>
      </Section>
      <ConfirmDialog
        isOpen={asks === "remove"}
        onClose={() => setAsks(undefined)}
        title={`Remove ${channel.name}?`}
        lead={
          using.length === 0
            ? "No rule uses it. Its secrets are deleted."
            : "Its secrets are deleted. The rules that use it fail, and say so, until they name another channel:"
        }
        confirm="Remove the channel"
        isDanger
        onConfirm={async () => {
          await remove.mutateAsync({ path });
          await navigate("/channels");
        }}
      >
        {using.length > 0 ? (
          <ul>
            {using.map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
          </ul>
        ) : undefined}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asks === "rotate"}
        onClose={() => setAsks(undefined)}
        title="Make a new signing secret?"
        lead="It is shown once. For a day both sign, so that your server can change over without missing anything."
        confirm="Make a new secret"
        onConfirm={() => rotate.mutateAsync({ path })}
      />
    </Page>
  );
}
