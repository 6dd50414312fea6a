import { createBell } from "@showrunner/api/live/bell.ts";
import { madeUp } from "@showrunner/api/testing/made-up.ts";
import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { expect, it } from "vitest";
import { serve } from "./serve.ts";

it("ends the streams of pages that still listen when it stops, and waits for none of them", async () => {
  const bell = createBell();
  const w = madeUp({ bell });
  const ann = await w.account("ann");
  const { token } = await addKey(w.ctx, ann.id, { name: "listens", scopes: ["read"] });
  const served = await serve((request) => w.app.fetch(request), 0);
  const answer = await fetch(`${served.url}/api/v1/accounts/me/live`, {
    headers: { authorization: `Bearer ${token.reveal()}` },
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain("event: ready");
  const ended = reader?.read().then(
    ({ done }) => done,
    () => true,
  );
  await served.close();
  expect(await ended).toBe(true);
  await w.close();
});
