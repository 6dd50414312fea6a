import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import * as z from "zod";

/** Somebody at a browser of their own, and what went wrong in it. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** What the browser complained of: errors of scripts, what the policy of contents forbade, answers of the server's own mistakes. */
  complaints(): readonly string[];
  close(): Promise<void>;
}

export const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
export const laptop: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

export async function visit(browser: Browser, url: string, options: BrowserContextOptions): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: url, locale: "en-GB", reducedMotion: "reduce", ...options });
  const complaints: string[] = [];
  context.on("weberror", (error) => complaints.push(`error: ${error.error().message}`));
  context.on("console", (message) => {
    // A refused request is on the console, too; what the server refuses on purpose is no mistake.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      complaints.push(`console: ${message.text()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 500 && response.status() !== 503 && response.status() !== 502)
      complaints.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  return { page, context, complaints: () => complaints, close: () => context.close() };
}

const Violations = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      nodes: z.array(z.object({ html: z.string(), target: z.unknown(), failureSummary: z.string() })),
    }),
  ),
});

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** What WCAG 2.2 AA forbids and the page has, one line each; axe finds about half of all that can be wrong. */
export async function barriers(page: Page): Promise<string[]> {
  // Run as the browser's own tools are: the page's policy of contents is for the page.
  await page.evaluate(axe);
  const found: unknown = await page.evaluate(
    "axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })",
  );
  return Violations.parse(found).violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ html, target, failureSummary }) =>
        `${id}: ${JSON.stringify(target)} ${html.slice(0, 200)}: ${failureSummary.replaceAll(/\s+/g, " ")}`,
    ),
  );
}
