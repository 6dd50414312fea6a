import { type ReactElement, useState } from "react";
import { Link } from "react-router";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Switch } from "../../ui/choice.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { useAllRules } from "../channels/use-all-rules.ts";
import { type HookRow, hookWordsOf, rulesThatWait } from "./hook-words.ts";
import { MadeHook } from "./made-hook.tsx";
import { NewHookDialog } from "./new-hook-dialog.tsx";

type Made = ReplyOf<"hooks.add">;

/** Addresses that media servers and other programs call, and what such a call can set off. */
export function WebhooksPage(): ReactElement {
  const hooks = useApi("hooks.list", { path: me });
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<Made>();
  const add = (
    <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
      Add an address
    </Button>
  );
  return (
    <Page
      title="Webhooks"
      lead={
        <>
          Addresses at which Plex, Jellyfin and other programs tell Showrunner what happens. To send events to your own
          server, add a <Link to="/channels/new?kind=webhook">webhook channel</Link>.
        </>
      }
      actions={hooks.data?.items.length === 0 ? undefined : add}
    >
      {made !== undefined && <MadeHook key={made.path} made={made} onClose={() => setMade(undefined)} />}
      <Section title="Your addresses" isTitleHidden>
        <Card inset="flush">
          <Loaded query={hooks} skeleton={<SkeletonRows count={4} height="4.1rem" label="Loading addresses" />}>
            {({ items }) =>
              items.length === 0 ? (
                <EmptyState icon="webhook" title="Nobody can call yet" actions={add}>
                  Add an address and give it to your media server: then rules can act the moment something begins to
                  play, without waiting for Trakt.
                </EmptyState>
              ) : (
                <Rows label="Addresses">
                  {items.map((hook) => (
                    <HookLine key={hook.id} hook={hook} onMade={setMade} />
                  ))}
                </Rows>
              )
            }
          </Loaded>
        </Card>
      </Section>
      <WaitingRules />
      <NewHookDialog
        isOpen={isAdding}
        taken={hooks.data?.items.map(({ name }) => name) ?? []}
        onClose={() => setAdding(false)}
        onMade={setMade}
      />
    </Page>
  );
}

function HookLine({ hook, onMade }: { hook: HookRow; onMade(made: Made): void }): ReactElement {
  const [asks, setAsks] = useState<"rotate" | "remove">();
  const path = { ...me, hook: hook.id };
  const enable = useAct("hooks.set_enabled");
  const rotate = useAct("hooks.rotate", { showsTrouble: true });
  const remove = useAct("hooks.remove", { done: `${hook.name} is removed.`, showsTrouble: true });
  const { label, tells } = hookWordsOf(hook.kind);
  return (
    <RowItem
      before={<Icon name="webhook" />}
      title={hook.name}
      detail={
        <>
          {label}: {tells} Added <Timestamp at={hook.createdAt} />.
        </>
      }
      after={
        <>
          {hook.signed && <Badge icon="lock">Signed</Badge>}
          <Switch
            label={`${hook.name} may be called`}
            isLabelHidden
            isOn={hook.enabled}
            isDisabled={enable.isPending}
            onChange={(enabled) => enable.mutate({ path, body: { enabled } })}
          />
          <Menu
            label={`More about ${hook.name}`}
            isIconOnly
            entries={[
              { label: "New address", icon: "replay", onSelect: () => setAsks("rotate") },
              { label: "Remove", icon: "remove", isDanger: true, onSelect: () => setAsks("remove") },
            ]}
          />
          <ConfirmDialog
            isOpen={asks === "rotate"}
            onClose={() => setAsks(undefined)}
            title={`Give ${hook.name} a new address?`}
            lead="The old one opens nothing any more, at once. The new one is shown this once: paste it into the sender."
            confirm="Make a new address"
            onConfirm={async () => onMade(await rotate.mutateAsync({ path }))}
          />
          <ConfirmDialog
            isOpen={asks === "remove"}
            onClose={() => setAsks(undefined)}
            title={`Remove ${hook.name}?`}
            lead="Calls to its address are turned away from now on. What was received stays in your history."
            confirm="Remove the address"
            isDanger
            onConfirm={() => remove.mutateAsync({ path })}
          />
        </>
      }
    />
  );
}

/** What a call can set off. */
function WaitingRules(): ReactElement {
  const rules = useAllRules();
  return (
    <Section title="What a call sets off" lead="The rules that wait for one.">
      <Card inset="flush">
        <Loaded query={rules} skeleton={<SkeletonRows count={2} label="Loading rules" />}>
          {(all) => {
            const waiting = rulesThatWait(all);
            if (waiting.length === 0)
              return (
                <EmptyState
                  icon="rules"
                  title="No rule waits for a call"
                  actions={<LinkButton to="/rules/new">Write a rule</LinkButton>}
                >
                  In a rule, choose the event hook.received; its conditions can ask who called, what plays, and whether
                  it was watched.
                </EmptyState>
              );
            return (
              <Rows label="Rules that wait for a call">
                {waiting.map(({ id, name, enabled }) => (
                  <RowItem
                    key={id}
                    to={`/rules/${encodeURIComponent(id)}`}
                    before={<Icon name="rules" />}
                    title={name}
                    after={enabled ? undefined : <Badge>Switched off</Badge>}
                  />
                ))}
              </Rows>
            );
          }}
        </Loaded>
      </Card>
    </Section>
  );
}
