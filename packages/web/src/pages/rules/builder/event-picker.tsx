import type { ReactElement } from "react";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/text-input.tsx";
import { useNow, useZone } from "../../../ui/time.tsx";
import { relative } from "../../../ui/timestamp.tsx";
import { usePastEvents, useTrial } from "./trial.ts";

/** What the rule is tried on: an example, or something that happened. */
export function EventPicker({ label = "Try it on" }: { label?: string }): ReactElement {
  const { types, event, setEvent } = useTrial();
  const events = usePastEvents(types);
  const now = useNow();
  const zone = useZone();
  const chosen =
    event !== undefined && !events.some(({ id }) => id === event) ? [{ value: event, label: "The chosen event" }] : [];
  return (
    <Field label={label}>
      <Select
        value={event ?? "example"}
        onChange={(id) => setEvent(id === "example" ? undefined : id)}
        options={[
          { value: "example", label: events.length === 0 ? "An example (nothing like it happened yet)" : "An example" },
          ...chosen,
          ...events.map(({ id, about, time }) => ({
            value: id,
            label: `${about}, ${relative(Date.parse(time), now, zone)}`,
          })),
        ]}
      />
    </Field>
  );
}
