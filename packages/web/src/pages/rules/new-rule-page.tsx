import type { ReactElement } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { useToast } from "../../ui/toasts.tsx";
import { Page } from "../../ui/page.tsx";
import { yamlOf } from "../../rules/yaml-text.ts";
import { newAction } from "../../rules/actions.ts";
import { eventsNamed, type Reference } from "../../rules/words.ts";
import { LeaveGuard } from "./builder/leave-guard.tsx";
import { EditorSkeleton } from "./builder/editor-skeleton.tsx";
import { ReferenceContext, useReferenceQuery } from "./builder/reference.ts";
import { RuleEditor } from "./builder/rule-editor.tsx";
import { useRuleText } from "./builder/rule-text.ts";

/** A new rule: from nothing, or from another one. */
export function NewRulePage(): ReactElement {
  const reference = useReferenceQuery();
  const [search] = useSearchParams();
  const like = search.get("like") ?? "";
  const other = useApi("rules.get", { path: { ...me, rule: like } }, { isEnabled: like !== "", isFixed: true });
  return (
    <Page
      title="New rule"
      lead="When something happens, if it is as you say, then do this."
      back={{ to: "/rules", label: "Rules" }}
      actions={
        <LinkButton to="/rules/recipes" icon="spark">
          Begin with a recipe
        </LinkButton>
      }
      width="full"
    >
      <Loaded query={reference} skeleton={<EditorSkeleton />}>
        {(known) =>
          like === "" ? (
            <NewRule reference={known} source={beginning(known)} />
          ) : (
            <Loaded query={other} skeleton={<EditorSkeleton />}>
              {({ source, name }) => <NewRule reference={known} source={{ ...source, name: `${name} (copy)` }} />}
            </Loaded>
          )
        }
      </Loaded>
    </Page>
  );
}

/** A rule that could be saved as it is, to be changed. */
function beginning(reference: Reference): object {
  const event = "episode.airing";
  return {
    name: "My new rule",
    when: { event },
    then: [newAction("notify", eventsNamed(reference, [event]), ["inbox"])],
  };
}

function NewRule({ reference, source }: { reference: Reference; source: object }): ReactElement {
  const rule = useRuleText(yamlOf(source));
  const navigate = useNavigate();
  const toast = useToast();
  const save = useAct("rules.save", { done: "Saved. It acts on what happens from now on.", showsTrouble: true });
  return (
    <ReferenceContext value={reference}>
      <RuleEditor
        rule={rule}
        saveLabel="Save and switch on"
        onSave={async (value) => {
          const saved = await save.mutateAsync({ path: me, body: { source: value } });
          rule.keep(rule.text);
          for (const words of saved.warnings) toast.info({ title: "It is saved, but", description: words });
          void navigate(`/rules/${saved.id}`, { replace: true });
        }}
      />
      <LeaveGuard isChanged={rule.isChanged && !save.isPending && !save.isSuccess} />
    </ReferenceContext>
  );
}
