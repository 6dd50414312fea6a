import { loadTombstone } from "@showrunner/services/accounts/tombstone.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import type { KeyScope } from "@showrunner/services/accounts/new-api-key.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { madeUp, type MadeUp } from "../testing/made-up.ts";

let w: MadeUp;
beforeEach(() => {
  w = madeUp();
});
afterEach(() => w.close());

async function deleteAs(username: string, scopes: KeyScope[], path: string, confirm: string): Promise<number> {
  const account = await w.account(username);
  const { token } = await addKey(w.ctx, account.id, { name: "key", scopes });
  const answer = await w.app.request(`/api/v1/accounts/${path}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${token.reveal()}`, "content-type": "application/json" },
    body: JSON.stringify({ confirm }),
  });
  return answer.status;
}

const isAsked = async (username: string): Promise<boolean> =>
  (await loadTombstone(w.ctx, (await w.account(username)).id)) !== undefined;

describe("DELETE /accounts/:account", () => {
  it("asks for the account's deletion, where its name is said", async () => {
    expect(await deleteAs("ann", ["write"], "me", "ann")).toBe(202);
    expect(await isAsked("ann")).toBe(true);
  });

  it("does nothing where another name is said, or none", async () => {
    expect(await deleteAs("ann", ["write"], "me", "bob")).toBe(422);
    expect(await deleteAs("ann", ["write"], "me", "")).toBe(422);
    expect(await isAsked("ann")).toBe(false);
  });

  it("does nothing for who may only read, or is another", async () => {
    expect(await deleteAs("ann", ["read"], "me", "ann")).toBe(403);
    await w.account("bob");
    expect(await deleteAs("ann", ["write"], "bob", "bob")).toBe(404);
    expect([await isAsked("ann"), await isAsked("bob")]).toEqual([false, false]);
  });
});
