import { describe, expect, test } from "vitest";
import { exampleEvent, exampleFacts, noon, placesOf, progressOf, ruleOf } from "./testing/examples.ts";
import { truncated } from "./template.ts";

interface Rendered {
  title: string;
  body: string;
  url?: string | undefined;
}

function rendered(parts: Record<string, unknown>, data: Record<string, unknown> = {}, timezone?: string): Rendered {
  const notify = { do: "notify", channel: "inbox", title: "t", body: "b", ...parts };
  const { trace, requests } = ruleOf("episode.airing", { then: [notify] }).evaluate({
    event: exampleEvent("episode.airing", data),
    facts: { show: exampleFacts, progress: progressOf(10, 9) },
    now: noon,
    ...(timezone === undefined ? {} : { timezone }),
  });
  const [request] = requests;
  if (request?.do !== "notify") throw new Error(trace.reason);
  return request;
}

const mistakes = (body: string): unknown =>
  placesOf(() => ruleOf("episode.airing", { then: [{ do: "notify", channel: "inbox", title: "t", body }] }));

describe("a template", () => {
  test.each([
    ["{{ show.title }} S{{ episode.season }}E{{ episode.number }}", "Game of Thrones S2E8"],
    ['{{ show.genres | join: ", " }} ({{ show.genres.size }}, {{ show.genres[0] }})', "drama, fantasy (2, drama)"],
    ["{% if show.rating > 7 %}good{% else %}bad{% endif %} {{ show.rating }}", "good 7.4"],
    ["{% unless progress.caught_up %}{{ progress.behind }} behind{% endunless %}", "1 behind"],
    ["{% case episode.season %}{% when 1 %}first{% when 2 %}second{% endcase %}", "second"],
    ["{% assign name = show.title | upcase %}{{ name }}{% comment %}{{ nope }}{% endcomment %}", "GAME OF THRONES"],
    ["{% raw %}{{ nope }}{% endraw %}", "{{ nope }}"],
    ["{{ event.type }} {{ event.subject }}", "episode.airing show:1390"],
  ])("%s gives %s", (body, expected) => {
    expect(rendered({ body }).body).toBe(expected);
  });

  test("renders what is not known as nothing, and takes a default", () => {
    expect(rendered({ body: "[{{ show.runtime }}] {{ show.country | default: 'somewhere' }}" }).body).toBe(
      "[] somewhere",
    );
    expect(rendered({ body: "{% if show.runtime > 3 %}long{% else %}short{% endif %}" }).body).toBe("short");
  });

  test("tells times in UTC, in the person's zone when it is given, or in the one it names", () => {
    const body = '{{ airs_at | date: "%a %H:%M" }}, {{ airs_at | date: "%H:%M", "America/New_York" }}';
    expect(rendered({ body }).body).toBe("Sun 02:00, 21:00");
    expect(rendered({ body }, {}, "Asia/Tokyo").body).toBe("Sun 11:00, 21:00");
    expect(rendered({ body }, {}, "Nowhere/Else").body).toBe("Sun 02:00, 21:00");
  });

  test("takes `now` from the evaluation and never from the machine", () => {
    const body = '{{ "now" | date: "%Y-%m-%d %H:%M" }} {{ now | date: "%H" }} {{ "today" | date: "%d" }}';
    expect(rendered({ body }).body).toBe("2026-11-22 12:00 12 22");
  });
});

describe("a hostile title", () => {
  const hostile = '{{ now }}{% raw %}<script>alert("1")</script>\r\nBcc: everyone\u0000';

  test("stays text: it is neither run as a template nor changed into markup, and a title stays one line", () => {
    const { title, body } = rendered(
      { title: "{{ show.title }}", body: "{{ show.title }}" },
      { show: { title: hostile, ids: { trakt: 1 } } },
    );
    expect(body).toBe(hostile.trim());
    expect(title).toBe('{{ now }}{% raw %}<script>alert("1")</script> Bcc: everyone\u0000');
  });

  test("is cut to what channels take, between characters", () => {
    const show = { title: "😀".repeat(400), ids: { trakt: 1 } };
    const { title, body } = rendered({ title: "{{ show.title }}", body: "{{ show.title }}".repeat(20) }, { show });
    expect(title.length).toBeLessThanOrEqual(250);
    expect(title.endsWith("😀…")).toBe(true);
    expect(body.length).toBeLessThanOrEqual(4_000);
  });

  test("cannot make a link into anything but an http(s) address", () => {
    const url = "{{ show.title }}";
    const of = (title: string): Rendered => rendered({ url }, { show: { title, ids: { trakt: 1 } } });
    for (const title of ["javascript:alert(1)", "data:text/html,x", "no address", "file:///etc/passwd", "//x"]) {
      expect(() => of(title)).toThrowError("gave no http(s) address");
    }
    expect(of("https://example.com/a b").url).toBe("https://example.com/a%20b");
    expect(of(" ")).not.toHaveProperty("url");
  });
});

test("a title that comes out empty is the rule's name", () => {
  expect(rendered({ title: "{{ show.runtime }}" }).title).toBe("A rule");
});

const tooMuch = "it does too much at once: use shorter texts, fewer filters or fewer dates";

describe("what is refused when the rule is saved", () => {
  test.each([
    ["ok\n {{ shw.title }}", 2, 5, "there is no shw.title", "show.title"],
    ["{{ nope }}", 1, 4, "there is no nope", undefined],
    ["{{ show.titel | upcase }}", 1, 4, "there is no show.titel", "show.title"],
    ["{{ movie.title }}", 1, 4, "movie.title is not there on episode.airing", undefined],
    ["{{ show }}", 1, 4, "show is no value by itself: name one of its fields, such as show.title", undefined],
    ["{{ show[event.type] }}", 1, 4, "a name in brackets cannot be computed: write the field's own name", undefined],
    ["{{ show.title | upcas }}", 1, 1, "there is no filter upcas", "upcase"],
    ["{{ show.title", 1, 1, 'output "{{ show.title" not closed', undefined],
    ["{% if show.title %}", 1, 1, "tag {% if show.title %} not closed", undefined],
    ['{{ now | date: "%H", "Nowhere" }}', 1, 1, '"Nowhere" is no time zone such as "Europe/Berlin"', undefined],
    ['{{ now | date: "%999999999Y" }}', 1, 1, tooMuch, undefined],
    ["{{ (1..99999999) | join }}", 1, 1, tooMuch, undefined],
  ])("%s", (body, line, column, message, suggestion) => {
    const place = { path: "then[0].body", line, column, message };
    expect(mistakes(body)).toEqual([suggestion === undefined ? place : { ...place, suggestion }]);
  });

  test.each([
    "for x in show.genres",
    "include 'x'",
    "render 'x'",
    "layout 'x'",
    "capture x",
    "increment x",
    "liquid",
    "nope",
  ])("the tag %s, which repeats, reads files or does not exist", (tag) => {
    const name = tag.split(" ")[0];
    const message = `the tag ${name} is not available: there are if, unless, case, assign, comment, raw`;
    expect(mistakes(`{% ${tag} %}`)).toEqual([{ path: "then[0].body", line: 1, column: 1, message }]);
  });

  test.each([
    [
      "a text that doubles until it fills the memory",
      "{% assign a = show.title %}" + "{% assign a = a | append: a %}".repeat(60),
      tooMuch,
    ],
    [
      "a date with thousands of names of days",
      `{{ now | date: "${"%A".repeat(3_900)}" }}`,
      "a date may have 10 names of days and months at most",
    ],
    ["a great many dates", '{{now|date:"%b"}}'.repeat(60), "the templates of a rule may tell 50 dates together"],
    ["a great many dates of many names", `{{now|date:"${"%A".repeat(10)}"}}`.repeat(50), tooMuch],
  ])("%s, however fast the machine is", (_what, body, message) => {
    expect(mistakes(body)).toContainEqual(expect.objectContaining({ message }));
  });
});

test("cutting keeps what fits and marks what does not", () => {
  expect(truncated("12345", 5)).toBe("12345");
  expect(truncated("123456", 5)).toBe("1234…");
});
