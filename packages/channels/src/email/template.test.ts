import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderMail } from "./template.ts";

const render = (over: Partial<Parameters<typeof renderMail>[0]> = {}, repeated = false) =>
  renderMail({ title: "A title", body: "A body", rule: { name: "A rule" }, ...over }, { repeated });

/** The elements of a page, by name and with their attributes' names. */
const shape = (html: string): string[] =>
  [...html.matchAll(/<([a-z!/][^\s>]*)([^>]*)>/gi)].map(
    ([, name = "", attributes = ""]) =>
      `${name} ${[...attributes.matchAll(/([a-z-]+)="[^"]*"/gi)].map(([, one]) => one).join(" ")}`,
  );

describe("a mail's template", () => {
  test("has both colour schemes, and loads nothing from anywhere", () => {
    const { html } = render({ url: "https://trakt.tv/movies/dune" });
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toContain('name="color-scheme" content="light dark"');
    expect(html).not.toMatch(/<(?:img|link|script|iframe|svg|form|object|video)|url\(|@import|@font-face|\bsrc=/i);
    expect(html.match(/https?:\/\/[^"<\s]+/g)).toEqual([
      "https://trakt.tv/movies/dune",
      "https://trakt.tv/movies/dune",
    ]);
  });

  test("has the same elements whatever a title, a body or a rule's name holds", () => {
    const plain = shape(render().html);
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "</td></tr></table><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "<!--[if mso]>",
        "</title><style>*{display:none}</style>",
        "\u202e<b>",
      ),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, (title, body, name) => {
        const line = body.replaceAll(/[\n\r\u2028\u2029]/g, " ").trim();
        fc.pre(title.trim() !== "" && line !== "" && !line.startsWith("•"));
        const made = shape(render({ title, body: `x${line}`, rule: { name } }).html);
        expect(made).toEqual(plain);
      }),
    );
  });

  test("makes a list of a digest's lines, with what belongs to an item in it and what is left after it", () => {
    const body = "This week:\n• Dune: seen\n  twice\n• Alien\n• <b>Up</b>\nand 12 more";
    const { html, text } = render({ body });
    expect(html.match(/<p class="text line"[^>]*>([^]*?)<\/p>/g)).toHaveLength(3);
    expect(html).toContain("Dune: seen<br>\n  twice</p>");
    expect(html).toContain("&lt;b&gt;Up&lt;/b&gt;</p>");
    expect(html).toMatch(/<\/div>\n<p class="text"[^>]*>and 12 more<\/p>/);
    expect(text).toContain(body);
  });

  test("stays below the size at which mail programs cut, though a digest is as long as can be", () => {
    const body = Array.from({ length: 200 }, (_, at) => `• ${"Title ".repeat(15)}${at}`).join("\n");
    expect(Buffer.byteLength(render({ body }).html)).toBeLessThan(100 * 1024);
  });

  test("says whose rule it was, and that it may have come before", () => {
    const { html, text } = render({}, true);
    for (const part of [html, text]) {
      expect(part).toContain("Rule: A rule");
      expect(part).toContain("Sent again: it is not known whether this arrived before.");
    }
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "nonsense"])("links no %s", (url) => {
    expect(render({ url }).html).not.toContain("<a ");
  });
});
