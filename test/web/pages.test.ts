import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startChromium } from "./chromium.ts";
import { openPlace, type Place } from "./place.ts";
import { barriers, laptop, phone, visit, type Visitor } from "./visitor.ts";

let browser: Browser;
let place: Place;
beforeAll(async () => {
  [browser, place] = await Promise.all([startChromium(), openPlace()]);
});
afterAll(async () => {
  await browser?.close();
  await place?.close();
});

/** Every place that the navigation leads to, and what can be reached from there. */
const paths = [
  "/",
  "/rules",
  "/rules/recipes",
  "/rules/recipes?recipe=premieres-to-watchlist",
  "/rules/new",
  "/import",
  "/waiting",
  "/inbox",
  "/undo",
  "/why",
  "/calendar",
  "/progress",
  "/watched",
  "/friends",
  "/watchlist",
  "/channels",
  "/channels/new",
  "/webhooks",
  "/household",
  "/settings",
  "/operator",
  "/nowhere",
];

const sizes: [string, BrowserContextOptions][] = [
  ["360 px", phone],
  ["1440 px", laptop],
];

describe.each(sizes)("at %s", (_size, size) => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await visit(browser, place.url, size);
  });
  afterAll(() => visitor?.close());

  it("the way in has no barriers, and one click makes somebody of the demo's people", async () => {
    const { page } = visitor;
    await page.goto("/calendar");
    await page.getByRole("button", { name: /Enter as Paper Comet/ }).waitFor();
    expect(await wrongIn(page)).toEqual([]);
    await page.getByRole("button", { name: /Enter as Paper Comet/ }).click();
    await page.getByRole("heading", { level: 1, name: "Calendar" }).waitFor();
    expect(visitor.complaints()).toEqual([]);
  });

  it.each(paths)("%s has a name, fits, has no barriers, and nothing that its policy forbids", async (path) => {
    await expectWell(visitor, path);
  });

  it.each<[string, string]>([
    ["a run", "a[href^='/runs/']"],
    ["an event", "a[href^='/events/']"],
  ])("so has the page of %s", async (_what, link) => {
    const { page } = visitor;
    await page.goto("/");
    const found = page.locator(link).first();
    await found.waitFor({ timeout: 90_000 });
    await expectWell(visitor, (await found.getAttribute("href")) ?? "");
  });

  it.each(["edit", "activity", "now", "versions", "feeds"])("so has the page of a rule, at %s", async (view) => {
    await expectWell(visitor, `/rules/Premieres%20to%20my%20watchlist?view=${view}`);
  });

  it("so have the pages of a show and of a channel", async () => {
    const { page } = visitor;
    await page.goto("/progress");
    const show = page.locator("a[href^='/progress/']").first();
    await show.waitFor();
    await expectWell(visitor, (await show.getAttribute("href")) ?? "");
    await expectWell(visitor, "/channels/inbox");
  });
});

async function expectWell(visitor: Visitor, path: string): Promise<void> {
  const { page } = visitor;
  await page.goto(path);
  const heading = page.getByRole("heading", { level: 1 });
  await heading.waitFor();
  // What is asked for is there: nothing stands in for it any more.
  await until(page, "document.querySelector('main [class*=_skeleton_], main [aria-busy=true]') === null");
  expect((await heading.textContent()) === "Nothing here").toBe(path === "/nowhere");
  expect(await wrongIn(page)).toEqual([]);
  expect(visitor.complaints()).toEqual([]);
  // It is the page that was asked for, and no other that it led to.
  expect(new URL(page.url()).pathname.split("/")[1]).toBe(path.split(/[/?]/)[1]);
}

/** Waits until something holds in the page. Playwright's own way would evaluate text, which the page's policy forbids. */
async function until(page: Page, expression: string): Promise<void> {
  await expect.poll(() => page.evaluate(expression), { timeout: 20_000 }).toBe(true);
}

async function wrongIn(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await until(page, "document.getAnimations().every((one) => one.playState !== 'running')");
    found.push(...(await barriers(page)).map((one) => `${colorScheme}: ${one}`));
  }
  const wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  if (Number(wide) > 0) found.push(`the page is ${String(wide)} px too wide`);
  const title = await page.title();
  if (!/^.+ · Showrunner$/.test(title)) found.push(`its title is "${title}"`);
  return found;
}
