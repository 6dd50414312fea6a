import type { ReactElement } from "react";
import { me, useApi } from "../../../app/api.ts";
import { Select } from "../../../ui/text-input.tsx";

export function useChannels() {
  return useApi("channels.list", { path: me });
}

interface ChannelSelectProps {
  value: string;
  onChange(name: string): void;
  /** Only those of this kind, such as `webhook`; `message`: all that take a message. */
  kind: "message" | "webhook";
}

/** One of the person's channels, by its name. */
export function ChannelSelect({ value, onChange, kind }: ChannelSelectProps): ReactElement {
  const channels = useChannels().data?.items ?? [];
  const fitting = channels.filter((one) => (one.kind === "webhook") === (kind === "webhook"));
  const options = fitting.map(({ id, name, kind: of }) => ({
    value: value === id ? id : name,
    label: name === of ? name : `${name} (${of})`,
  }));
  const isThere = value === "" || options.some((one) => one.value === value);
  return (
    <Select
      value={value}
      onChange={onChange}
      prompt="Choose a channel"
      options={isThere ? options : [...options, { value, label: `${value} (not there)` }]}
    />
  );
}
