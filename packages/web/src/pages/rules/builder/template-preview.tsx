import { type ReactElement, useState } from "react";
import { me, useApi } from "../../../app/api.ts";
import { troubleOf } from "../../../app/trouble.ts";
import { Field } from "../../../ui/field.tsx";
import { Icon } from "../../../ui/icon.tsx";
import { Skeleton } from "../../../ui/skeleton.tsx";
import { Select } from "../../../ui/text-input.tsx";
import { useChannels } from "./channel-select.tsx";
import { EventPicker } from "./event-picker.tsx";
import styles from "./template-preview.module.css";
import { useTrial } from "./trial.ts";

interface TemplatePreviewProps {
  /** The action's place in `then`. */
  at: number;
  /** The channel's name or id. */
  channel: string;
}

/** The message as it would arrive, on an example or on something that happened. */
export function TemplatePreview({ at, channel }: TemplatePreviewProps): ReactElement {
  const { source, event } = useTrial();
  const [kind, setKind] = useState<string>();
  const channels = useChannels().data?.items ?? [];
  const own = channels.find((one) => one.name === channel || one.id === channel)?.kind;
  const body = { source: source ?? {}, action: at, ...(event === undefined ? {} : { event }) };
  const preview = useApi(
    "templates.preview",
    { path: me, body },
    { isEnabled: source !== undefined, keepsPrevious: true, isFixed: true },
  );
  const shown = preview.data?.shown.find((one) => one.kind === (kind ?? own)) ?? preview.data?.shown[0];
  return (
    <details className={styles.details} open>
      <summary className={styles.summary}>How it arrives</summary>
      <div className={styles.choices}>
        <EventPicker label="About" />
        {preview.data !== undefined && (
          <Field label="By">
            <Select
              value={shown?.kind ?? ""}
              onChange={setKind}
              options={preview.data.shown.map((one) => ({ value: one.kind, label: one.label }))}
            />
          </Field>
        )}
      </div>
      <div className={styles.message} aria-live="polite">
        {preview.error !== null && source !== undefined ? (
          <p className={styles.soft}>{troubleOf(preview.error).message}</p>
        ) : shown === undefined ? (
          source === undefined ? (
            <p className={styles.soft}>It is shown once the rule has no mistakes.</p>
          ) : (
            <>
              <Skeleton width="60%" />
              <Skeleton width="90%" />
            </>
          )
        ) : (
          <>
            <p className={styles.title}>{shown.title}</p>
            {shown.body !== "" && <p className={styles.body}>{shown.body}</p>}
            {shown.url !== null && (
              <p className={styles.link}>
                <Icon name="link" size="s" />
                {shown.url}
              </p>
            )}
            {shown.isCut && <p className={styles.soft}>It is too long for this channel: the rest is cut off.</p>}
          </>
        )}
      </div>
    </details>
  );
}
