import { describe, expect, test } from "vitest";
import { shownBy } from "./preview.ts";
import { channelKinds } from "./registry.ts";
import { lengthOf } from "./render.ts";

const told = (title: string, body: string, url?: string) => ({ title, body, url, rule: { name: "A rule" } });

describe("a preview", () => {
  test.each(channelKinds)(
    "of $label is what fits, in its receiver's own measure, and says whether it was cut",
    (kind) => {
      const { title = Infinity, body, measure = "code_points" } = kind.limits;
      const long = shownBy(kind, told("🎬é".repeat(300), "🎬é ".repeat(30_000)));
      expect(long.isCut).toBe(true);
      expect(lengthOf(long.title, measure)).toBeLessThanOrEqual(title);
      expect(lengthOf(long.body, measure)).toBeLessThanOrEqual(body);
      expect(long.body.isWellFormed()).toBe(true);
      expect(shownBy(kind, told("Title", "Body"))).toMatchObject({
        title: "Title",
        body: "Body",
        isCut: false,
        url: null,
      });
    },
  );

  test("shows no link that is none, and no line breaks in a title", () => {
    for (const kind of channelKinds)
      expect(shownBy(kind, told("a\r\nb", "", "javascript:alert(1)"))).toMatchObject({ title: "a b", url: null });
  });

  test("has the whole mail", () => {
    const pages = channelKinds.map((kind) => shownBy(kind, told("<b>", "Body")).html).filter((html) => html !== null);
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain("&lt;b&gt;");
  });
});
