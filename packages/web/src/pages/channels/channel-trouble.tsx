import { type ReactElement, useState } from "react";
import { me, useAct } from "../../app/api.ts";
import { Button } from "../../ui/button.tsx";
import { Stack } from "../../ui/card.tsx";
import { Checkbox } from "../../ui/choice.tsx";
import { Notice, sentence } from "../../ui/states.tsx";
import { Timestamp } from "../../ui/timestamp.tsx";
import type { ChannelRow } from "./channel-state.ts";

/** What is wrong with a channel, since when, and the way back into use. */
export function ChannelTrouble({ channel }: { channel: ChannelRow }): ReactElement | null {
  const [recover, setRecover] = useState(true);
  const enable = useAct("channels.enable", {
    done: ({ recovered }) =>
      recovered === 0
        ? "Switched on."
        : `Switched on. ${recovered} that failed ${recovered === 1 ? "is" : "are"} sent again.`,
  });
  const { state, since, reason } = channel.health;
  const why = (
    <>
      {reason === null ? "" : sentence(reason)}
      {since !== null && (
        <>
          {" "}
          Nothing got through since <Timestamp at={since} look="exact" />.
        </>
      )}
    </>
  );
  if (state === "works") return null;
  if (state === "new")
    return (
      <Notice tone="info" title="It has not answered its ping yet.">
        A new webhook is sent a signed ping and nothing else until it answers that with 2xx. What there is to send waits
        meanwhile.
      </Notice>
    );
  if (state === "failing")
    return (
      <Notice tone="wait" title="Nothing gets through just now.">
        {why} It is tried again by itself, for up to five days.
      </Notice>
    );
  return (
    <Notice tone="bad" title="It is switched off: nothing is sent here.">
      <Stack gap={3}>
        <p>{why}</p>
        <Checkbox
          label="Send what failed since then"
          hint="Under the ids that it had, so that your server can leave out what it knows."
          isOn={recover}
          onChange={setRecover}
        />
        <div>
          <Button
            look="primary"
            icon="play"
            isBusy={enable.isPending}
            onClick={() => enable.mutate({ path: { ...me, channel: channel.id }, body: { recover } })}
          >
            Switch it on
          </Button>
        </div>
      </Stack>
    </Notice>
  );
}
