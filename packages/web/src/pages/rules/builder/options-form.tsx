import type { ReactElement } from "react";
import { Checkbox } from "../../../ui/choice.tsx";
import { Field } from "../../../ui/field.tsx";
import { Select, TextInput } from "../../../ui/text-input.tsx";
import { type RuleValue, recordsAt, textAt, valueAt } from "../../../rules/rule-value.ts";
import styles from "./builder.module.css";
import { type RuleText, useMistake } from "./rule-text.ts";
import { SpanInput } from "./span-input.tsx";

interface OptionsProps {
  value: RuleValue;
  setAt: RuleText["setAt"];
}

const tells: readonly string[] = ["notify", "hold", "webhook"];

/** When what a rule tells may be told, and how much it may do by itself. */
export function OptionsForm({ value, setAt }: OptionsProps): ReactElement {
  const verbs = recordsAt(value, ["then"]).map((action) => textAt(action, ["do"]));
  const doesTell = verbs.some((verb) => tells.includes(verb));
  const addsToWatchlist = verbs.includes("watchlist.add");
  const has = (key: string): boolean => valueAt(value, ["options", key]) !== undefined;
  return (
    <div className={styles.flow}>
      {(doesTell || has("quiet_hours") || has("priority")) && (
        <div className={`${styles.pair} ${styles.top}`}>
          <Choice
            label="In quiet hours"
            at="quiet_hours"
            none="Only messages wait"
            choices={[
              { value: "respect", label: "Everything waits" },
              { value: "ignore", label: "It is told at once" },
            ]}
            value={value}
            setAt={setAt}
          />
          <Choice
            label="How important"
            at="priority"
            none="As usual"
            choices={[
              { value: "high", label: "Comes first" },
              { value: "normal", label: "As usual, said so" },
              { value: "low", label: "Comes last" },
            ]}
            value={value}
            setAt={setAt}
          />
        </div>
      )}
      {(doesTell || has("throttle")) && <ThrottleFields value={value} setAt={setAt} />}
      {(doesTell || has("digest")) && <DigestFields value={value} setAt={setAt} />}
      {(addsToWatchlist || has("watchlist")) && <WatchlistFields value={value} setAt={setAt} />}
      <LimitFields value={value} setAt={setAt} />
    </div>
  );
}

interface ChoiceProps extends OptionsProps {
  label: string;
  at: string;
  none: string;
  choices: readonly { value: string; label: string }[];
}

function Choice({ label, at, none, choices, value, setAt }: ChoiceProps): ReactElement {
  const chosen = textAt(value, ["options", at]);
  return (
    <Field label={label} error={useMistake(["options", at])}>
      <Select
        value={chosen === "" ? "-" : chosen}
        onChange={(next) => setAt(["options", at], next === "-" ? undefined : next)}
        options={[{ value: "-", label: none }, ...choices]}
      />
    </Field>
  );
}

interface CountProps extends OptionsProps {
  label: string;
  path: readonly string[];
  isRequired?: boolean;
  prompt?: string;
}

function Count({ label, path, value, setAt, isRequired, prompt }: CountProps): ReactElement {
  const mistake = useMistake(path);
  return (
    <Field label={label} error={mistake}>
      <TextInput
        type="number"
        min={0}
        step={1}
        placeholder={prompt}
        value={textAt(value, path)}
        onChange={(text) => {
          const isNone = text.trim() === "" || Number.isNaN(Number(text));
          setAt(path, isNone ? (isRequired === true ? 1 : undefined) : Math.trunc(Number(text)));
        }}
      />
    </Field>
  );
}

function ThrottleFields({ value, setAt }: OptionsProps): ReactElement {
  const path = ["options", "throttle"];
  const isOn = valueAt(value, path) !== undefined;
  const by = textAt(value, [...path, "by"]);
  const mistake = useMistake([...path, "per"]);
  return (
    <>
      <Checkbox
        label="No more than so many messages"
        hint="What is more waits for room, and is told in one."
        isOn={isOn}
        onChange={(on) => setAt(path, on ? { at_most: 3, per: "1 day" } : undefined)}
      />
      {isOn && (
        <div className={styles.later}>
          <div className={styles.pair}>
            <Count label="At most" path={[...path, "at_most"]} value={value} setAt={setAt} isRequired />
            <SpanInput
              label="In"
              value={textAt(value, [...path, "per"])}
              onChange={(per) => setAt([...path, "per"], per)}
              mistake={mistake}
            />
            <Field label="Counted">
              <Select
                value={by === "" ? "rule" : by}
                onChange={(next) => setAt([...path, "by"], next === "rule" && by === "" ? undefined : next)}
                options={[
                  { value: "rule", label: "All of this rule's" },
                  { value: "channel", label: "By channel" },
                  { value: "show", label: "By show" },
                ]}
              />
            </Field>
          </div>
        </div>
      )}
    </>
  );
}

type Rhythm = "none" | "daily" | "weekly" | "items";

function DigestFields({ value, setAt }: OptionsProps): ReactElement {
  const path = ["options", "digest"];
  const digest = valueAt(value, path);
  const plain = typeof digest === "string" ? digest : textAt(value, [...path, "every"]);
  const counted = valueAt(value, [...path, "after_items"]);
  const rhythm: Rhythm = plain === "daily" || plain === "weekly" ? plain : counted === undefined ? "none" : "items";
  const rest = typeof digest === "object" && digest !== null ? { ...digest } : {};
  const turn = (next: Rhythm): void => {
    const { every: _every, after_items: _items, ...more }: Record<string, unknown> = rest;
    const isBare = Object.keys(more).length === 0;
    if (next === "none") setAt(path, undefined);
    else if (next === "items") setAt(path, { after_items: 10, ...more });
    else setAt(path, isBare ? next : { every: next, ...more });
  };
  const mistake = useMistake(path);
  return (
    <div className={styles.pair}>
      <Field label="Told together, as a digest" error={mistake}>
        <Select<Rhythm>
          value={rhythm}
          onChange={turn}
          options={[
            { value: "none", label: "No, each by itself" },
            { value: "daily", label: "Once a day" },
            { value: "weekly", label: "Once a week" },
            { value: "items", label: "When there are so many" },
          ]}
        />
      </Field>
      {rhythm === "items" && (
        <Count label="As many as" path={[...path, "after_items"]} value={value} setAt={setAt} isRequired />
      )}
    </div>
  );
}

function WatchlistFields({ value, setAt }: OptionsProps): ReactElement {
  const path = ["options", "watchlist"];
  const isOn = valueAt(value, path) !== undefined;
  return (
    <>
      <Checkbox
        label="Leave room on the watchlist"
        hint="Trakt lets a watchlist hold so many, and what you add yourself comes first."
        isOn={isOn}
        onChange={(on) => setAt(path, on ? { reserve: 20 } : undefined)}
      />
      {isOn && (
        <div className={styles.later}>
          <Count label="Places left free" path={[...path, "reserve"]} value={value} setAt={setAt} isRequired />
          <Checkbox
            label="Take off what this rule added first, to make room"
            isOn={textAt(value, [...path, "evict"]) === "oldest"}
            onChange={(on) => setAt([...path, "evict"], on ? "oldest" : undefined)}
          />
        </div>
      )}
    </>
  );
}

function LimitFields({ value, setAt }: OptionsProps): ReactElement {
  const path = ["options", "limit"];
  const isOn = valueAt(value, path) !== undefined;
  const per = textAt(value, [...path, "per"]);
  const mistake = useMistake([...path, "per"]);
  return (
    <>
      <Checkbox
        label="Other limits than usual"
        hint="More than that in a day waits for your yes: 25 things taken away, 50 hidden, 100 plays."
        isOn={isOn}
        onChange={(on) => setAt(path, on ? { removals: 25 } : undefined)}
      />
      {isOn && (
        <div className={styles.later}>
          <div className={styles.pair}>
            <Count label="Taken away" path={[...path, "removals"]} value={value} setAt={setAt} prompt="25" />
            <Count label="Hidden or dropped" path={[...path, "hides"]} value={value} setAt={setAt} prompt="50" />
            <Count label="Plays" path={[...path, "history"]} value={value} setAt={setAt} prompt="100" />
          </div>
          <SpanInput
            label="In"
            value={per === "" ? "1 day" : per}
            onChange={(next) => setAt([...path, "per"], next)}
            mistake={mistake}
          />
        </div>
      )}
    </>
  );
}
