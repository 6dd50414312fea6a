import { type ReactElement, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { me, useApi } from "../../../app/api.ts";
import { troubleOf } from "../../../app/trouble.ts";
import { Card } from "../../../ui/card.tsx";
import { Notice } from "../../../ui/states.tsx";
import { type Tab, Tabs } from "../../../ui/tabs.tsx";
import { textsAt } from "../../../rules/rule-value.ts";
import { valueOf } from "../../../rules/yaml-text.ts";
import { isRecord } from "../../../rules/rule-value.ts";
import styles from "./builder.module.css";
import { RuleForm } from "./rule-form.tsx";
import { type Place, PlacesContext, type RuleText } from "./rule-text.ts";
import { SaveBar } from "./save-bar.tsx";
import { TextPanel } from "./text-panel.tsx";
import { type Trial, TrialContext, useSettled } from "./trial.ts";
import { TryPanel } from "./try-panel.tsx";
import { useIsWide } from "./wide.ts";

interface RuleEditorProps {
  rule: RuleText;
  /** The saved rule that it becomes a version of. */
  id?: string | undefined;
  /** Saves it; what it throws is shown, and what was typed stays. */
  onSave(source: Readonly<Record<string, unknown>>): Promise<unknown>;
  saveLabel: string;
}

const restMs = 400;

/** A rule as a form and as text, which are one; tried while it is worked on. */
export function RuleEditor({ rule, id, onSave, saveLabel }: RuleEditorProps): ReactElement {
  const { text, value, why, isChanged, setText, setAt, discard } = rule;
  const [search] = useSearchParams();
  const [event, setEvent] = useState(search.get("event") ?? undefined);
  const [past, setPast] = useState<Trial["past"]>();
  const [tab, setTab] = useState<string>();
  const [trouble, setTrouble] = useState<unknown>();
  const [isSaving, setSaving] = useState(false);
  const isWide = useIsWide();
  const settled = useSettled(text, restMs);
  const body = { text: settled, ...(id === undefined ? {} : { id }) };
  const check = useApi("rules.check", { path: me, body }, { keepsPrevious: true });
  const places: readonly Place[] = check.data?.places ?? [];
  const isChecked = settled === text && check.data !== undefined && !check.isPlaceholderData;
  const definition = check.isPlaceholderData ? undefined : (check.data?.definition ?? undefined);
  const source = useSame(definition);
  const typesKey = textsAt(value, ["when", "event"]).join(" ");
  const trial = useMemo(
    () => ({ source, types: typesKey === "" ? [] : typesKey.split(" "), event, setEvent, past, setPast }),
    [source, typesKey, event, past],
  );
  const showMistake = (): void => {
    if (!focusFirstMistake()) setTab("text");
  };
  const save = async (): Promise<void> => {
    const found = valueOf(text);
    if (!isRecord(found?.value) || (isChecked && places.length > 0)) {
      showMistake();
      return;
    }
    setSaving(true);
    setTrouble(undefined);
    try {
      await onSave(found.value);
    } catch (error) {
      setTrouble(error);
    } finally {
      setSaving(false);
    }
  };
  const form =
    value === undefined ? (
      <Card>
        <Notice tone="wait" title="The form waits for the text">
          It shows the rule again once the text is one: {why}.
        </Notice>
      </Card>
    ) : (
      <RuleForm value={value} setAt={setAt} />
    );
  const side: Tab[] = [
    { id: "try", label: "Try it", content: <TryPanel /> },
    {
      id: "text",
      label: "Text",
      ...(places.length > 0 ? { count: places.length } : {}),
      content: <TextPanel text={text} onChange={setText} places={places} types={trial.types} />,
    },
  ];
  const all = isWide ? side : [{ id: "form", label: "Form", content: form }, ...side];
  const shown = all.some((one) => one.id === tab) ? tab : all[0]?.id;
  const tabs = <Tabs label="Views of the rule" tabs={all} value={shown} onChange={setTab} />;
  return (
    <PlacesContext value={places}>
      <TrialContext value={trial}>
        <div className={isWide ? `${styles.layout} ${styles.split}` : styles.layout}>
          {isWide && form}
          <div className={isWide ? `${styles.side} ${styles.panel}` : styles.side}>{tabs}</div>
        </div>
        {trouble !== undefined && (
          <Notice tone="bad" isNews title={troubleOf(trouble).message}>
            {troubleOf(trouble).hint} What you typed is still here.
          </Notice>
        )}
        {(isChanged || id === undefined) && (
          <SaveBar
            saveLabel={saveLabel}
            isSaving={isSaving}
            isChanged={isChanged}
            places={isChecked ? places : undefined}
            onSave={() => void save()}
            onShow={showMistake}
            onDiscard={id === undefined ? undefined : discard}
          />
        )}
      </TrialContext>
    </PlacesContext>
  );
}

/** To the first field that is wrong, if the form shows one. */
function focusFirstMistake(): boolean {
  const field = document.querySelector<HTMLElement>('main [aria-invalid="true"]');
  field?.focus();
  return field !== null;
}

/** The same object for the same rule, so that nothing is asked twice. */
function useSame<T>(value: T): T {
  const key = JSON.stringify(value ?? null);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => value, [key]);
}
