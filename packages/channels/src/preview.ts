import type { ChannelKind, Told } from "./channel.ts";
import { lengthOf, plainText, safeLink, singleLine, truncate } from "./render.ts";

/** A message as one kind of channel brings it. */
export interface Shown {
  kind: string;
  label: string;
  title: string;
  body: string;
  /** Null where there is none that may be shown as a link. */
  url: string | null;
  /** The title or the body did not fit whole. */
  isCut: boolean;
  /** As a page, where it is brought as one. */
  html: string | null;
}

/** What is left of a message at a kind of channel, by its limits and its receiver's measure. */
export function shownBy(kind: ChannelKind, told: Told): Shown {
  const { title: titleLimit, body: bodyLimit, measure = "code_points" } = kind.limits;
  const [title, body] = [singleLine(told.title), plainText(told.body)];
  const cut = (text: string, limit = Infinity): string => truncate(text, limit, measure);
  const fits = (text: string, limit = Infinity): boolean => lengthOf(text, measure) <= limit;
  return {
    kind: kind.kind,
    label: kind.label,
    title: cut(title, titleLimit) || "Showrunner",
    body: cut(body, bodyLimit),
    url: safeLink(told.url) ?? null,
    isCut: !fits(title, titleLimit) || !fits(body, bodyLimit),
    html: kind.page?.(told) ?? null,
  };
}
