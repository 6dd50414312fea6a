interface Facts {
  genres: readonly string[];
  country?: string | undefined;
  language?: string | undefined;
  certification?: string | undefined;
  network?: string | undefined;
  status: string;
  rating?: number | undefined;
  runtime?: number | undefined;
}

/**
 * Trakt's filters, as far as calendars keep them: lists of which one must fit, and ranges (`75-100` percent for
 * ratings). `ignore_…` and what is unknown is ignored, as Trakt does (trakt-api #828).
 */
export function passesFilters(query: URLSearchParams, facts: Facts): boolean {
  return (
    oneOf(query.get("genres"), facts.genres) &&
    oneOf(query.get("countries"), [facts.country]) &&
    oneOf(query.get("languages"), [facts.language]) &&
    oneOf(query.get("certifications"), [facts.certification]) &&
    oneOf(query.get("networks"), [facts.network]) &&
    oneOf(query.get("statuses"), [facts.status]) &&
    within(query.get("ratings"), (facts.rating ?? 0) * 10) &&
    within(query.get("runtimes"), facts.runtime ?? 0)
  );
}

function oneOf(wanted: string | null, values: readonly (string | undefined)[]): boolean {
  if (wanted === null || wanted === "") return true;
  const names = new Set(wanted.toLowerCase().split(","));
  return values.some((value) => value !== undefined && names.has(value.toLowerCase()));
}

function within(range: string | null, value: number): boolean {
  const [from, to] = (range ?? "").split("-").map(Number);
  if (range === null || from === undefined || Number.isNaN(from)) return true;
  return value >= from && value <= (to ?? from);
}
