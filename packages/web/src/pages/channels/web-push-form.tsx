import { type ReactElement, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { me, useAct, useApi } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { troubleOf } from "../../app/trouble.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { useFocusOnTrouble } from "../../ui/focus-trouble.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Notice } from "../../ui/states.tsx";
import { TextInput } from "../../ui/text-input.tsx";
import { suggestedName } from "./kind-words.ts";
import { browserName, pushTroubleOf, type PushTrouble, refusalOf, subscribe, thisBrowser } from "./subscribe.ts";

/** Subscribes this browser, which then shows notifications also when no page is open. */
export function WebPushForm({ taken }: { taken: readonly string[] }): ReactElement {
  const key = useApi("channels.push_key", { path: me }, { isFixed: true });
  const [trouble, setTrouble] = useState(() => pushTroubleOf(thisBrowser()));
  if (trouble !== undefined)
    return (
      <Notice
        tone="wait"
        title={trouble.title}
        actions={
          <>
            <Button icon="replay" onClick={() => setTrouble(pushTroubleOf(thisBrowser()))}>
              Look again
            </Button>
            <LinkButton to="/channels/new">Choose another channel</LinkButton>
          </>
        }
      >
        {trouble.hint}
      </Notice>
    );
  return (
    <Loaded query={key} skeleton={<Skeleton shape="block" height="22rem" />}>
      {({ publicKey }) => <SubscribeForm publicKey={publicKey} taken={taken} />}
    </Loaded>
  );
}

function SubscribeForm({ publicKey, taken }: { publicKey: string; taken: readonly string[] }): ReactElement {
  const navigate = useNavigate();
  const add = useAct("channels.add", { showsTrouble: true });
  const form = useRef<HTMLFormElement>(null);
  const [browser, setBrowser] = useState(() => browserName(navigator.userAgent));
  const [contact, setContact] = useState("");
  const [troubles, setTroubles] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<PushTrouble>();
  const [isAsking, setAsking] = useState(false);
  useFocusOnTrouble(form, troubles);

  const submit = async (): Promise<void> => {
    const mistakes = {
      ...(browser.trim() === "" ? { browser: "This is needed." } : {}),
      ...(/^\S+@\S+\.\S+$/.test(contact.trim()) ? {} : { contact: "It must be an e-mail address." }),
    };
    setTroubles(mistakes);
    setRefusal(undefined);
    if (Object.keys(mistakes).length > 0) return;
    setAsking(true);
    try {
      const secrets = await subscribe(publicKey).catch((error: unknown) => {
        setRefusal(refusalOf(error));
      });
      if (secrets === undefined) return;
      const name = suggestedName(browser.trim(), taken);
      const config = { contact: contact.trim(), browser: browser.trim() };
      const channel = await add.mutateAsync({
        path: me,
        body: { kind: "web_push", name, config, secrets: { ...secrets } },
      });
      await navigate(`/channels/${encodeURIComponent(channel.id)}?new`);
    } catch (error) {
      const { message, hint } = troubleOf(error);
      setRefusal({ title: message, hint: hint ?? "Try again in a moment." });
    } finally {
      setAsking(false);
    }
  };

  return (
    <Card>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isAsking) void submit();
        }}
      >
        <Stack gap={4}>
          <Field
            label="What you call this browser"
            hint="As your rules call it."
            error={troubles["browser"]}
            isRequired
          >
            <TextInput value={browser} onChange={setBrowser} maxLength={110} />
          </Field>
          <Field
            label="Your e-mail address"
            hint="Whoever runs the browser's push service may write there when something is wrong. Nobody else sees it."
            error={troubles["contact"]}
            isRequired
          >
            <TextInput
              type="email"
              value={contact}
              onChange={setContact}
              autoComplete="email"
              placeholder="you@example.com"
            />
          </Field>
          {refusal !== undefined && (
            <Notice tone="bad" isNews title={refusal.title}>
              {refusal.hint}
            </Notice>
          )}
          <Row>
            <Button type="submit" look="primary" icon="bell" isBusy={isAsking}>
              Subscribe this browser
            </Button>
            <LinkButton to="/channels" look="quiet">
              Cancel
            </LinkButton>
          </Row>
        </Stack>
      </form>
    </Card>
  );
}
