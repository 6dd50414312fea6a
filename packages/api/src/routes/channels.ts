import { Problem } from "@showrunner/core/errors.ts";
import type { Account } from "@showrunner/core/records.ts";
import type { Services } from "@showrunner/services/context.ts";
import * as z from "zod";
import * as Channels from "../contract/channels.ts";
import { channelView, deliveryView } from "../views.ts";
import { type Implemented, implement, implementFor } from "./implement.ts";
import { pageIn } from "./page-in.ts";

const services = () => import("@showrunner/services/act/channels.ts");
const log = () => import("@showrunner/services/act/deliveries.ts");

/** Who talks to the places that people name: the API itself, or, where it may not open their secrets, the deliverer. */
export const channelRoutes = ({ deliversItself = true }: { deliversItself?: boolean }): readonly Implemented[] => [
  implementFor(Channels.list, async ({ ctx, account, query }) => {
    const { channelRows, standingOf } = await import("@showrunner/services/act/channel-rows.ts");
    const rows = (await channelRows(ctx, account.id)).map((row) => ({ ...row, id: row.channel.value.id }));
    const { items, next } = pageIn(rows, query);
    return { items: items.map((row) => ({ ...channelView(row.channel.value), health: standingOf(row) })), next };
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
    const { publicPushKey } = await import("@showrunner/services/act/push-keys.ts");
    return { publicKey: await publicPushKey(ctx, account.id) };
  }),
  implementFor(Channels.enable, async ({ ctx, account, param, body }) => {
    const [{ findChannel }, { enableChannel }] = await Promise.all([
      services(),
      import("@showrunner/services/act/channel-health.ts"),
    ]);
    const channel = await findChannel(ctx, account.id, param("channel"));
    return { ...channelView(channel), ...(await enableChannel(ctx, channel, body)) };
  }),
  implementFor(Channels.rotate, async ({ ctx, account, param }) => {
    const [{ findChannel }, { rotateSecret }] = await Promise.all([
      services(),
      import("@showrunner/services/act/webhook-secrets.ts"),
    ]);
    const channel = await findChannel(ctx, account.id, param("channel"));
    const { secrets, formerUntil } = await rotateSecret(ctx, channel);
    return { ...channelView(channel), made: textOf(secrets.reveal()), formerUntil };
  }),
  implementFor(Channels.deliveries, async ({ ctx, account, param, query }) => {
    const [{ findChannel }, { listDeliveries }] = await Promise.all([services(), log()]);
    const channel = await findChannel(ctx, account.id, param("channel"));
    const { items, next } = await listDeliveries(ctx, account.id, channel, query);
    return { items: items.map(deliveryView), next };
  }),
  implementFor(Channels.delivery, async ({ ctx, account, param }) => {
    const { getDelivery } = await log();
    return deliveryView(await getDelivery(ctx, account.id, param("delivery")));
  }),
  implementFor(Channels.replay, async ({ ctx, account, param }) => {
    const { replayDelivery } = await log();
    return deliveryView(await replayDelivery(ctx, account.id, param("delivery")));
  }),
  implementFor(Channels.test, async ({ ctx, account, param }) => {
    if (!deliversItself) return { detail: await askForTest(ctx, account, param("channel")) };
    const [{ findChannel }, { testChannel }] = await Promise.all([
      services(),
      import("@showrunner/services/act/test-channel.ts"),
    ]);
    const { detail } = await testChannel(ctx, account, await findChannel(ctx, account.id, param("channel")));
    return { detail };
  }),
];

/**
 * Has the deliverer send a test message; what came of it is among the deliveries. Throws Problem `channel.pinged` for a
 * webhook, which gets its signed ping before its first delivery.
 */
async function askForTest(ctx: Services, account: Account, wanted: string): Promise<string> {
  const [{ findChannel }, { requestNotices }] = await Promise.all([
    services(),
    import("@showrunner/services/act/notices.ts"),
  ]);
  const channel = await findChannel(ctx, account.id, wanted);
  if (channel.kind === "webhook")
    throw new Problem({
      code: "channel.pinged",
      message: `the webhook "${channel.name}" is not tested by itself here`,
      hint: "It gets a signed ping before its first delivery, and nothing else until it answers.",
    });
  const title = "Showrunner can reach you here";
  const body = `This is a test of the channel "${channel.name}" of ${account.username}.`;
  await requestNotices(ctx, account, `test ${ctx.random.id("msg")}`, { title, body }, channel.id);
  return "on its way";
}

/** `{ signing: "whsec_…" }`, one text a secret. */
function textOf(made: unknown): Record<string, string> {
  const secrets = z.record(z.string(), z.union([z.string(), z.array(z.string())])).parse(made ?? {});
  return Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, [value].flat().join(" ")]));
}
