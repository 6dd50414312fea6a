import { html } from "hono/html";
import type { ApiOptions } from "../app.ts";
import type { Html } from "./html.ts";

/** A clapper's two stripes; in the page itself, so that no other request is made for it. */
const icon =
  "data:image/svg+xml," +
  encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#16202b"/><path d="M5 8h6l4 7H9zM15 8h6l4 7h-6z" fill="#ffb224"/><rect x="5" y="18" width="22" height="7" rx="1.5" fill="#eef2f5"/></svg>`,
  );

export interface Page {
  title: string;
  main: Html;
  /** The page keeps itself fresh. */
  isLive?: boolean;
  options?: ApiOptions;
}

export function layout({ title, main, isLive = false, options }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="${icon}" />
        <link rel="stylesheet" href="/status.css" />
        ${isLive ? html`<script src="/status.js" defer></script>` : ""}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <a class="brand" href="/"
            ><img src="${icon}" alt="" width="28" height="28" /><span class="brand-name">Showrunner</span></a
          >
          ${options === undefined ? "" : modeBadge(options)}
          <p class="lost" role="status" id="lost"></p>
        </header>
        <main id="main" tabindex="-1" class="${isLive ? "board" : "sheet"}">${main}</main>
        <footer class="foot">
          ${options === undefined ? "" : demoNote(options)}
          <p>
            ${options === undefined ? "" : html`Showrunner ${options.version}. `}This page changes nothing and is served
            to this machine only. As data: <a href="/api/v1/status">/api/v1/status</a>
          </p>
        </footer>
      </body>
    </html>`;
}

function modeBadge({ mode }: ApiOptions): Html {
  if (mode === "trakt") return html`<p class="mode"><span class="badge">Trakt</span></p>`;
  return html`<p class="mode">
    <span class="badge badge-demo">Sandbox demo</span>
    <span class="mode-note">People and changes are made up.</span>
  </p>`;
}

function demoNote({ mode, sandboxUrl }: ApiOptions): Html | string {
  if (mode === "trakt") return "";
  return html`<p>
    The demo’s people live on a Trakt of this
    machine${sandboxUrl === undefined ? "" : html` (<code>${sandboxUrl}</code>)`}. Set <code>TRAKT_CLIENT_ID</code> and
    <code>TRAKT_CLIENT_SECRET</code>, and start again, to work with Trakt itself.
  </p>`;
}
