const labels: Readonly<Record<string, string>> = {
  "calendar.ics": "For calendars (iCalendar)",
  "rss.xml": "For news readers (RSS)",
  "atom.xml": "For news readers (Atom)",
  "feed.json": "For programs (JSON Feed)",
};

/** A feed's addresses, each called by what it is for; an address that is only a path is this place's. */
export function feedSecrets(
  urls: Readonly<Record<string, string>>,
  origin: string,
): { label: string; value: string }[] {
  return Object.entries(urls).map(([name, url]) => ({
    label: (Object.hasOwn(labels, name) ? labels[name] : undefined) ?? name,
    value: URL.parse(url, origin)?.href ?? url,
  }));
}
