import type { Browser, BrowserContextOptions } from "playwright-core";
import type { Place } from "./place.ts";
import { type Visitor, visit } from "./visitor.ts";

export interface Newcomer extends Visitor {
  username: string;
}

/** Somebody new at Trakt, who has signed in here through Trakt's own page. */
export async function newcomer(
  browser: Browser,
  place: Place,
  username: string,
  options: BrowserContextOptions,
): Promise<Newcomer> {
  await place.sandbox("/sandbox/people", { people: [{ username, name: username, timezone: "Europe/Berlin" }] });
  const visitor = await visit(browser, place.url, options);
  await visitor.page.goto("/");
  await allowAtTrakt(visitor, place, username);
  return { ...visitor, username };
}

/** From the page with the way in, through Trakt's, back to where one wanted to go. */
export async function allowAtTrakt({ page }: Visitor, place: Place, username: string): Promise<void> {
  // The demo puts its own people first.
  await page.getByText("Other ways to sign in").click();
  await page.getByRole("link", { name: "Sign in with Trakt" }).click();
  await page.waitForURL(`${place.sandboxUrl}/oauth/authorize*`);
  await page.getByLabel("Sign in as").selectOption(username);
  await page.getByRole("button", { name: "Allow" }).click();
  await page.waitForURL(`${place.url}/**`);
}
