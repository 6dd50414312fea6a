import { type ReactElement, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { client, me, useAct, useApi, usePages } from "../../app/api.ts";
import { LoadedPages } from "../../app/problem-view.tsx";
import { troubleOf } from "../../app/trouble.ts";
import { Badge, Status } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Switch } from "../../ui/choice.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Page } from "../../ui/page.tsx";
import { RowItem, Rows } from "../../ui/rows.tsx";
import { SkeletonRows } from "../../ui/skeleton.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import { actionWords, triggerWords } from "../../rules/rule-words.ts";
import { type RuleStanding, standings } from "../../rules/standings.ts";
import { RemoveDialog, SwitchOffDialog, UndoDialog } from "./rule-dialogs.tsx";
import { ShareDialog } from "./share-dialog.tsx";
import styles from "./rules-page.module.css";

type Rule = ReplyOf<"rules.list">["items"][number];
interface Asking {
  what: "share" | "undo" | "remove" | "off";
  rule: Rule;
}

/** All rules: what each waits for, whether it is on, and what it did last. */
export function RulesPage(): ReactElement {
  const rules = usePages("rules.list", { path: me, query: { limit: 100 } });
  const runs = useApi("runs.list", { path: me, query: { limit: 200 } }).data?.items;
  const approvals = useApi("approvals.list", { path: me }).data?.items;
  const reference = useApi("schemas.words", undefined, { isFixed: true }).data;
  const [asking, setAsking] = useState<Asking>();
  const standing = useMemo(() => standings(runs ?? [], approvals ?? []), [runs, approvals]);
  const close = (): void => setAsking(undefined);
  const download = useDownload();
  const about = { rule: asking?.rule.id ?? "", name: asking?.rule.name ?? "", onClose: close };
  return (
    <Page
      title="Rules"
      lead="When something happens, they do something about it."
      actions={
        <>
          <Menu
            label="Files"
            align="start"
            entries={[
              { label: "Import a rule", icon: "share", to: "/import" },
              { label: "Download all rules", icon: "download", onSelect: () => void download() },
            ]}
          />
          <LinkButton to="/rules/recipes" icon="spark">
            Recipes
          </LinkButton>
          <LinkButton to="/rules/new" icon="plus" look="primary">
            New rule
          </LinkButton>
        </>
      }
    >
      <Card inset="flush">
        <LoadedPages
          pages={rules}
          skeleton={<SkeletonRows count={6} height="4.75rem" label="Loading your rules" />}
          empty={
            <EmptyState
              icon="rules"
              title="You have no rules yet"
              actions={
                <>
                  <LinkButton to="/rules/recipes" look="primary" icon="spark">
                    Choose a recipe
                  </LinkButton>
                  <LinkButton to="/rules/new" icon="plus">
                    Start from nothing
                  </LinkButton>
                </>
              }
            >
              A recipe is a rule that is almost done: tell me when it airs, keep my watchlist in order, sum up my week.
              It takes two clicks.
            </EmptyState>
          }
        >
          {(items) => (
            <Rows label="Rules">
              {items.map((rule) => (
                <RuleRow
                  key={rule.id}
                  rule={rule}
                  trigger={triggerWords(rule.source, reference)}
                  standing={standing.get(rule.id)}
                  onAsk={(what) => setAsking({ what, rule })}
                />
              ))}
            </Rows>
          )}
        </LoadedPages>
      </Card>
      <LoadMore hasMore={rules.hasMore} isLoading={rules.isLoadingMore} onLoad={rules.loadMore} />
      <ShareDialog rule={about.rule} isOpen={asking?.what === "share"} onClose={close} />
      <UndoDialog {...about} isOpen={asking?.what === "undo"} />
      <SwitchOffDialog {...about} isOpen={asking?.what === "off"} />
      <RemoveDialog {...about} isOpen={asking?.what === "remove"} />
    </Page>
  );
}

/** All rules as the YAML file that `showrunner rules apply` takes. */
function useDownload(): () => Promise<void> {
  const toast = useToast();
  return async () => {
    try {
      const { yaml } = await client.call("rules.export", { path: me });
      const address = URL.createObjectURL(new Blob([yaml], { type: "application/yaml" }));
      const link = document.createElement("a");
      link.href = address;
      link.download = "rules.yaml";
      link.click();
      URL.revokeObjectURL(address);
    } catch (error) {
      const { message, hint } = troubleOf(error);
      toast.bad({ title: message, description: hint });
    }
  };
}

interface RuleRowProps {
  rule: Rule;
  trigger: string;
  standing: RuleStanding | undefined;
  onAsk(what: Asking["what"]): void;
}

function RuleRow({ rule, trigger, standing, onAsk }: RuleRowProps): ReactElement {
  const { id, name, enabled, source } = rule;
  const switchOn = useAct("rules.set_enabled", { done: `“${name}” is on.` });
  const navigate = useNavigate();
  const isOn = switchOn.isPending ? true : enabled;
  return (
    <RowItem
      to={`/rules/${id}`}
      title={name}
      detail={
        <span className={styles.detail}>
          <span>
            {trigger}: {lowerFirst(actionWords(source))}
          </span>
          <Standing standing={standing} isOn={enabled} />
        </span>
      }
      before={
        <span className={styles.above}>
          <Switch
            label={`${name}: on`}
            isLabelHidden
            isOn={isOn}
            isDisabled={switchOn.isPending}
            onChange={(on) =>
              on ? switchOn.mutate({ path: { ...me, rule: id }, body: { enabled: true } }) : onAsk("off")
            }
          />
        </span>
      }
      after={
        <>
          {standing?.isFailing === true && <Status tone="bad">Failing</Status>}
          {(standing?.waits ?? 0) > 0 && <Badge tone="wait">Waits for your yes</Badge>}
          <Menu
            label={`${name}: more`}
            isIconOnly
            entries={[
              { label: "Edit", icon: "edit", to: `/rules/${id}` },
              { label: "Duplicate", icon: "copy", to: `/rules/new?like=${encodeURIComponent(id)}` },
              { label: "Share", icon: "share", onSelect: () => onAsk("share") },
              { label: "Versions", icon: "clock", onSelect: () => void navigate(`/rules/${id}?view=versions`) },
              { label: "Undo what it did", icon: "undo", onSelect: () => onAsk("undo") },
              { label: "Remove", icon: "remove", isDanger: true, onSelect: () => onAsk("remove") },
            ]}
          />
        </>
      }
    />
  );
}

function Standing({ standing, isOn }: { standing: RuleStanding | undefined; isOn: boolean }): ReactElement {
  if (!isOn) return <span>Switched off</span>;
  if (standing === undefined) return <span>Has not run of late</span>;
  const { actedAt, ranAt } = standing;
  return (
    <span>
      {actedAt === undefined ? (
        <>
          Looked <Timestamp at={ranAt} />, did not act of late
        </>
      ) : (
        <>
          Acted <Timestamp at={actedAt} />
        </>
      )}
    </span>
  );
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
