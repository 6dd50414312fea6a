import { actionWords } from "@showrunner/services/views/action-words.ts";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import { localTime } from "@showrunner/local/local-time.ts";
import { plain } from "@showrunner/local/plain.ts";
import { chooseAccount } from "../choose-account.ts";
import { type GlobalOptions, withClient } from "../context.ts";
import { show } from "../output.ts";
import { table } from "../table.ts";
import { upTo } from "../up-to.ts";

export interface DeliveryOptions extends GlobalOptions {
  account?: string;
}

export async function listAllDeliveries(
  wanted: string,
  options: DeliveryOptions & { limit: number; after?: string },
): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id: account } = await chooseAccount(asking, options.account);
    const path = { account, channel: wanted };
    const read = (query: { limit: number; after?: string }) => asking.client.call("deliveries.list", { path, query });
    const page = await upTo(options.limit, read, options.after);
    const { items, next } = page;
    const rows = items.map(({ createdAt, rule, state, attempts, outcome, id }) => [
      localTime(createdAt),
      rule.name,
      state.toLowerCase(),
      String(attempts),
      outcome ?? "",
      id,
    ]);
    const words = [
      items.length === 0
        ? `Nothing was sent to "${wanted}"${next === null ? "" : " by the latest runs"}.`
        : table(["asked for", "rule", "state", "tries", "what came of it", "id"], rows),
      ...(next === null ? [] : [`There may be more: --after '${next}'`]),
    ];
    show(asking.output, page, words.join("\n"));
  });
}

export async function showDelivery(id: string, options: DeliveryOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id: account } = await chooseAccount(asking, options.account);
    const delivery = await asking.client.call("deliveries.get", { path: { account, delivery: id } });
    const words = [
      plain(`${actionWords(delivery.request)}  (${delivery.rule.name})`),
      plain(`${delivery.state.toLowerCase()}: ${delivery.outcome ?? "not tried yet"}`),
      ...delivery.tries.flatMap(tryWords),
    ];
    show(asking.output, delivery, words.join("\n"));
  });
}

export async function sendAgain(id: string, options: DeliveryOptions): Promise<void> {
  await withClient(options, { trakt: false }, async (asking) => {
    const { id: account } = await chooseAccount(asking, options.account);
    const delivery = await asking.client.call("deliveries.replay", { path: { account, delivery: id } });
    show(
      asking.output,
      delivery,
      `${id} is sent again, under the same id: at once if Showrunner is running, else when it starts.`,
    );
  });
}

type DeliveryTry = ReplyOf<"deliveries.get">["tries"][number];

function tryWords({ at, tookMs, reason, isReplay, answer, requestHeaders, responseHeaders }: DeliveryTry): string[] {
  const headers = (of: DeliveryTry["requestHeaders"], mark: string): string[] =>
    Object.entries(of).map(([name, value]) => plain(`    ${mark} ${name}: ${value}`));
  return [
    plain(`  ${localTime(at)}  ${reason}  (${tookMs} ms${isReplay ? ", a replay" : ""})`),
    ...headers(requestHeaders, ">"),
    ...headers(responseHeaders, "<"),
    ...(answer === null || answer === "" ? [] : answer.split("\n").map((line) => plain(`    | ${line}`))),
  ];
}
