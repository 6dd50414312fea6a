import { type RulePlace, positionAt } from "./problem.ts";
import type { Digest } from "./options.ts";
import { makeEngine, momentKey, plainTags } from "./template-engine.ts";
import { type Moment, templatePlace, truncated } from "./template.ts";

/** What a digest tells of each thing in it. */
export interface DigestItem {
  title: string;
  body: string;
  url: string;
  /** ISO 8601. */
  at: string;
  rule: string;
}

/** What its templates see besides the items. */
interface DigestWords {
  name: string;
  /** How many items there are, told or not. */
  count: number;
  /** How many more there are than `items` has. */
  more: number;
}

export interface DigestTemplates {
  title: string;
  body: string;
}

/** Items of one message: more wait for the next. */
export const mostDigestItems = 200;
/** Of an item's body in a digest, characters. */
const itemBodyLength = 400;

/** A digest repeats its lines; a bounded number of items, and the limit of memory, bound what that costs. */
const tags: readonly string[] = [...plainTags, "for", "else", "break", "continue"];
const engine = makeEngine(tags);

/**
 * What one rendering may do, in the engine's units. A message is rendered up to ten times until as many items fit as can:
 * all together take what one rendering of another template may.
 */
const workOfOne = 5_000;

/** Where a loop stands in another: what that costs grows with the items' square. */
const nestedLoop = /\{%-?\s*for\b(?:(?!\{%-?\s*endfor\b)[^])*?\{%-?\s*(?=for\b)/;

export const plainDigest: DigestTemplates = {
  title: "{{ digest.name }}: {{ digest.count }}",
  body: `{%- for item in items -%}
• {{ item.title }}{% if item.body != "" %}: {{ item.body }}{% endif %}
{% endfor -%}
{%- if digest.more > 0 -%}and {{ digest.more }} more{%- endif -%}`,
};

/** The templates of a rule's digest, its own or ours, and every place where its own do not hold up. */
export function compileDigestTemplates(digest: Digest | undefined): {
  templates: DigestTemplates;
  places: RulePlace[];
} {
  const own = typeof digest === "object" ? digest : {};
  const templates = { title: own.title ?? plainDigest.title, body: own.body ?? plainDigest.body };
  const places = (["title", "body"] as const).flatMap((part) => {
    const source = own[part];
    return source === undefined ? [] : mistakesOf(source, `options.digest.${part}`);
  });
  return { templates, places };
}

/** What a trial needs: a loop's cost grows with its items, so few say enough. */
const itemsOfTrial = 10;

/** A trial shows names that are not there, and filters that cannot do what they are asked. */
function mistakesOf(source: string, path: string): RulePlace[] {
  const nested = nestedLoop.exec(source);
  if (nested !== null) {
    const at = positionAt(source, nested.index + nested[0].length);
    return [{ path, ...at, message: "a loop may not stand in another" }];
  }
  try {
    const items = Array.from({ length: itemsOfTrial }, (_, at) => ({ ...sample, title: `Title ${at}` }));
    for (const some of [items, []])
      render(source, { name: "digest", count: some.length, more: 1 }, some, { nowMs: 0, timezone: "UTC" });
    return [];
  } catch (error) {
    return [templatePlace(error, source, path, tags)];
  }
}

const sample: DigestItem = { title: "", body: "text", url: "", at: "2026-11-20T18:00:00.000Z", rule: "rule" };

function render(source: string, digest: DigestWords, items: readonly DigestItem[], moment: Moment): string {
  const globals = { [momentKey]: { now: new Date(moment.nowMs).toISOString(), timezone: moment.timezone } };
  const text: unknown = engine.parseAndRenderSync(source, { digest, items }, { globals, memoryLimit: workOfOne });
  return typeof text === "string" ? text : "";
}

/**
 * One message of many: as many items as fit into `limits` (characters), and how many more there are. Templates that
 * cannot be rendered on these items give way to plain ones.
 */
export function renderDigest(
  templates: DigestTemplates,
  digest: { name: string; items: readonly DigestItem[]; count?: number },
  moment: Moment,
  limits: { titleLength: number; bodyLength: number },
): { title: string; body: string } {
  try {
    return fitting(templates, digest, moment, limits);
  } catch (error) {
    if (templates === plainDigest) throw error;
    return fitting(plainDigest, digest, moment, limits);
  }
}

function fitting(
  templates: DigestTemplates,
  { name, items, count = items.length }: { name: string; items: readonly DigestItem[]; count?: number },
  moment: Moment,
  { titleLength, bodyLength }: { titleLength: number; bodyLength: number },
): { title: string; body: string } {
  const short = items.map((item) => ({ ...item, body: truncated(item.body, itemBodyLength) }));
  const bodyOf = (shown: number): string =>
    render(templates.body, { name, count, more: count - shown }, short.slice(0, shown), moment).trim();
  // What is too long for the engine is too long for the message.
  const fits = (shown: number): boolean => {
    try {
      return bodyOf(shown).length <= bodyLength;
    } catch (error) {
      if (shown <= 1) throw error;
      return false;
    }
  };
  let [most, least] = [short.length, Math.min(1, short.length)];
  if (!fits(most)) {
    // The largest number that fits lies from `least` up to `most`, which does not.
    while (most - least > 1) {
      const middle = Math.floor((least + most) / 2);
      if (fits(middle)) least = middle;
      else most = middle;
    }
    most = least;
  }
  const title = render(templates.title, { name, count, more: count - most }, short.slice(0, most), moment);
  return {
    title: truncated(title.replaceAll(/\s+/g, " ").trim() || name, titleLength),
    body: truncated(bodyOf(most), bodyLength),
  };
}
