import type { ReactElement } from "react";
import { useZone } from "../../ui/time.tsx";

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once for a zone: a list has hundreds of dates. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeZone: zone });
  formats.set(zone, made);
  return made;
}

/** The day of a time that lies behind us, in the person's zone: "Apr 12, 2019". */
export function DayOf({ at }: { at: string }): ReactElement {
  const zone = useZone();
  return <time dateTime={at}>{formatOf(zone).format(new Date(at))}</time>;
}
