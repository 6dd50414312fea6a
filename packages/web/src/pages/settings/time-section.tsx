import { type ReactElement, useRef, useState } from "react";
import { ApiProblem } from "@showrunner/client/api-problem.ts";
import { me, useAct, usePages } from "../../app/api.ts";
import { Loaded } from "../../app/problem-view.tsx";
import { useSession } from "../../app/session-context.ts";
import { troubleOf } from "../../app/trouble.ts";
import { Button } from "../../ui/button.tsx";
import { Card, Stack } from "../../ui/card.tsx";
import { Combobox } from "../../ui/combobox.tsx";
import { Field } from "../../ui/field.tsx";
import { useFocusOnTrouble } from "../../ui/focus-trouble.ts";
import { troublesNamed } from "../../ui/named-troubles.ts";
import { Notice } from "../../ui/states.tsx";
import { Select, TextInput } from "../../ui/text-input.tsx";
import { QuietFields, weekdayOptions } from "./quiet-fields.tsx";
import { ThrottleFields } from "./throttle-fields.tsx";
import { formOf, isSame, settingsOf, type TimeForm, troublesOf } from "./time-form.ts";
import { TimePreview } from "./time-preview.tsx";
import styles from "./timing.module.css";
import { useKeptForm } from "./use-kept-form.ts";
import { type KeptSettings, useSettings } from "./use-settings.ts";
import { TimeWaiting } from "./waiting.tsx";
import { browserZones, isZone, zoneOptions } from "./zones.ts";

/** When one is told: zone, quiet hours, digests, throttle, and where a yes is asked for. */
export function TimeSection(): ReactElement {
  const settings = useSettings();
  return (
    <Card>
      <Loaded query={settings} skeleton={<TimeWaiting />}>
        {(kept) => <TimeFields kept={kept} />}
      </Loaded>
    </Card>
  );
}

function TimeFields({ kept }: { kept: KeptSettings }): ReactElement {
  const { person } = useSession();
  const channels = usePages("channels.list", { path: me, query: { limit: 200 } });
  const save = useAct("settings.save", { done: "Saved.", showsTrouble: true });
  const form = useRef<HTMLFormElement>(null);
  const { base, typed, change, isChanged, start: startForm, noteSaved } = useKeptForm(kept, { formOf, isSame });
  const [troubles, setTroubles] = useState<Readonly<Record<string, string>>>({});
  const [refusal, setRefusal] = useState<unknown>();
  useFocusOnTrouble(form, troubles);

  const start = (from: KeptSettings): void => {
    startForm(from);
    setTroubles({});
    setRefusal(undefined);
  };
  const submit = async (from: KeptSettings): Promise<void> => {
    const mistakes = troublesOf(typed);
    setTroubles(mistakes);
    setRefusal(undefined);
    if (Object.keys(mistakes).length > 0) return;
    try {
      const settings = await save.mutateAsync({
        path: me,
        body: settingsOf(from.settings, typed),
        ...(from.etag === undefined ? {} : { ifMatch: from.etag }),
      });
      noteSaved(settings);
    } catch (error) {
      const named = troublesNamed(troubleOf(error).message, ["time_zone", "quiet_hours", "throttle", "digests"]);
      setTroubles(named);
      setRefusal(error);
    }
  };
  const isStale = refusal instanceof ApiProblem && refusal.code === "request.changed_meanwhile";
  const zone = typed.zone ?? person.timezone;
  const shownZone = isZone(zone) ? zone : "UTC";
  const zones = zoneOptions(browserZones(), zone);

  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) void submit(base);
      }}
    >
      <Stack gap={5}>
        <TimePreview zone={shownZone} quiet={typed.quiet} digests={typed.digests} />
        <Field
          label="Time zone"
          hint={
            typed.zone === undefined
              ? `As your Trakt account has it: ${person.timezone}. Type to find another.`
              : `Your Trakt account says ${person.timezone}; empty this to follow it.`
          }
          error={troubles["time_zone"]}
        >
          <Combobox
            value={zones.find(({ value }) => value === zone) ?? null}
            onChange={(option) =>
              change({ zone: option === null || option.value === person.timezone ? undefined : option.value })
            }
            options={zones}
            placeholder="Europe/Berlin"
            emptyText="No zone is called that. Try a large city near you."
          />
        </Field>
        <hr className={styles.rule} />
        <QuietFields form={typed.quiet} onChange={(quiet) => change({ quiet })} troubles={troubles} />
        <hr className={styles.rule} />
        <DigestFields form={typed} onChange={change} troubles={troubles} />
        <hr className={styles.rule} />
        <ThrottleFields
          label="Not too often"
          hint="For rules that have no limit of their own, each. What is too many comes in one message later."
          form={typed.throttle}
          onChange={(throttle) => change({ throttle })}
          trouble={troubles["throttle"]}
        />
        <hr className={styles.rule} />
        <Field
          label="Where you are asked for a yes"
          hint="When a rule would do more than it may by itself, it asks you first."
          error={troubles["approvals_channel"]}
        >
          <Select
            value={typed.approvals ?? everyChannel}
            onChange={(approvals) => change({ approvals: approvals === everyChannel ? undefined : approvals })}
            options={[
              { value: everyChannel, label: "Every channel" },
              ...namesWith(
                channels.items.map(({ name }) => name),
                typed.approvals,
              ).map((name) => ({
                value: name,
                label: name,
              })),
            ]}
          />
        </Field>
        {refusal !== undefined && !isStale && (
          <Notice tone="bad" isNews title={troubleOf(refusal).message}>
            {troubleOf(refusal).hint}
          </Notice>
        )}
        {isStale && (
          <Notice
            tone="wait"
            isNews
            title="Your settings were changed elsewhere meanwhile."
            actions={
              <>
                <Button size="s" onClick={() => void submit(kept)}>
                  Save mine all the same
                </Button>
                <Button size="s" look="quiet" onClick={() => start(kept)}>
                  Show the others
                </Button>
              </>
            }
          >
            What you typed is still here.
          </Notice>
        )}
        <div className={isChanged ? styles.unsaved : styles.saved}>
          <Button type="submit" look="primary" isBusy={save.isPending} disabled={!isChanged}>
            Save
          </Button>
          {isChanged ? (
            <Button look="quiet" onClick={() => start(kept)}>
              Discard
            </Button>
          ) : (
            <span className={styles.note}>What waits already moves with what you save.</span>
          )}
        </div>
      </Stack>
    </form>
  );
}

/** No channel can be called that. */
const everyChannel = "";

/** One that was removed since it was chosen is still named. */
const namesWith = (names: readonly string[], chosen: string | undefined): string[] =>
  chosen === undefined || names.includes(chosen) ? [...names] : [...names, chosen];

interface DigestFieldsProps {
  form: TimeForm;
  onChange(changed: Partial<TimeForm>): void;
  troubles: Readonly<Record<string, string>>;
}

function DigestFields({ form, onChange, troubles }: DigestFieldsProps): ReactElement {
  const { digests } = form;
  const change = (changed: Partial<TimeForm["digests"]>): void => onChange({ digests: { ...digests, ...changed } });
  return (
    <Stack gap={3}>
      <div>
        <strong>Digests</strong>
        <p className={styles.note}>
          When what rules hold for a digest goes out, in one message. An empty one is not sent.
        </p>
      </div>
      <div className={styles.times}>
        <Field label="Every day at" error={troubles["daily_at"]}>
          <TextInput type="time" value={digests.dailyAt} onChange={(dailyAt) => change({ dailyAt })} />
        </Field>
      </div>
      <div className={styles.times}>
        <Field label="Every week on">
          <Select value={digests.weeklyOn} onChange={(weeklyOn) => change({ weeklyOn })} options={weekdayOptions} />
        </Field>
        <Field label="Every week at" error={troubles["weekly_at"]}>
          <TextInput type="time" value={digests.weeklyAt} onChange={(weeklyAt) => change({ weeklyAt })} />
        </Field>
      </div>
    </Stack>
  );
}
