import type { ReactElement } from "react";
import { useNow } from "../../ui/time.tsx";
import { nextDigest, quietUntil } from "./next-times.ts";
import styles from "./timing.module.css";
import type { DigestForm, QuietForm } from "./timing-form.ts";

interface TimePreviewProps {
  zone: string;
  quiet: QuietForm;
  digests: DigestForm;
}

/** What the settings mean just now, as they stand in the form. */
export function TimePreview({ zone, quiet, digests }: TimePreviewProps): ReactElement {
  const now = useNow(10_000);
  const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short", timeZone: zone });
  const moment = new Intl.DateTimeFormat(undefined, {
    weekday: "long",
    hour: "numeric",
    minute: "2-digit",
    timeZone: zone,
  });
  const quietEnd = quietUntil(quiet, zone, now);
  const daily = nextDigest("daily", digests, zone, now);
  const weekly = nextDigest("weekly", digests, zone, now);
  return (
    <p className={styles.preview}>
      It is now <strong>{clock.format(now)}</strong> for you
      {quietEnd === undefined ? "" : `, and quiet until ${clock.format(quietEnd)}`}.
      {daily !== undefined && <> The next daily digest comes {moment.format(daily)}</>}
      {weekly !== undefined && <>, the weekly one {moment.format(weekly)}</>}
      {daily === undefined && weekly === undefined ? "" : "."}
    </p>
  );
}
