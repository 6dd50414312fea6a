interface Ids {
  slug?: string | null | undefined;
  tvdb?: number | null | undefined;
}

/** Where a person's progress on a show stands; undefined for shows that cannot be named. */
export function showPath({ slug, tvdb }: Ids): string | undefined {
  const name = slug ?? tvdb;
  return name == null ? undefined : `/progress/${encodeURIComponent(name)}`;
}
