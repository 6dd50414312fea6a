/** A rule as a form sees it: what its text stands for, whatever else is in it. */
export type RuleValue = Readonly<Record<string, unknown>>;
export type Path = readonly (string | number)[];

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is at a path; undefined where nothing is. */
export function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) {
    if (Array.isArray(found) && typeof key === "number") found = found[key];
    else if (isRecord(found) && Object.hasOwn(found, key)) found = found[key];
    else return undefined;
  }
  return found;
}

export function textAt(value: unknown, path: Path): string {
  const found = valueAt(value, path);
  return typeof found === "string" || typeof found === "number" ? String(found) : "";
}

/** A text or a list of texts, as a list. */
export function textsAt(value: unknown, path: Path): string[] {
  return [valueAt(value, path)].flat().filter((one) => typeof one === "string");
}

export function recordsAt(value: unknown, path: Path): Readonly<Record<string, unknown>>[] {
  const found = valueAt(value, path);
  return Array.isArray(found) ? found.filter(isRecord) : [];
}

/** The order in which people write and look for the parts of a rule. */
const order =
  "name description when if then options do event scope offset cron after item section whose list watched_at plays rating with channel title body url wait".split(
    " ",
  );
/** Of an action, the conditions come last: they are looked at after the wait. */
const orderOfAction = [...order.filter((key) => key !== "if"), "if"];

/**
 * The value with something else at a path. Undefined takes it away, and with it what holds nothing any more; parts that
 * are new stand where people look for them.
 */
export function withAt(value: unknown, [key, ...rest]: Path, next: unknown): unknown {
  if (key === undefined) return next;
  if (typeof key === "number") {
    const list: unknown[] = Array.isArray(value) ? value.map((one: unknown) => one) : [];
    const inner = withAt(list[key], rest, next);
    if (inner === undefined) list.splice(key, 1);
    else list[key] = inner;
    return list;
  }
  const record = isRecord(value) ? value : {};
  const inner = withAt(record[key], rest, next);
  const { [key]: former, ...others } = record;
  if (inner === undefined || isHollow(inner, rest)) return others;
  return former === undefined ? inOrder({ ...others, [key]: inner }) : { ...record, [key]: inner };
}

/** A part that a change emptied is taken away with what was in it. */
function isHollow(value: unknown, changed: Path): boolean {
  return changed.length > 0 && isRecord(value) && Object.keys(value).length === 0;
}

function inOrder(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const keys = "do" in record ? orderOfAction : order;
  const place = (key: string): number => (keys.includes(key) ? keys.indexOf(key) : keys.length);
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => place(a) - place(b)));
}

/** A list of texts as a rule holds it: none, one, or a list. */
export function asFew(texts: readonly string[]): string | readonly string[] | undefined {
  return texts.length > 1 ? texts : texts[0];
}

/** Why a form cannot show what a text stands for; undefined when it can. */
export function notShown(value: unknown): string | undefined {
  if (!isRecord(value)) return "it is not a rule yet: a rule has name, when and then";
  const { when, then, options } = value;
  if (when !== undefined && !isRecord(when)) return "its `when` is not made of keys, such as event";
  if (
    isRecord(when) &&
    when["event"] !== undefined &&
    textsAt(when, ["event"]).length !== [when["event"]].flat().length
  )
    return "its event types are not all texts";
  if (!areTexts(value["if"])) return "its conditions are not all texts";
  if (then !== undefined && !(Array.isArray(then) && then.every((one) => isRecord(one) && areTexts(one["if"]))))
    return "its `then` is not a list of actions";
  if (options !== undefined && !isRecord(options)) return "its `options` are not made of keys";
  return undefined;
}

function areTexts(value: unknown): boolean {
  return value === undefined || [value].flat().every((one) => typeof one === "string");
}
