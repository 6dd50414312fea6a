export const kinds = ["show", "movie"] as const;
export type Kind = (typeof kinds)[number];

/** What somebody asks about, as the page's address tells it. */
export interface AskedAbout {
  kind: Kind;
  /** Trakt's id. */
  trakt: string;
  title: string;
  season: string | undefined;
  episode: string | undefined;
  days: Days;
}

export const spans = ["30", "90", "180"] as const;
export type Days = (typeof spans)[number];

/** Reads the page's address; undefined while nothing is asked about. */
export function readAsked(params: URLSearchParams): AskedAbout | undefined {
  const kind = kinds.find((one) => one === params.get("kind"));
  const trakt = params.get("id") ?? "";
  if (kind === undefined || !/^\d{1,12}$/.test(trakt)) return undefined;
  const season = numberIn(params, "season");
  return {
    kind,
    trakt,
    title: params.get("title") ?? "",
    season: kind === "show" ? season : undefined,
    episode: kind === "show" && season !== undefined ? numberIn(params, "episode") : undefined,
    days: spans.find((one) => one === params.get("days")) ?? "30",
  };
}

function numberIn(params: URLSearchParams, name: string): string | undefined {
  const value = params.get(name) ?? "";
  return /^\d{1,5}$/.test(value) ? value : undefined;
}

/** The address at which something is asked about. */
export function whyPath({ kind, trakt, title, season, episode, days }: Partial<AskedAbout>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ kind, id: trakt, title, season, episode, days }))
    if (value !== undefined) params.set(name, value);
  return `/why?${params.toString()}`;
}
