import { type ReactElement, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { me, useAct, useApi } from "../../app/api.ts";
import { troubleOf } from "../../app/trouble.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Notice } from "../../ui/states.tsx";
import { TextArea } from "../../ui/text-input.tsx";
import { channelsNamed, rulesIn, type SharedRule, withChannels } from "../../rules/shared-rules.ts";
import { textAt } from "../../rules/rule-value.ts";
import { ChannelSelect, useChannels } from "./builder/channel-select.tsx";
import { useSettled } from "./builder/trial.ts";
import { PatchView } from "./diff-view.tsx";
import { changeWords, RuleSummary } from "./rule-summary.tsx";
import styles from "./rules.module.css";

/** A rule that somebody shared: what it does is shown before it is made. */
export function ImportPage(): ReactElement {
  const { hash } = useLocation();
  return <Import key={hash} shared={hash.slice(1)} />;
}

function Import({ shared }: { shared: string }): ReactElement {
  const [text, setText] = useState(shared);
  const settled = useSettled(text, 300);
  const read = settled.trim() === "" ? undefined : rulesIn(settled);
  return (
    <Page
      title="Import a rule"
      lead="A rule that somebody shared: the line or link that they sent, or a file of rules as YAML."
      back={{ to: "/rules", label: "Rules" }}
    >
      <div className={styles.columns}>
        <Card>
          <Field
            label="What was shared"
            hint="Nothing happens before you say so."
            error={read !== undefined && "why" in read ? read.why : undefined}
          >
            <TextArea value={text} onChange={setText} rows={8} isMono spellCheck={false} />
          </Field>
          <label className={styles.file}>
            <span>Or a file</span>
            <input
              type="file"
              accept=".yaml,.yml,.json,.txt"
              onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
            />
          </label>
        </Card>
        <Section title="What it does">
          {read !== undefined && "rules" in read ? (
            <Found key={settled} rules={read.rules} />
          ) : (
            <p className={styles.soft}>It is shown here as soon as there is a rule.</p>
          )}
        </Section>
      </div>
    </Page>
  );
}

function Found({ rules }: { rules: readonly SharedRule[] }): ReactElement {
  const [isOn, setOn] = useState(true);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const navigate = useNavigate();
  const channels = useChannels().data?.items;
  const apply = useAct("rules.apply", {
    showsTrouble: true,
    done: ({ applied }) => (applied === 1 ? "The rule is made." : `${applied} rules are made.`),
  });
  const mine = (channels ?? []).flatMap(({ id, name }) => [id, name]);
  const missing = channelsNamed(rules).filter((name) => !mine.includes(name));
  const isMapped = missing.every((name) => chosen[name] !== undefined);
  const filed = rules.map(({ definition, enabled }) => ({
    definition: withChannels(definition, chosen),
    enabled: enabled && isOn,
  }));
  const body = { rules: filed };
  const plan = useApi("rules.plan", { path: me, body }, { isEnabled: channels !== undefined && isMapped });
  return (
    <div className={styles.preview}>
      {filed.map(({ definition }, at) => {
        const change = plan.data?.changes.find(({ name }) => name === textAt(definition, ["name"]));
        return (
          <div key={at} className={styles.preview}>
            <RuleSummary source={definition} note={changeWords(change)} />
            {change?.kind === "change" && change.diff !== undefined && change.diff !== "" && (
              <PatchView patch={change.diff} label={`What changes in ${change.name}`} />
            )}
          </div>
        );
      })}
      {missing.map((name) => (
        <Field key={name} label={`In the place of their channel “${name}”`} hint="You have none of that name.">
          <ChannelSelect
            value={chosen[name] ?? ""}
            onChange={(own) => setChosen({ ...chosen, [name]: own })}
            kind={isWebhook(rules, name) ? "webhook" : "message"}
          />
        </Field>
      ))}
      <Checkbox
        label="Switch on at once"
        hint="It acts on what happens from then on, never on what was."
        isOn={isOn}
        onChange={setOn}
      />
      {plan.error !== null && (
        <Notice tone="bad" isNews title={troubleOf(plan.error).message}>
          {troubleOf(plan.error).hint}
        </Notice>
      )}
      {apply.error !== null && (
        <Notice tone="bad" isNews title={troubleOf(apply.error).message}>
          {troubleOf(apply.error).hint}
        </Notice>
      )}
      {channels === undefined ? (
        <Skeleton width="10rem" height="2.5rem" />
      ) : (
        <div className={styles.make}>
          <Button
            look="primary"
            icon="check"
            disabled={plan.data === undefined || plan.data.count === 0}
            isBusy={apply.isPending}
            onClick={() => apply.mutate({ path: me, body }, { onSuccess: () => void navigate("/rules") })}
          >
            {rules.length === 1 ? "Make this rule" : "Make these rules"}
          </Button>
          {plan.data?.count === 0 && <p className={styles.soft}>You have all of it already.</p>}
        </div>
      )}
    </div>
  );
}

function isWebhook(rules: readonly SharedRule[], channel: string): boolean {
  return rules.some(({ definition }) => {
    const { then } = definition;
    return (
      Array.isArray(then) &&
      then.some((one) => textAt(one, ["do"]) === "webhook" && textAt(one, ["channel"]) === channel)
    );
  });
}
