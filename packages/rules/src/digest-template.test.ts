import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileDigestTemplates, type DigestItem, plainDigest, renderDigest } from "./digest-template.ts";

const moment = { nowMs: Date.parse("2026-03-02T12:00:00Z"), timezone: "Europe/Berlin" };
const limits = { titleLength: 100, bodyLength: 500 };
const item = (title: string, body = ""): DigestItem => ({
  title,
  body,
  url: "",
  at: "2026-03-01T23:30:00Z",
  rule: "Rule",
});
const rendered = (items: DigestItem[], templates = plainDigest): { title: string; body: string } =>
  renderDigest(templates, { name: "My week", items }, moment, limits);

describe("a digest", () => {
  it("tells each item on a line of its own", () => {
    expect(rendered([item("One", "is told"), item("Two")])).toEqual({
      title: "My week: 2",
      body: "• One: is told\n• Two",
    });
  });

  it("tells as many items as fit, and how many more there are", () => {
    const { body } = rendered(Array.from({ length: 100 }, (_, at) => item(`Number ${at}`)));
    expect(body.length).toBeLessThanOrEqual(500);
    const lines = body.split("\n");
    expect(lines.at(-1)).toBe(`and ${100 - (lines.length - 1)} more`);
    expect(lines.length).toBeGreaterThan(25);
  });

  it("tells times in the person's zone", () => {
    const body = "{% for item in items %}{{ item.at | date: '%d %b %H:%M' }}{% endfor %}";
    expect(rendered([item("One")], { ...plainDigest, body }).body).toBe("02 Mar 00:30");
  });

  it("whose own templates fail on these items is told plainly", () => {
    const body = "{% for item in items %}{{ item.title | date: '%Y', item.title }}{% endfor %}";
    expect(rendered([item("Nowhere")], { ...plainDigest, body }).body).toBe("• Nowhere");
  });

  it("is bounded whatever its items hold, and its title is one line", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            title: fc.string({ unit: "binary", maxLength: 300 }),
            body: fc.string({ unit: "binary", maxLength: 4000 }),
          }),
          {
            maxLength: 60,
          },
        ),
        (texts) => {
          const { title, body } = rendered(texts.map((one) => item(one.title, one.body)));
          expect(body.length).toBeLessThanOrEqual(limits.bodyLength);
          expect(title).toBe(`My week: ${texts.length}`);
        },
      ),
      { numRuns: 30 },
    );
  });
});

it.each([
  ["over nothing but numbers", "{% for at in (1..30000) %}{{ at }}{% endfor %}"],
  [
    "with a great many branches",
    `{% for at in (1..5000) %}{% if 0 %}${"{% elsif 0 %}".repeat(280)}{% endif %}{% endfor %}`,
  ],
  ["with hundreds of dates for each item", `{% for item in items %}${"{{item.at|date:'%b'}}".repeat(100)}{% endfor %}`],
])("a loop %s is refused, however fast the machine is", (_what, body) => {
  const message = "it does too much at once: use shorter texts, fewer filters or fewer dates";
  const { places } = compileDigestTemplates({ every: "daily", body });
  expect(places).toEqual([expect.objectContaining({ path: "options.digest.body", message })]);
});

it("templates of a digest that has none are ours", () => {
  expect(compileDigestTemplates("daily")).toEqual({ templates: plainDigest, places: [] });
  expect(compileDigestTemplates(undefined)).toEqual({ templates: plainDigest, places: [] });
});
