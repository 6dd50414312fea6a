import { type ReactElement, useState } from "react";
import { Navigate, useLocation, useNavigate, useParams, useSearchParams } from "react-router";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Row } from "../../ui/card.tsx";
import { Switch } from "../../ui/choice.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Page } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Notice } from "../../ui/states.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { etagOf } from "../../rules/etag.ts";
import { Tabs } from "../../ui/tabs.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { yamlOf } from "../../rules/yaml-text.ts";
import { triggerWords } from "../../rules/rule-words.ts";
import type { Reference } from "../../rules/words.ts";
import { LeaveGuard } from "./builder/leave-guard.tsx";
import { EditorSkeleton } from "./builder/editor-skeleton.tsx";
import { ReferenceContext, useReferenceQuery } from "./builder/reference.ts";
import { RuleEditor } from "./builder/rule-editor.tsx";
import { useRuleText } from "./builder/rule-text.ts";
import { ActivityPanel } from "./activity-panel.tsx";
import { ApplyNowPanel } from "./apply-now-panel.tsx";
import { FeedsPanel } from "./feeds-panel.tsx";
import { RemoveDialog, SwitchOffDialog, UndoDialog } from "./rule-dialogs.tsx";
import { ShareDialog } from "./share-dialog.tsx";
import { VersionsPanel } from "./versions-panel.tsx";

type Rule = ReplyOf<"rules.get">;
type Asking = "share" | "undo" | "remove" | "off";

/** One rule: its form and text, what it did and waits for, its versions and feeds. */
export function RulePage(): ReactElement {
  const { rule: wanted = "" } = useParams();
  const { search } = useLocation();
  const reference = useReferenceQuery();
  // What is being removed is not asked for any more.
  const [isRemoving, setRemoving] = useState(false);
  const rule = useApi("rules.get", { path: { ...me, rule: wanted } }, { isEnabled: !isRemoving });
  if (rule.data === undefined || reference.data === undefined)
    return (
      <Page
        title="Rule"
        lead={rule.error === null ? <Skeleton width="12rem" /> : undefined}
        back={{ to: "/rules", label: "Rules" }}
        width="full"
      >
        <Loaded query={rule} skeleton={<EditorSkeleton hasTabs />}>
          {() => (
            <Loaded query={reference} skeleton={<EditorSkeleton hasTabs />}>
              {() => <EditorSkeleton hasTabs />}
            </Loaded>
          )}
        </Loaded>
      </Page>
    );
  // By its id, which stays when the name does not.
  if (wanted !== rule.data.id) return <Navigate to={{ pathname: `/rules/${rule.data.id}`, search }} replace />;
  return (
    <OneRule
      key={rule.data.id}
      saved={rule.data}
      reference={reference.data}
      isRemoving={isRemoving}
      onRemoving={setRemoving}
    />
  );
}

interface OneRuleProps {
  saved: Rule;
  reference: Reference;
  isRemoving: boolean;
  onRemoving(isRemoving: boolean): void;
}

function OneRule({ saved, reference, isRemoving, onRemoving }: OneRuleProps): ReactElement {
  const { id, name, enabled, version } = saved;
  const [base, setBase] = useState(version);
  const rule = useRuleText(yamlOf(saved.source));
  const [asking, setAsking] = useState<Asking>();
  const navigate = useNavigate();
  const toast = useToast();
  const [search, setSearch] = useSearchParams();
  const save = useAct("rules.save", { done: "Saved.", showsTrouble: true });
  const switchOn = useAct("rules.set_enabled", {
    done: ({ enabled: isOn }) => (isOn ? "Switched on." : "Switched off."),
  });
  const isBehind = version !== base && !save.isPending;
  const { isChanged, restart } = rule;
  if (isBehind && !isChanged) {
    // Saved elsewhere while nothing was changed here: what is shown follows.
    restart(yamlOf(saved.source));
    setBase(version);
  }
  const close = (): void => setAsking(undefined);
  const edit = (
    <ReferenceContext value={reference}>
      <RuleEditor
        rule={rule}
        id={id}
        saveLabel="Save"
        onSave={async (source) => {
          const { text } = rule;
          const ifMatch = await etagOf(saved);
          const body = { source, enabled, id };
          const reply = await save.mutateAsync({ path: me, body, ...(ifMatch === undefined ? {} : { ifMatch }) });
          setBase(reply.version);
          rule.keep(text);
          for (const words of reply.warnings) toast.info({ title: "It is saved, but", description: words });
        }}
      />
    </ReferenceContext>
  );
  const tabs = [
    { id: "edit", label: isChanged ? "Edit, not saved" : "Edit", content: edit },
    { id: "activity", label: "Activity", content: <ActivityPanel rule={id} /> },
    { id: "now", label: "Apply now", content: <ApplyNowPanel rule={id} isChanged={isChanged} /> },
    { id: "versions", label: "Versions", content: <VersionsPanel rule={id} version={version} source={saved.source} /> },
    { id: "feeds", label: "Feeds", content: <FeedsPanel rule={id} /> },
  ];
  const wanted = search.get("view");
  const view = !isRemoving && tabs.some((one) => one.id === wanted) ? (wanted ?? "edit") : "edit";
  return (
    <Page
      title={name}
      lead={triggerWords(saved.source, reference)}
      back={{ to: "/rules", label: "Rules" }}
      width="full"
      actions={
        <Row gap={4}>
          <Switch
            label={enabled ? "On" : "Off"}
            isOn={enabled}
            isDisabled={switchOn.isPending}
            onChange={(isOn) =>
              isOn ? switchOn.mutate({ path: { ...me, rule: id }, body: { enabled: true } }) : setAsking("off")
            }
          />
          <LinkButton to={`/rules/new?like=${encodeURIComponent(id)}`} icon="copy">
            Duplicate
          </LinkButton>
          <Menu
            label="More about this rule"
            isIconOnly
            entries={[
              { label: "Share", icon: "share", onSelect: () => setAsking("share") },
              { label: "Undo what it did", icon: "undo", onSelect: () => setAsking("undo") },
              { label: "Remove", icon: "remove", isDanger: true, onSelect: () => setAsking("remove") },
            ]}
          />
        </Row>
      }
    >
      {isBehind && isChanged && (
        <Notice
          tone="wait"
          title="This rule was changed elsewhere meanwhile"
          actions={
            <Button
              size="s"
              onClick={() => {
                restart(yamlOf(saved.source));
                setBase(version);
              }}
            >
              Show what it is now
            </Button>
          }
        >
          Saving makes your text its newest version; the other one stays among the versions.
        </Notice>
      )}
      <Tabs
        label="About this rule"
        tabs={tabs}
        value={view}
        onChange={(chosen) => setSearch({ view: chosen }, { replace: true })}
      />
      <LeaveGuard isChanged={isChanged && !save.isPending && !isRemoving} hasViews />
      <ShareDialog rule={id} isOpen={asking === "share"} onClose={close} />
      <UndoDialog rule={id} name={name} isOpen={asking === "undo"} onClose={close} />
      <SwitchOffDialog rule={id} name={name} isOpen={asking === "off"} onClose={close} />
      <RemoveDialog
        rule={id}
        name={name}
        isOpen={asking === "remove"}
        onClose={close}
        onRemoving={onRemoving}
        onRemoved={() => void navigate("/rules")}
      />
    </Page>
  );
}
