import type { ReactElement } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { yamlOf } from "../../rules/yaml-text.ts";
import type { Reference } from "../../rules/words.ts";
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
            <NewRule reference={known} source={emptyRule} />
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

const emptyRule = {
  name: "My new rule",
  when: { event: "episode.airing" },
  then: [
    {
      do: "notify",
      channel: "inbox",
      title: "{{ show.title }}",
      body: "Season {{ episode.season }}, episode {{ episode.number }} airs now.",
    },
  ],
};

function NewRule({ reference, source }: { reference: Reference; source: object }): ReactElement {
  const rule = useRuleText(yamlOf(source));
  const navigate = useNavigate();
  const save = useAct("rules.save", { done: "Saved. It acts on what happens from now on.", showsTrouble: true });
  return (
    <ReferenceContext value={reference}>
      <RuleEditor
        rule={rule}
        saveLabel="Save and switch on"
        onSave={async (value) => {
          const saved = await save.mutateAsync({ path: me, body: { source: value } });
          rule.settle(rule.text);
          void navigate(`/rules/${saved.id}`, { replace: true });
        }}
      />
    </ReferenceContext>
  );
}
