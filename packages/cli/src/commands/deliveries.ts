import { actionWords } from "@showrunner/api/page/words.ts";
import { deliveryView } from "@showrunner/api/views.ts";
import type { DeliveryTry } from "@showrunner/core/records.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { plain } from "@showrunner/local/plain.ts";
import { findChannel } from "@showrunner/services/act/channels.ts";
import { getDelivery, listDeliveries, replayDelivery } from "@showrunner/services/act/deliveries.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withServices } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";

export interface DeliveryOptions extends GlobalOptions {
  account?: string;
}

export async function listAllDeliveries(
  wanted: string,
  options: DeliveryOptions & { limit: number; after?: string },
): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const channel = await findChannel(ctx, account.id, wanted);
    const { limit, after } = options;
    const { items, next } = await listDeliveries(ctx, account.id, channel, { limit, after });
    const rows = items.map(({ createdAt, ruleName, state, attempts, outcome, id }) => [
      localTime(createdAt),
      ruleName,
      state.toLowerCase(),
      String(attempts),
      outcome ?? "",
      id,
    ]);
    const words = [
      items.length === 0
        ? `Nothing was sent to "${channel.name}"${next === null ? "" : " by the latest runs"}.`
        : table(["asked for", "rule", "state", "tries", "what came of it", "id"], rows),
      ...(next === null ? [] : [`There may be more: --after '${next}'`]),
    ];
    show(output, { items: items.map(deliveryView), next }, words.join("\n"));
  });
}

export async function showDelivery(id: string, options: DeliveryOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const delivery = await getDelivery(ctx, account.id, id);
    const words = [
      plain(`${actionWords(delivery.request)}  (${delivery.ruleName})`),
      plain(`${delivery.state.toLowerCase()}: ${delivery.outcome ?? "not tried yet"}`),
      ...(delivery.tries ?? []).flatMap(tryWords),
    ];
    show(output, deliveryView(delivery), words.join("\n"));
  });
}

export async function sendAgain(id: string, options: DeliveryOptions): Promise<void> {
  await withServices(options, { trakt: false }, async ({ ctx, output }) => {
    const account = await chooseAccount(ctx, options.account);
    const delivery = await replayDelivery(ctx, account.id, id);
    show(
      output,
      deliveryView(delivery),
      `${id} is sent again, under the same id: at once if Showrunner is running, else when it starts.`,
    );
  });
}

function tryWords({ at, tookMs, reason, isReplay, answer, requestHeaders, responseHeaders }: DeliveryTry): string[] {
  const headers = (of: DeliveryTry["requestHeaders"], mark: string): string[] =>
    Object.entries(of).map(([name, value]) => plain(`    ${mark} ${name}: ${value}`));
  return [
    plain(`  ${localTime(at)}  ${reason}  (${tookMs} ms${isReplay === true ? ", a replay" : ""})`),
    ...headers(requestHeaders, ">"),
    ...headers(responseHeaders, "<"),
    ...(answer === null || answer === "" ? [] : answer.split("\n").map((line) => plain(`    | ${line}`))),
  ];
}
