import { type ReactElement, useEffect, useState } from "react";
import { useNavigate, useParams } from "react-router";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { Switch } from "../../ui/choice.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Page } from "../../ui/page.tsx";
import { Notice } from "../../ui/states.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { etagOf } from "../../rules/etag.ts";
import { yamlOf } from "../../rules/yaml-text.ts";
import { triggerWords } from "../../rules/rule-words.ts";
import type { Reference } from "../../rules/words.ts";
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
  const reference = useReferenceQuery();
  const rule = useApi("rules.get", { path: { ...me, rule: wanted } });
  if (rule.data === undefined || reference.data === undefined)
    return (
      <Page title="Rule" back={{ to: "/rules", label: "Rules" }} width="full">
        <Loaded query={rule} skeleton={<EditorSkeleton />}>
          {() => (
            <Loaded query={reference} skeleton={<EditorSkeleton />}>
              {() => <EditorSkeleton />}
            </Loaded>
          )}
        </Loaded>
      </Page>
    );
  return <OneRule key={rule.data.id} saved={rule.data} reference={reference.data} />;
}

function OneRule({ saved, reference }: { saved: Rule; reference: Reference }): ReactElement {
  const { id, name, enabled, version } = saved;
  const [base, setBase] = useState(version);
  const rule = useRuleText(yamlOf(saved.source));
  const [asking, setAsking] = useState<Asking>();
  const navigate = useNavigate();
  const save = useAct("rules.save", { done: "Saved.", showsTrouble: true });
  const switchOn = useAct("rules.set_enabled", { done: ({ enabled: isOn }) => (isOn ? "Switched on." : "Switched off.") });
  const isBehind = version !== base;
  const { isChanged, settle } = rule;
  useEffect(() => {
    // Saved elsewhere while nothing was changed here: what is shown follows.
    if (isBehind && !isChanged) {
      settle(yamlOf(saved.source));
      setBase(version);
    }
  }, [isBehind, isChanged, settle, saved.source, version]);
  const close = (): void => setAsking(undefined);
  const more = [
    { id: "activity", label: "Activity", content: <ActivityPanel rule={id} /> },
    { id: "now", label: "Apply now", content: <ApplyNowPanel rule={id} isChanged={isChanged} /> },
    {
      id: "versions",
      label: "Versions",
      content: <VersionsPanel rule={id} version={version} source={saved.source} />,
    },
    { id: "feeds", label: "Feeds", content: <FeedsPanel rule={id} /> },
  ];
  return (
    <Page
      title={name}
      lead={triggerWords(saved.source, reference)}
      back={{ to: "/rules", label: "Rules" }}
      width="full"
      actions={
        <>
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
        </>
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
                settle(yamlOf(saved.source));
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
      <ReferenceContext value={reference}>
        <RuleEditor
          rule={rule}
          id={id}
          saveLabel="Save"
          more={more}
          onSave={async (source) => {
            const ifMatch = await etagOf(saved);
            const body = { source, enabled, id };
            const reply = await save.mutateAsync({ path: me, body, ...(ifMatch === undefined ? {} : { ifMatch }) });
            setBase(reply.version);
            settle(rule.text);
          }}
        />
      </ReferenceContext>
      <ShareDialog rule={id} isOpen={asking === "share"} onClose={close} />
      <UndoDialog rule={id} name={name} isOpen={asking === "undo"} onClose={close} />
      <SwitchOffDialog rule={id} name={name} isOpen={asking === "off"} onClose={close} />
      <RemoveDialog
        rule={id}
        name={name}
        isOpen={asking === "remove"}
        onClose={close}
        onRemoved={() => void navigate("/rules")}
      />
    </Page>
  );
}
