import { type ReactElement, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { me, useAct, useApi } from "../../app/api.ts";
import { troubleOf } from "../../app/trouble.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { useFocusOnTrouble } from "../../ui/focus-trouble.ts";
import { Section } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Notice } from "../../ui/states.tsx";
import { beginning, inputsOf, type RecipeValues, wrongInputs } from "../../rules/recipe-inputs.ts";
import { textAt } from "../../rules/rule-value.ts";
import { Past } from "./builder/back-test.tsx";
import { LeaveGuard } from "./builder/leave-guard.tsx";
import { useSettled } from "./builder/trial.ts";
import { RecipeForm } from "./recipe-form.tsx";
import { changeWords, RuleSummary } from "./rule-summary.tsx";
import styles from "./rules.module.css";

type Recipe = ReplyOf<"recipes.list">["items"][number];

const none = {};

/** A recipe's form, what comes of it, and how that would have gone so far. */
export function RecipeMaker({ recipe }: { recipe: Recipe }): ReactElement {
  const inputs = useMemo(() => inputsOf(recipe.inputs), [recipe.inputs]);
  const first = useMemo(() => beginning(inputs), [inputs]);
  const [values, setValues] = useState<RecipeValues>(first);
  const [isTried, setTried] = useState(false);
  const navigate = useNavigate();
  const make = useAct("recipes.make", { showsTrouble: true, done: "Made. It acts on what happens from now on." });
  const wrong = wrongInputs(inputs, values);
  const form = useRef<HTMLFormElement>(null);
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>(none);
  useFocusOnTrouble(form, refused);
  const isRight = Object.keys(wrong).length === 0;
  const settled = useSettled(values, 400);
  const isSettledRight = Object.keys(wrongInputs(inputs, settled)).length === 0;
  const preview = useApi(
    "recipes.make",
    { path: { ...me, recipe: recipe.id }, body: { inputs: settled, preview: true } },
    { isEnabled: isSettledRight, keepsPrevious: true },
  );
  const submit = async (): Promise<void> => {
    setTried(true);
    setRefused(wrong);
    if (!isRight) return;
    const made = await make.mutateAsync({ path: { ...me, recipe: recipe.id }, body: { inputs: values } });
    const [only] = made.definitions;
    void navigate(made.definitions.length === 1 ? `/rules/${encodeURIComponent(textAt(only, ["name"]))}` : "/rules");
  };
  return (
    <div className={styles.columns}>
      <Card>
        <form
          ref={form}
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit().catch(() => undefined);
          }}
        >
          <RecipeForm inputs={inputs} values={values} onChange={setValues} wrong={isTried ? wrong : {}} />
          {make.error !== null && (
            <Notice tone="bad" isNews title={troubleOf(make.error).message}>
              {troubleOf(make.error).hint}
            </Notice>
          )}
          <div className={styles.make}>
            <Button type="submit" look="primary" icon="check" isBusy={make.isPending}>
              Make this rule
            </Button>
          </div>
        </form>
      </Card>
      <Section title="What it makes">
        {preview.data === undefined ? (
          preview.error !== null ? (
            <Notice tone="wait" title={troubleOf(preview.error).message}>
              {troubleOf(preview.error).hint}
            </Notice>
          ) : isSettledRight ? (
            <Skeleton shape="block" height="8rem" />
          ) : (
            <p className={styles.soft}>It is shown once everything needed is filled in.</p>
          )
        ) : (
          <div className={styles.preview}>
            {preview.data.definitions.map((definition) => {
              const name = textAt(definition, ["name"]);
              const change = preview.data.changes.find((one) => one.name === name);
              return <RuleSummary key={name} source={definition} note={changeWords(change)} />;
            })}
            <TryPast definitions={preview.data.definitions} />
          </div>
        )}
      </Section>
      <LeaveGuard isChanged={values !== first && !make.isPending && !make.isSuccess} />
    </div>
  );
}

/** How it would have gone so far, when asked. */
function TryPast({ definitions }: { definitions: readonly Readonly<Record<string, unknown>>[] }): ReactElement {
  const [asked, setAsked] = useState<typeof definitions>();
  return (
    <>
      <div>
        <Button icon="replay" onClick={() => setAsked(definitions)}>
          Try it on the last 90 days
        </Button>
      </div>
      {asked?.map((definition) => (
        <Past key={textAt(definition, ["name"])} source={definition} days={90} isOld={asked !== definitions} />
      ))}
    </>
  );
}
