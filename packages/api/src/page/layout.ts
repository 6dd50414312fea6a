import { html } from "hono/html";
import type { Html } from "./html.ts";

export interface Page {
  title: string;
  main: Html;
}

/** A page that the server writes itself, in the dashboard's colours: its style is a file of the dashboard's build. */
export function layout({ title, main }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/plain.css" />
      </head>
      <body>
        <header>
          <a href="/"><img src="/icon.svg" alt="" width="28" height="28" />Showrunner</a>
        </header>
        <main>${main}</main>
      </body>
    </html>`;
}
