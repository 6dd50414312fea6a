import { type ReactElement, useState } from "react";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Select } from "../../ui/text-input.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { useAllRules } from "../channels/use-all-rules.ts";
import { feedSecrets } from "./feed-words.ts";

type Feed = ReplyOf<"feeds.list">["items"][number];
type Made = ReplyOf<"feeds.add">;

/** Addresses at which a rule's matches can be read; whoever knows one may read it. */
export function FeedsSection(): ReactElement {
  const feeds = useApi("feeds.list", { path: me });
  const [made, setMade] = useState<Made>();
  const rules = useAllRules();
  const nameOf = (rule: string): string => rules.data?.find(({ id }) => id === rule)?.name ?? rule;
  return (
    <Stack gap={4}>
      {made !== undefined && feeds.data?.items.some(({ id }) => id === made.id) === true && (
        <ShownOnce
          key={made.id}
          title={`Feeds of ${nameOf(made.rule)}`}
          lead="Whoever knows an address may read it. They are shown this once."
          secrets={feedSecrets(made.urls, location.origin)}
          actions={
            <Button size="s" onClick={() => setMade(undefined)}>
              I have kept them
            </Button>
          }
        />
      )}
      <Card inset="flush">
        <Loaded query={feeds} skeleton={<SkeletonRows count={1} label="Loading feeds" />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState icon="share" title="No feeds yet">
                Choose a rule below: what it matches can then stand in your calendar or news reader.
              </EmptyState>
            ) : (
              <Rows label="Feeds">
                {items.map((feed) => (
                  <FeedLine key={feed.id} feed={feed} ruleName={nameOf(feed.rule)} />
                ))}
              </Rows>
            )
          }
        </Loaded>
      </Card>
      <NewFeed onMade={setMade} />
    </Stack>
  );
}

function FeedLine({ feed, ruleName }: { feed: Feed; ruleName: string }): ReactElement {
  const [isAsking, setAsking] = useState(false);
  const remove = useAct("feeds.remove", { done: "The feed is taken back.", showsTrouble: true });
  return (
    <RowItem
      before={<Icon name="share" />}
      title={ruleName}
      detail={
        <>
          Made <Timestamp at={feed.createdAt} look="day" />
        </>
      }
      after={
        <>
          <Button size="s" aria-label={`Take back the feed of ${ruleName}`} onClick={() => setAsking(true)}>
            Take back
          </Button>
          <ConfirmDialog
            isOpen={isAsking}
            onClose={() => setAsking(false)}
            title={`Take back the feed of ${ruleName}?`}
            lead="Its addresses open nothing any more. The rule goes on."
            confirm="Take it back"
            isDanger
            onConfirm={() => remove.mutateAsync({ path: { ...me, feed: feed.id } })}
          />
        </>
      }
    />
  );
}

function NewFeed({ onMade }: { onMade(made: Made): void }): ReactElement {
  const rules = useAllRules();
  const add = useAct("feeds.add");
  const [rule, setRule] = useState("");
  if (rules.data?.length === 0)
    return (
      <Row>
        <span>A feed is made of a rule.</span>
        <LinkButton to="/rules/recipes" size="s">
          Find one to begin with
        </LinkButton>
      </Row>
    );
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (rule === "" || add.isPending) return;
          add.mutate({ path: { ...me, rule } }, { onSuccess: onMade });
        }}
      >
        <Stack gap={3}>
          <Field label="Make a feed of">
            <Select
              value={rule}
              onChange={setRule}
              prompt="Choose a rule"
              options={(rules.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Field>
          <Row>
            <Button type="submit" icon="plus" isBusy={add.isPending} disabled={rule === ""}>
              Make the feed
            </Button>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
