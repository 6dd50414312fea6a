import type { RuleMatches } from "@showrunner/services/feeds/matches.ts";
import { Feed } from "feed";

/** A rule's matches as news, newest first; `self` is the address that they are read at. */
export function newsOf({ rule, username, matches }: RuleMatches, self: string): Feed {
  const newest = matches[0]?.at;
  const feed = new Feed({
    // The secret is in the address, and readers keep ids: this one names the rule.
    id: `urn:showrunner:${rule.id}`,
    title: `${rule.name} (${username})`,
    description: rule.description ?? `What the rule ${rule.name} matched.`,
    link: "https://trakt.tv",
    generator: "Showrunner",
    copyright: "",
    ...(newest === undefined ? {} : { updated: new Date(newest) }),
    feedLinks: { json: self },
  });
  for (const { id, title, url, at, takesPlaceAt } of matches)
    feed.addItem({
      id: `urn:showrunner:${id}`,
      guid: `urn:showrunner:${id}`,
      title,
      link: url ?? "https://trakt.tv",
      date: new Date(at),
      description: takesPlaceAt === at ? title : `${title}: ${takesPlaceAt}`,
    });
  return feed;
}
