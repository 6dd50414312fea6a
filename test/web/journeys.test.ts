import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Received, receiver } from "@showrunner/channels/testing/receiver.ts";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { startChromium } from "./chromium.ts";
import { allowAtTrakt, newcomer } from "./newcomer.ts";
import { openPlace, type Place } from "./place.ts";
import { laptop, phone } from "./visitor.ts";

let browser: Browser;
let place: Place;
beforeAll(async () => {
  [browser, place] = await Promise.all([startChromium(), openPlace()]);
});
afterAll(async () => {
  await browser?.close();
  await place?.close();
});

/** How long Trakt is polled, rules are run and pages renewed: half a minute of a busy machine is an hour of the place's. */
const patience = { timeout: 60_000 };

const sizes: [string, BrowserContextOptions][] = [
  ["on a laptop", laptop],
  ["on a phone", phone],
];

describe.each(sizes)("%s", (where, size) => {
  const name = (who: string): string => `${who}-${where.endsWith("phone") ? "phone" : "laptop"}`;

  it("somebody new signs in at Trakt, makes rules of three recipes, sees each act, reads why, and takes one back", async () => {
    const ann = await newcomer(browser, place, name("ann"), size);
    const { page, username } = ann;
    await page.getByRole("heading", { level: 1, name: "Home" }).waitFor();
    const recipes = ["Hide finished shows", "Rated 9 or 10", "Clean a list of what I have watched"];
    for (const recipe of recipes) await makeOf(page, recipe);
    await page.goto("/rules");
    for (const recipe of recipes) await page.getByRole("link", { name: recipe }).first().waitFor();
    const [listId] = await place.happen({ do: "createList", username, name: "To watch" });
    await place.happen({ do: "listAdd", username, listId, item: "movie:47" });
    const [show] = await place.happen({ do: "addShow", show: { title: "Short Story", status: "ended", episodes } });
    await looked(page);

    await page.goto("/");
    await place.happen(
      { do: "rate", username, item: "movie:7", rating: 10 },
      { do: "watch", username, item: `season:${String(show)}:1` },
      { do: "watch", username, item: "movie:47" },
    );
    const happened = (what: RegExp) => page.getByRole("link", { name: what }).first();
    await happened(/Hide Short Story/).waitFor(patience);
    await expect.poll(() => listOf(username, "To watch"), patience).toHaveLength(0);
    await happened(/Best of the best/).waitFor(patience);
    await expect.poll(() => listOf(username, "Best of the best"), patience).toHaveLength(1);

    await happened(/Best of the best/).click();
    await page.getByRole("button", { name: "Undo this run" }).waitFor();
    expect(await page.getByRole("main").textContent()).toContain("rating >= 9");
    await page.getByRole("button", { name: "Undo this run" }).click();
    await page.getByRole("button", { name: "Take it back" }).click();
    await expect.poll(() => listOf(username, "Best of the best"), patience).toHaveLength(0);
    expect(ann.complaints()).toEqual([]);
    await ann.close();
  });

  it("a channel is added and tried; a webhook that failed is sent again, and arrives under the id that it had", async () => {
    const bob = await newcomer(browser, place, name("bob"), size);
    const { page } = bob;
    let isGone = false;
    await using server = await receiver((_request, response) => {
      response.statusCode = isGone ? 410 : 200;
      response.end();
    });
    await page.goto("/channels/new?kind=webhook");
    await page.getByLabel("Name").fill("my server");
    await page.getByLabel(/Address|URL/).fill(`${server.origin}/hook`);
    await page.getByRole("button", { name: /^Add / }).click();
    const secret = await shownSecret(page);
    await page.getByRole("link", { name: "I have kept it" }).click();
    await page.getByRole("button", { name: "Send a ping" }).click();
    await page.getByText("It was taken.").waitFor(patience);
    const pings = server.requests.length;
    expect(pings).toBeGreaterThan(0);

    await page.goto("/rules/recipes?recipe=everything-to-my-server");
    await page.getByLabel(/^To\b/).selectOption("my server");
    await page.getByRole("button", { name: "Make this rule" }).click();
    await page.waitForURL(({ pathname }) => pathname.startsWith("/rules") && pathname !== "/rules/recipes");
    await looked(page);
    isGone = true;
    await place.happen({ do: "watch", username: bob.username, item: "movie:7" });
    await expect.poll(() => server.requests.length, patience).toBe(pings + 1);

    isGone = false;
    await page.goto("/channels/my%20server");
    await page.getByRole("checkbox", { name: "Send what failed since then" }).uncheck(patience);
    await page.getByRole("button", { name: "Switch it on" }).click();
    await page.getByText("It is switched off").waitFor({ state: "hidden" });
    const sent = page.getByRole("list", { name: "What was sent to my server" }).getByRole("listitem").first();
    await sent.locator("summary").first().click();
    await sent.getByRole("button", { name: "Send it again" }).click();
    await expect.poll(() => server.requests.length, patience).toBe(pings + 2);
    const [first, again] = server.requests.slice(-2);
    expect(again?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(again?.headers["webhook-signature"]).toBe(signatureOf(again, secret));
    expect(bob.complaints()).toEqual([]);
    await bob.close();
  });

  it("who is disconnected at Trakt is asked to connect again, and does", async () => {
    const cleo = await newcomer(browser, place, name("cleo"), size);
    const { page } = cleo;
    await page
      .getByText(/Connected to Trakt/)
      .first()
      .waitFor(patience);
    await place.happen({ do: "disconnectApp", username: cleo.username });
    const again = page.getByRole("link", { name: "Connect again" });
    await again.waitFor(patience);
    await again.click();
    await page.waitForURL(`${place.sandboxUrl}/oauth/authorize*`);
    await page.getByLabel("Sign in as").selectOption(cleo.username);
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL(`${place.url}/**`);
    await page
      .getByText(/Connected to Trakt/)
      .first()
      .waitFor(patience);
    expect(await again.count()).toBe(0);
    expect(cleo.complaints()).toEqual([]);
    await cleo.close();
  });

  it("everything can be downloaded, and then deleted: nobody is signed in, and the next sign-in begins anew", async () => {
    const dora = await newcomer(browser, place, name("dora"), size);
    const { page } = dora;
    await makeOf(page, "Hide finished shows");
    await page.goto("/settings");
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download everything" }).click();
    const archive: unknown = JSON.parse(await readFile(await (await download).path(), "utf8"));
    expect(JSON.stringify(archive)).toContain("Hide finished shows");

    await page.getByRole("button", { name: "Delete my account" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(/to confirm/).fill("somebody else");
    await dialog.getByRole("button", { name: "Delete for good" }).click();
    await dialog.getByText("This is not your user name.").waitFor();
    await dialog.getByLabel(/to confirm/).fill(dora.username);
    await dialog.getByRole("button", { name: "Delete for good" }).click();
    await page.waitForURL("**/sign-in*");
    await expect
      .poll(
        () =>
          page
            .context()
            .cookies()
            .then((all) => all.filter(isSession)),
        patience,
      )
      .toEqual([]);
    await expect
      .poll(async () => {
        await page.goto("/sign-in");
        await allowAtTrakt(dora, place, dora.username);
        return new URL(page.url()).pathname;
      }, patience)
      .toBe("/");
    await page.goto("/rules");
    await page.getByRole("heading", { level: 1, name: "Rules" }).waitFor();
    expect(await page.getByRole("link", { name: "Hide finished shows" }).count()).toBe(0);
    await dora.close();
  });

  it("a first rule takes the keyboard alone", async () => {
    const eve = await newcomer(browser, place, name("eve"), size);
    const { page } = eve;
    await page.goto("/rules/recipes");
    await page.getByRole("link", { name: "Rated 9 or 10" }).waitFor();
    await tabTo(page, "Rated 9 or 10");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Make this rule" }).waitFor();
    await tabTo(page, "Make this rule");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/rules\/Rated/);
    expect(eve.complaints()).toEqual([]);
    await eve.close();
  });
});

const episodes = [1, 2].map((number) => ({ season: 1, number, first_aired: "2020-01-01T20:00:00Z" }));

const isSession = ({ name, value }: { name: string; value: string }): boolean =>
  name.includes("showrunner-session") && value !== "";

/** From the gallery: two presses. */
async function makeOf(page: Page, title: string): Promise<void> {
  await page.goto("/rules/recipes");
  await page.getByRole("link", { name: title }).click();
  await page.getByRole("button", { name: "Make this rule" }).click();
  await page.waitForURL(({ pathname }) => pathname.startsWith("/rules") && pathname !== "/rules/recipes");
}

/** Waits until what a new rule needs was read at Trakt: what happens then is news. */
async function looked(page: Page): Promise<void> {
  await page.goto("/");
  await page
    .getByText(/last look/)
    .first()
    .waitFor(patience);
  const before = Date.now();
  // Two looks of the place's minutes.
  await expect.poll(() => Date.now() - before, patience).toBeGreaterThan(4_000);
}

const Lists = z.array(z.object({ name: z.string(), items: z.array(z.unknown()) }));

async function listOf(username: string, name: string): Promise<unknown[]> {
  const answer = await fetch(`${place.sandboxUrl}/sandbox/people/${username}/lists`);
  return Lists.parse(await answer.json()).find((one) => one.name === name)?.items ?? [];
}

/** Of Standard Webhooks; their own package looks at the clock, and the place's runs fast. */
function signatureOf(request: Received | undefined, secret: string): string {
  const { headers = {}, body = "" } = request ?? {};
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
}

async function shownSecret(page: Page): Promise<string> {
  const shown = page
    .getByText(/whsec_\S+/)
    .or(page.locator("input[value^=whsec_]"))
    .first();
  await shown.waitFor();
  const text = (await shown.inputValue().catch(() => shown.textContent())) ?? "";
  return /whsec_\S+/.exec(text)?.[0] ?? "";
}

/** Presses Tab until something has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if ((await page.evaluate("document.activeElement?.textContent")) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the Tab key does not lead to ${name}`);
}
