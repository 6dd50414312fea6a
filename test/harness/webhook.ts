import { receiver, type Receiver } from "@showrunner/channels/testing/receiver.ts";
import { ChangeEvent } from "@showrunner/core/events/envelope.ts";
import type { Account } from "@showrunner/core/records.ts";
import { saveChannel } from "@showrunner/services/act/channels.ts";
import { pingNow } from "@showrunner/services/act/send.ts";
import type { TestWorld } from "./test-world.ts";

export const madeUpSigningSecret = "whsec_VGhpcyBpcyBhIG1hZGUtdXAgZXhhbXBsZSBzZWNyZXQu";

/** A person's own server, added as the channel `hook`; it has taken its ping, which is not among its requests. */
export interface Hook extends AsyncDisposable {
  receiver: Receiver;
  /** The events that it was sent, in the order they came. */
  events(): ChangeEvent[];
}

export async function addHook(t: TestWorld, account: Account): Promise<Hook> {
  const server = await receiver();
  const channel = await saveChannel(t.ctx, account.id, {
    kind: "webhook",
    name: "hook",
    config: { url: `${server.origin}/hook` },
    secrets: { signing: [madeUpSigningSecret] },
  });
  await pingNow(t.ctx, channel);
  server.requests.length = 0;
  return {
    receiver: server,
    events: () => server.requests.map(({ body }) => ChangeEvent.parse(JSON.parse(body))),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
