import { receiver, type Receiver, type Respond } from "@showrunner/channels/testing/receiver.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { Account, ChannelRecord } from "@showrunner/core/records.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { pingNow } from "@showrunner/services/act/send.ts";
import type { TestWorld } from "./test-world.ts";

export const madeUpSigningSecret = "whsec_VGhpcyBpcyBhIG1hZGUtdXAgZXhhbXBsZSBzZWNyZXQu";

/** A person's own server, added as the channel `hook`. */
export interface Hook extends AsyncDisposable {
  receiver: Receiver;
  channel: ChannelRecord;
  /** From now on it answers so. */
  answerWith(respond: Respond): void;
  /** The events that it was sent, in the order they came. */
  events(): ChangeEvent[];
}

export async function addHook(t: TestWorld, account: Account, { isNew = false } = {}): Promise<Hook> {
  // It has taken its ping, which is not among its requests, unless it is to be new.
  let answer: Respond = (_request, response) => response.end();
  const server = await receiver((request, response) => answer(request, response));
  const channel = await saveChannel(t.ctx, account.id, {
    kind: "webhook",
    name: "hook",
    config: { url: `${server.origin}/hook` },
    secrets: { signing: [madeUpSigningSecret] },
  });
  if (!isNew) await pingNow(t.ctx, channel);
  server.requests.length = 0;
  return {
    receiver: server,
    channel,
    answerWith: (respond) => {
      answer = respond;
    },
    events: () => server.requests.map(({ body }) => ChangeEvent.parse(JSON.parse(body))),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
