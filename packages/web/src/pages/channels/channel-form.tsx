import { type ReactElement, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { me, useAct } from "../../app/api.ts";
import { troubleOf } from "../../app/trouble.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { useFocusOnTrouble } from "../../ui/focus-trouble.ts";
import { troublesNamed } from "../../ui/named-troubles.ts";
import { fieldsOf, type FormValue, initialValue, problemsOf } from "../../ui/schema-fields.ts";
import { SchemaForm } from "../../ui/schema-form.tsx";
import { ShownOnce } from "../../ui/shown-once.tsx";
import { Notice } from "../../ui/states.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import styles from "./channel-form.module.css";
import { orderedSchema, suggestedName, withExamples, wordsOf } from "./kind-words.ts";
import type { ChannelKind } from "./new-channel-page.tsx";

interface ChannelFormProps {
  kind: ChannelKind;
  /** Names of channels that there are. */
  taken: readonly string[];
}

/** What a kind of channel needs, by its own schemas. What was typed stays when something is not right. */
export function ChannelForm({ kind, taken }: ChannelFormProps): ReactElement {
  const navigate = useNavigate();
  const add = useAct("channels.add", { showsTrouble: true });
  const form = useRef<HTMLFormElement>(null);
  const { steps, fields: words } = wordsOf(kind.kind);
  const schema = orderedSchema(kind.config, kind.kind);
  // A webhook's signing secret is made for it.
  const isMade = kind.kind === "webhook";
  const configPaths = fieldsOf(kind.config).map(({ path }) => path);
  const secretPaths = isMade ? [] : fieldsOf(kind.secrets).map(({ path }) => path);
  // What few need comes last, after the secrets.
  const rare = configPaths.filter((path) => words[path]?.isRare === true);
  const first = configPaths.filter((path) => !rare.includes(path));

  const [name, setName] = useState(() => suggestedName(kind.kind, taken));
  const [config, setConfig] = useState<FormValue>(() => initialValue(kind.config));
  const [secrets, setSecrets] = useState<FormValue>({});
  const [troubles, setTroubles] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<unknown>();
  useFocusOnTrouble(form, troubles);

  const found = (): Record<string, string> => ({
    ...(name.trim() === "" ? { name: "This is needed." } : {}),
    ...(taken.includes(name.trim()) ? { name: "There is a channel of this name already." } : {}),
    ...withExamples(problemsOf(kind.config, config), kind.example.config),
    ...(isMade ? {} : withExamples(problemsOf(kind.secrets, secrets), kind.example.secrets)),
  });
  const submit = async (): Promise<void> => {
    const mistakes = found();
    setTroubles(mistakes);
    setRefusal(undefined);
    if (Object.keys(mistakes).length > 0) return;
    try {
      const body = { kind: kind.kind, name: name.trim(), config: { ...config }, secrets: { ...secrets } };
      const channel = await add.mutateAsync({ path: me, body });
      if (Object.keys(channel.made).length === 0) await navigate(`/channels/${encodeURIComponent(channel.id)}?new`);
    } catch (error) {
      const { message } = troubleOf(error);
      const named = troublesNamed(message, [...configPaths, ...secretPaths]);
      setTroubles(named);
      if (Object.keys(named).length === 0) setRefusal(error);
    }
  };

  if (add.data !== undefined && Object.keys(add.data.made).length > 0)
    return <MadeSecrets id={add.data.id} made={add.data.made} />;
  const configForm = (without: readonly string[]): ReactElement => (
    <SchemaForm
      schema={schema}
      value={config}
      onChange={setConfig}
      problems={troubles}
      example={kind.example.config}
      words={words}
      without={without}
    />
  );
  return (
    <Stack gap={5}>
      {steps.length > 0 && (
        <ol className={styles.steps} aria-label="Where to get what is asked for">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
      <Card>
        <form
          ref={form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!add.isPending) void submit();
          }}
        >
          <Stack gap={4}>
            <Field label="Name" hint="As your rules call it." error={troubles["name"]} isRequired>
              <TextInput value={name} onChange={setName} maxLength={120} autoComplete="off" />
            </Field>
            {configForm(rare)}
            {secretPaths.length > 0 && (
              <div>
                <SchemaForm
                  schema={kind.secrets}
                  value={secrets}
                  onChange={setSecrets}
                  problems={troubles}
                  words={words}
                  isSecret
                />
                <p className={styles.sealed}>What is covered is sealed and never shown again.</p>
              </div>
            )}
            {rare.length > 0 && configForm(first)}
            {refusal !== undefined && (
              <Notice tone="bad" isNews title={troubleOf(refusal).message}>
                {troubleOf(refusal).hint}
              </Notice>
            )}
            <Row>
              <Button type="submit" look="primary" isBusy={add.isPending}>
                Add {kind.label}
              </Button>
              <LinkButton to="/channels" look="quiet">
                Cancel
              </LinkButton>
            </Row>
          </Stack>
        </form>
      </Card>
    </Stack>
  );
}

const secretNames: Readonly<Record<string, string>> = { signing: "Signing secret" };

function MadeSecrets({ id, made }: { id: string; made: Readonly<Record<string, string>> }): ReactElement {
  return (
    <ShownOnce
      title="The webhook is there. Keep its signing secret now."
      lead="Your server tells by it that Showrunner calls. It is shown this once; the first thing that your server gets is a signed ping."
      secrets={Object.entries(made).map(([name, value]) => ({ label: secretNames[name] ?? name, value }))}
      actions={
        <LinkButton to={`/channels/${encodeURIComponent(id)}`} look="primary">
          I have kept it
        </LinkButton>
      }
    />
  );
}
