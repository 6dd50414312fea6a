import { Problem } from "@showrunner/core/errors.ts";
import type { ReplyOf } from "@showrunner/client/asked.ts";
import type { Asking } from "./context.ts";

/** An account, as the API tells of it. */
export type Person = ReplyOf<"accounts.get">;

/** The account named by --account; the only one there is when none is named. */
export async function chooseAccount({ client }: Asking, wanted: string | undefined): Promise<Person> {
  if (wanted !== undefined) return await client.call("accounts.get", { path: { account: wanted } });
  return theOnly((await client.call("accounts.list")).items);
}

/** The account that is meant when none is named. Throws Problem `account.none` or `account.unclear`. */
export function theOnly<One extends { username: string }>(all: readonly One[]): One {
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  throw new Problem({
    code: all.length === 0 ? "account.none" : "account.unclear",
    message: all.length === 0 ? "no account is connected yet" : "several accounts are connected, and none is named",
    hint:
      all.length === 0
        ? "Connect one with `showrunner login`."
        : `Name one with --account: ${all.map((one) => one.username).join(", ")}.`,
  });
}

/** The accounts that a listing is about: the one named, or all that whoever asks may see. */
export async function chooseAccounts(asking: Asking, wanted: string | undefined): Promise<Person[]> {
  return wanted === undefined
    ? (await asking.client.call("accounts.list")).items
    : [await chooseAccount(asking, wanted)];
}
