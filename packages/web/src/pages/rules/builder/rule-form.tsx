import { type ReactElement, type ReactNode, useState } from "react";
import { Card } from "../../../ui/card.tsx";
import { asFew, recordsAt, type RuleValue, textsAt, withAt } from "../../../rules/rule-value.ts";
import { newAction, refitted } from "../../../rules/actions.ts";
import { Field } from "../../../ui/field.tsx";
import { ActionCard, ActionSelect } from "./action-card.tsx";
import styles from "./builder.module.css";
import { useChannels } from "./channel-select.tsx";
import { Conditions } from "./condition-rows.tsx";
import { OptionsForm } from "./options-form.tsx";
import { eventsNamed } from "../../../rules/words.ts";
import { useEventsNamed, useReference, useWordsOn } from "./reference.ts";
import { type RuleText, useMistake } from "./rule-text.ts";
import { NameFields, TriggerForm } from "./trigger-form.tsx";

interface RuleFormProps {
  value: RuleValue;
  setAt: RuleText["setAt"];
}

/** A rule as a form: when, if, then. */
export function RuleForm({ value, setAt }: RuleFormProps): ReactElement {
  const types = textsAt(value, ["when", "event"]);
  const usable = useWordsOn(types);
  const texts = textsAt(value, ["if"]);
  // Open from the beginning where there are some; afterwards it is the person's to open and close.
  const [hadOptions] = useState(value["options"] !== undefined);
  const reference = useReference();
  const setWhen: RuleText["setAt"] = (path, next) => {
    const changed = withAt(value, path, next);
    const [former, now] = [value, changed].map((one) => eventsNamed(reference, textsAt(one, ["when", "event"])));
    setAt(path, next);
    for (const [at, action] of recordsAt(value, ["then"]).entries()) {
      const fitting = refitted(action, former ?? [], now ?? []);
      if (fitting !== action) setAt(["then", at], fitting);
    }
  };
  return (
    <div className={styles.flow}>
      <Card>
        <NameFields value={value} setAt={setAt} />
      </Card>
      <Part title="When" lead="What the rule waits for.">
        <TriggerForm value={value} setAt={setWhen} />
      </Part>
      <Part title="If" lead={texts.length === 0 ? "Always: there are no conditions." : "All of these must hold."}>
        <Conditions path={["if"]} texts={texts} onChange={(next) => setAt(["if"], asFew(next))} usable={usable} />
      </Part>
      <Part title="Then" lead="What it does.">
        <Actions value={value} setAt={setAt} types={types} />
      </Part>
      <Card>
        <details className={styles.details} open={hadOptions}>
          <summary className={styles.summary}>Quiet hours, digests and limits</summary>
          <OptionsForm value={value} setAt={setAt} />
        </details>
      </Card>
    </div>
  );
}

function Part({ title, lead, children }: { title: string; lead: string; children: ReactNode }): ReactElement {
  return (
    <Card>
      <section aria-label={title} className={styles.part}>
        <div className={styles.partHead}>
          <h2>{title}</h2>
          <p>{lead}</p>
        </div>
        {children}
      </section>
    </Card>
  );
}

function Actions({ value, setAt, types }: RuleFormProps & { types: readonly string[] }): ReactElement {
  const actions = recordsAt(value, ["then"]);
  const events = useEventsNamed(types);
  const channels = useChannels().data?.items ?? [];
  const mistake = useMistake(["then"]);
  const fresh = (verb: string): object => {
    const fitting = channels.filter(({ kind }) => (kind === "webhook") === (verb === "webhook"));
    return newAction(
      verb,
      events,
      fitting.map(({ name }) => name),
    );
  };
  const set = (next: readonly unknown[]): void => setAt(["then"], next);
  return (
    <>
      <ul className={styles.part}>
        {actions.map((action, at) => (
          <ActionCard
            key={at}
            action={action}
            at={at}
            count={actions.length}
            types={types}
            setAt={setAt}
            onKind={(verb) => set(actions.map((one, index) => (index === at ? changedKind(one, fresh(verb)) : one)))}
            onMove={(by) => set(moved(actions, at, by))}
            onCopy={() => set([...actions.slice(0, at + 1), action, ...actions.slice(at + 1)])}
            onRemove={() => set(actions.filter((_, index) => index !== at))}
          />
        ))}
      </ul>
      <Field label={actions.length === 0 ? "What to do" : "And then"} error={mistake}>
        <ActionSelect value="" onChange={(verb) => set([...actions, fresh(verb)])} prompt="Add what to do…" />
      </Field>
    </>
  );
}

/** Another action in the place of one keeps what both have: the channel, the words, the wait. */
function changedKind(former: RuleValue, fresh: object): unknown {
  const kept = ["wait", "if", ...Object.keys(fresh)].filter((key) => key !== "do" && key !== "item");
  return kept.reduce<unknown>(
    (action, key) => (former[key] === undefined ? action : withAt(action, [key], former[key])),
    fresh,
  );
}

function moved(actions: readonly RuleValue[], at: number, by: -1 | 1): readonly RuleValue[] {
  const other = actions[at + by];
  const own = actions[at];
  if (other === undefined || own === undefined) return actions;
  return actions.map((one, index) => (index === at ? other : index === at + by ? own : one));
}
