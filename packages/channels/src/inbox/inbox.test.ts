import { expect, test } from "vitest";
import { context, notification } from "../testing/deliveries.ts";
import { inbox } from "./inbox.ts";

test("the inbox gets the message under the action's id, so that a repeat changes nothing", async () => {
  const ctx = context();
  const receipt = await inbox.send(ctx, { config: {}, secrets: {}, notification: notification() });
  const { id, title, body, url } = notification();
  expect(ctx.entries).toEqual([{ id, title, body, url }]);
  expect(receipt.detail).toBe("in the inbox");
});

test("the inbox gets plain text within its limits, and only links that are links", async () => {
  const ctx = context();
  const hostile = notification({
    title: `a\r\nb${"🎬".repeat(300)}`,
    body: "x".repeat(9000),
    url: "javascript:alert(1)",
  });
  await inbox.send(ctx, { config: {}, secrets: {}, notification: hostile });
  const [entry] = ctx.entries;
  expect(entry?.title).toBe(`a b${"🎬".repeat(196)}…`);
  expect(entry?.body).toHaveLength(4000);
  expect(entry).not.toHaveProperty("url");
});
