import { Liquid } from "liquidjs";
import * as z from "zod";
import { ruleLimits } from "./rule.ts";
import { isTimeZone, offsetMinutes } from "./time-zone.ts";

/** Where the `date` filter finds the moment: no name that a template could write. */
export const momentKey = " moment";
const DateMoment = z.object({ now: z.string(), timezone: z.string() });

/** Tags that neither repeat nor read other templates: what a template costs is bounded by its text. */
export const plainTags: readonly string[] = ["if", "unless", "case", "assign", "comment", "raw", "#"];

/** Filters that give the same for the same, at a cost that the memory limit sees. */
export const filters: readonly string[] = `
  append prepend capitalize upcase downcase strip lstrip rstrip squish strip_newlines
  remove remove_first replace replace_first slice split truncate truncatewords
  escape url_encode slugify default date join first last size reverse sort uniq
  abs at_least at_most ceil floor round plus minus times divided_by modulo
`
  .trim()
  .split(/\s+/);

/**
 * What one rendering may do, in units of about a microsecond: characters and elements that filters read or make, dates, and
 * what a loop goes over. Ten times what the longest output that is kept takes. No clock is asked: what is valid once is
 * valid on a busy machine too.
 */
const workLimit = 40_000;
/** Enough for any text that an event has, some filters and some dates. */
const leastWork = 1_500;

/** What each of so many templates of a rule may do, so that all of them together do not take long. */
export const workOfEach = (templates: number): number =>
  Math.max(leastWork, Math.floor(workLimit / Math.max(1, templates)));

/** `date` asks `Intl` for the zone, and for each name of a day or month: measured at 80 and 47 µs. */
const dateWork = 80;
const nameWork = 50;
const mostNames = 10;
const namesInFormat = /%[-_0^#:]*\d*[EO]?[AaBbhc]/g;

/** Liquid with these tags and no others, its work bounded whatever it is given. */
export function makeEngine(tags: readonly string[]): Liquid {
  const liquid = new Liquid({
    // No files: the tags that would read one are taken away below as well.
    templates: {},
    strictFilters: true,
    strictVariables: true,
    ownPropertyOnly: true,
    locale: "en-US",
    dateFormat: "%Y-%m-%d %H:%M",
    parseLimit: ruleLimits.templateLength,
    memoryLimit: workLimit,
  });
  for (const name of Object.keys(liquid.tags)) if (!tags.includes(name)) Reflect.deleteProperty(liquid.tags, name);
  const date = liquid.filters["date"];
  for (const name of Object.keys(liquid.filters)) if (!filters.includes(name)) liquid.unregisterFilter(name);
  if (typeof date === "function") {
    liquid.registerFilter("date", function (value: unknown, format: unknown, zone: unknown): unknown {
      const { now, timezone } = DateMoment.parse(this.context.globals[momentKey]);
      const names = typeof format === "string" ? (format.match(namesInFormat)?.length ?? 0) : 0;
      if (names > mostNames) throw new Error(`a date may have ${mostNames} names of days and months at most`);
      this.context.memoryLimit.use(dateWork + names * nameWork);
      const time = value === "now" || value === "today" ? now : value;
      if (typeof zone === "string" && !isTimeZone(zone))
        throw new Error(`"${zone}" is no time zone such as "Europe/Berlin"`);
      // What a profile says of its zone is no reason to fail.
      const wanted = zone ?? (isTimeZone(timezone) ? timezone : "UTC");
      return date.call(this, time, format, offsetFor(time, format, wanted) ?? wanted);
    });
  }
  if (tags.includes("for")) countBlocks(liquid);
  return liquid;
}

/** `%Z` is the zone's own name, which an offset has not. */
const zoneName = /%[-_0^#:]*\d*Z/;

/**
 * The zone's offset at a time, in minutes as JavaScript counts them (above 0 in the west): Liquid itself asks `Intl` for it
 * in a way that costs more than all the rest of a template. Undefined where Liquid must find out for itself.
 */
function offsetFor(time: unknown, format: unknown, zone: unknown): number | undefined {
  if (typeof zone !== "string" || typeof time !== "string") return undefined;
  if (typeof format === "string" && zoneName.test(format)) return undefined;
  const atMs = Date.parse(time);
  return Number.isNaN(atMs) ? undefined : offsetMinutes(zone, atMs);
}

/**
 * Counts each block as it is rendered, by the length of what it goes over. Without loops a template's own length bounds
 * that; branches that are not taken are no nodes, so that some of the whole text counts each time.
 */
function countBlocks(liquid: Liquid): void {
  const { renderer } = liquid;
  const render = renderer.renderTemplates.bind(renderer);
  renderer.renderTemplates = (templates, context, emitter) => {
    const [first] = templates;
    const length = templates.reduce((sum, { token }) => sum + token.end - token.begin, 0);
    if (first !== undefined) context.memoryLimit.use(length / 8 + first.token.input.length / 100);
    return render(templates, context, emitter);
  };
}
