import * as z from "zod";
import * as Channels from "../contract/channels.ts";
import { channelView } from "../views.ts";
import { type Implemented, implement, implementFor } from "./implement.ts";

const services = () => import("@showrunner/services/act/channels.ts");

export const channelRoutes: readonly Implemented[] = [
  implementFor(Channels.list, async ({ ctx, account, query }) => {
    const { listChannels } = await services();
    return { items: (await listChannels(ctx, account.id)).slice(0, query.limit).map(channelView) };
  }),
  implementFor(Channels.add, async ({ ctx, account, body }) => {
    const { kindOf, saveChannel } = await services();
    const made = Object.keys(body.secrets).length === 0 ? kindOf(body.kind).newSecrets?.() : undefined;
    const channel = await saveChannel(ctx, account.id, { ...body, secrets: made ?? body.secrets });
    return { ...channelView(channel), made: textOf(made) };
  }),
  implementFor(Channels.remove, async ({ ctx, account, param }) => {
    const { findChannel, removeChannel } = await services();
    const channel = await findChannel(ctx, account.id, param("channel"));
    await removeChannel(ctx, channel);
    return channelView(channel);
  }),
  implement(Channels.kinds, async () => {
    const { channelKinds } = await import("@showrunner/channels/registry.ts");
    const schema = (of: z.ZodType) => ({ ...z.toJSONSchema(of, { io: "input", unrepresentable: "any" }) });
    return {
      items: channelKinds.map((kind) => ({ ...kind, config: schema(kind.config), secrets: schema(kind.secrets) })),
    };
  }),
  implementFor(Channels.pushKey, async ({ ctx, account }) => {
    const { pushKeys } = await import("@showrunner/services/act/push-keys.ts");
    return { publicKey: (await pushKeys(ctx, account.id)).publicKey };
  }),
  implementFor(Channels.test, async ({ ctx, account, param }) => {
    const [{ findChannel }, { testChannel }] = await Promise.all([
      services(),
      import("@showrunner/services/act/test-channel.ts"),
    ]);
    const { detail } = await testChannel(ctx, account, await findChannel(ctx, account.id, param("channel")));
    return { detail };
  }),
];

/** `{ signing: "whsec_…" }`, one text a secret. */
function textOf(made: unknown): Record<string, string> {
  const secrets = z.record(z.string(), z.union([z.string(), z.array(z.string())])).parse(made ?? {});
  return Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, [value].flat().join(" ")]));
}
