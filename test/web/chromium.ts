import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { bundledChromium } from "./bundled-chromium.ts";

/** Where Linux systems have theirs. */
const systemChromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Nothing of it talks to the world, and no sandbox of its own: it runs as root in containers, on pages of this machine only. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts a Chromium: the one that npm brought, the system's with `SHOWRUNNER_CHROMIUM=system`, or another at the path that
 * is given there.
 */
export async function startChromium(wanted: string | undefined = process.env["SHOWRUNNER_CHROMIUM"]): Promise<Browser> {
  if (wanted === undefined || wanted === "") return await chromium.launch({ ...bundledChromium(), args: flags });
  const path = wanted === "system" ? systemChromium.find((one) => existsSync(one)) : wanted;
  if (path === undefined) throw new Error(`there is no Chromium at any of ${systemChromium.join(", ")}`);
  return await chromium.launch({ executablePath: path, args: flags });
}
