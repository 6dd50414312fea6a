import { type ReactElement, useRef, useState } from "react";
import { me, useAct } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { troubleOf } from "../../app/trouble.ts";
import { Button } from "../../ui/button.tsx";
import { Card, Row, Stack } from "../../ui/card.tsx";
import { Switch } from "../../ui/choice.tsx";
import { useFocusOnTrouble } from "../../ui/focus-trouble.ts";
import { Section } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Notice } from "../../ui/states.tsx";
import { QuietFields } from "../settings/quiet-fields.tsx";
import { ThrottleFields } from "../settings/throttle-fields.tsx";
import { quietTroubles, throttleTrouble } from "../settings/timing-form.ts";
import { useKeptForm } from "../settings/use-kept-form.ts";
import { type KeptSettings, useSettings } from "../settings/use-settings.ts";
import { type ChannelTimingForm, channelTimingOf, settingsWithChannel } from "./channel-timing-form.ts";
import type { ChannelRow } from "./channel-state.ts";

/** When this one channel may be used, where it differs from the person's settings. */
export function ChannelTiming({ channel }: { channel: ChannelRow }): ReactElement {
  const settings = useSettings();
  return (
    <Section title="When it may be used" lead="Where it differs from your settings.">
      <Card>
        <Loaded query={settings} skeleton={<Skeleton shape="block" height="9rem" />}>
          {(kept) => <TimingForm channel={channel} kept={kept} />}
        </Loaded>
      </Card>
    </Section>
  );
}

const meaningOf = (form: ChannelTimingForm): string =>
  JSON.stringify(settingsWithChannel({}, { id: "", name: "channel" }, form));

function TimingForm({ channel, kept }: { channel: ChannelRow; kept: KeptSettings }): ReactElement {
  const save = useAct("settings.save", { done: "Saved.", showsTrouble: true });
  const form = useRef<HTMLFormElement>(null);
  const { base, typed, change, isChanged, start, noteSaved } = useKeptForm<ChannelTimingForm>(kept, {
    formOf: (settings) => channelTimingOf(settings, channel),
    isSame: (one, other) => meaningOf(one) === meaningOf(other),
  });
  const [troubles, setTroubles] = useState<Readonly<Record<string, string>>>({});
  useFocusOnTrouble(form, troubles);

  const submit = async (): Promise<void> => {
    const tooMany = throttleTrouble(typed.throttle);
    const mistakes = {
      ...(typed.hasOwnQuiet ? quietTroubles(typed.quiet) : {}),
      ...(tooMany === undefined ? {} : { throttle: tooMany }),
    };
    setTroubles(mistakes);
    if (Object.keys(mistakes).length > 0) return;
    // Only this channel's part is replaced: whatever else was changed meanwhile stays.
    const body = settingsWithChannel(kept.settings, channel, typed);
    await save
      .mutateAsync({ path: me, body, ...(kept.etag === undefined ? {} : { ifMatch: kept.etag }) })
      .then(noteSaved)
      .catch(() => undefined);
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) void submit();
      }}
    >
      <Stack gap={4}>
        <Switch
          label="Quiet hours of its own"
          hint="Instead of those in your settings."
          isOn={typed.hasOwnQuiet}
          onChange={(hasOwnQuiet) => change({ hasOwnQuiet })}
        />
        {typed.hasOwnQuiet && (
          <QuietFields form={typed.quiet} onChange={(quiet) => change({ quiet })} troubles={troubles} />
        )}
        <ThrottleFields
          label="Not too often"
          hint="Of all that goes to this channel, besides what each rule has."
          form={typed.throttle}
          onChange={(throttle) => change({ throttle })}
          trouble={troubles["throttle"]}
        />
        {save.error !== null && (
          <Notice tone="bad" isNews title={troubleOf(save.error).message}>
            {troubleOf(save.error).hint}
          </Notice>
        )}
        {isChanged && (
          <Row>
            <Button type="submit" look="primary" isBusy={save.isPending}>
              Save
            </Button>
            <Button look="quiet" onClick={() => start(base)}>
              Discard
            </Button>
          </Row>
        )}
      </Stack>
    </form>
  );
}
