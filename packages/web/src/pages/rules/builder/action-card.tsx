import type { ReactElement } from "react";
import { Checkbox } from "../../../ui/choice.tsx";
import { Field } from "../../../ui/field.tsx";
import { Menu } from "../../../ui/menu.tsx";
import { Select } from "../../../ui/text-input.tsx";
import { actionKind, actionKinds } from "../../../rules/actions.ts";
import { asFew, type Path, type RuleValue, textAt, textsAt } from "../../../rules/rule-value.ts";
import { ActionField } from "./action-field.tsx";
import styles from "./builder.module.css";
import { Conditions } from "./condition-rows.tsx";
import { useEventsNamed, useWordsOn } from "./reference.ts";
import { placeWords, type RuleText, useMistake, useMistakesWithin } from "./rule-text.ts";
import { SpanInput } from "./span-input.tsx";
import { TemplatePreview } from "./template-preview.tsx";

interface ActionCardProps {
  action: RuleValue;
  at: number;
  count: number;
  types: readonly string[];
  setAt: RuleText["setAt"];
  onKind(verb: string): void;
  onMove(by: -1 | 1): void;
  onCopy(): void;
  onRemove(): void;
}

/** One thing that a rule does. */
export function ActionCard(props: ActionCardProps): ReactElement {
  const { action, at, count, types, setAt, onKind, onMove, onCopy, onRemove } = props;
  const path: Path = ["then", at];
  const verb = textAt(action, ["do"]);
  const kind = actionKind(verb);
  const label = `Action ${at + 1}`;
  const ofKind = useMistake([...path, "do"]);
  const ofAll = useMistake(path);
  const mistake = ofKind ?? ofAll;
  const isMessage = verb === "notify" || verb === "hold";
  return (
    <li className={styles.action} aria-label={label}>
      <div className={styles.actionHead}>
        <span className={styles.number} aria-hidden="true">
          {at + 1}
        </span>
        <Field label={`${label}: what to do`} isLabelHidden>
          <ActionSelect value={verb} onChange={onKind} />
        </Field>
        <Menu
          label={`${label}: more`}
          isIconOnly
          entries={[
            { label: "Move up", icon: "up", isDisabled: at === 0, onSelect: () => onMove(-1) },
            { label: "Move down", icon: "down", isDisabled: at === count - 1, onSelect: () => onMove(1) },
            { label: "Copy", icon: "copy", onSelect: onCopy },
            { label: "Remove", icon: "remove", isDanger: true, onSelect: onRemove },
          ]}
        />
      </div>
      {mistake !== undefined && <p className={styles.mistake}>{mistake}</p>}
      {kind === undefined && verb !== "" && (
        <p className={styles.soft}>The form does not know this action: it is in the text as it was written.</p>
      )}
      {kind?.fields.map((field) => (
        <ActionField
          key={field.key}
          verb={verb}
          field={field}
          action={action}
          path={path}
          types={types}
          setAt={setAt}
        />
      ))}
      {kind !== undefined && kind.takes.length > 0 && (
        <ItemSelect
          takes={kind.takes}
          types={types}
          value={textAt(action, ["item"])}
          onChange={(item) => setAt([...path, "item"], item)}
          path={path}
        />
      )}
      {isMessage && <TemplatePreview at={at} channel={textAt(action, ["channel"])} />}
      <Later action={action} path={path} types={types} setAt={setAt} label={label} />
    </li>
  );
}

interface ActionSelectProps {
  value: string;
  onChange(verb: string): void;
  prompt?: string | undefined;
}

const groups = ["Tell somebody", "Change something at Trakt", "Others"] as const;

/** Everything that a rule can do. */
export function ActionSelect({ value, onChange, prompt }: ActionSelectProps): ReactElement {
  const isKnown = value === "" || actionKind(value) !== undefined;
  return (
    <Select
      value={value}
      onChange={onChange}
      prompt={prompt ?? "Choose what to do"}
      options={[
        ...(isKnown ? [] : [{ value, label: value }]),
        ...groups.flatMap((group) =>
          actionKinds.filter((one) => one.group === group).map((one) => ({ value: one.do, label: one.title })),
        ),
      ]}
    />
  );
}

interface ItemSelectProps {
  takes: readonly string[];
  types: readonly string[];
  value: string;
  onChange(item: string | undefined): void;
  path: Path;
}

const itemTitles: Readonly<Record<string, string>> = {
  show: "The show",
  season: "The season",
  episode: "The episode",
  movie: "The movie",
};

/** Which thing of the event an action is about, where there is a choice. */
function ItemSelect({ takes, types, value, onChange, path }: ItemSelectProps): ReactElement | null {
  const events = useEventsNamed(types);
  const mistake = useMistake([...path, "item"]);
  const items = takes.filter((one) => events.every(({ items: there }) => there.includes(one)));
  const subjects = [...new Set(events.flatMap((event) => event.subjects))];
  const offered = value === "" || items.includes(value) ? items : [...items, value];
  if (offered.length < 2 && value === "" && mistake === undefined) return null;
  const own = subjects.length === 1 && subjects[0] !== undefined ? ` (${subjects[0]})` : "";
  return (
    <Field label="About" error={mistake}>
      <Select
        value={value === "" ? "-" : value}
        onChange={(item) => onChange(item === "-" ? undefined : item)}
        options={[
          { value: "-", label: `What the event is about${own}` },
          ...offered.map((one) => ({ value: one, label: itemTitles[one] ?? one })),
        ]}
      />
    </Field>
  );
}

interface LaterProps {
  action: RuleValue;
  path: Path;
  types: readonly string[];
  setAt: RuleText["setAt"];
  label: string;
}

/** The wait before an action, and what must hold then. */
function Later({ action, path, types, setAt, label }: LaterProps): ReactElement {
  const wait = textAt(action, ["wait"]);
  const usable = useWordsOn(types);
  const mistake = useMistake([...path, "wait"]);
  const stray = useMistakesWithin([...path, "if"]);
  return (
    <>
      <Checkbox
        label="Wait first"
        hint="Then it looks again, and does it only if it still should."
        isOn={wait !== ""}
        onChange={(isOn) => {
          setAt([...path, "wait"], isOn ? "7 days" : undefined);
          if (!isOn) setAt([...path, "if"], undefined);
        }}
      />
      {wait === "" &&
        stray.map((place) => (
          <p key={place.message} className={styles.mistake}>
            {placeWords(place)}
          </p>
        ))}
      {wait !== "" && (
        <div className={styles.later}>
          <SpanInput label="For" value={wait} onChange={(next) => setAt([...path, "wait"], next)} mistake={mistake} />
          <p className={styles.soft}>And then only if:</p>
          <Conditions
            path={[...path, "if"]}
            texts={textsAt(action, ["if"])}
            onChange={(texts) => setAt([...path, "if"], asFew(texts))}
            usable={usable}
            label={`${label}: condition`}
          />
        </div>
      )}
    </>
  );
}
