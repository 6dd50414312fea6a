/** Parts a list into what came since somebody began to look at it, and what they see. */
export function newRows<Row extends { id: string }>(
  rows: readonly Row[],
  firstSeenId: string | undefined,
): { fresh: Row[]; shown: Row[] } {
  const at = firstSeenId === undefined ? 0 : rows.findIndex(({ id }) => id === firstSeenId);
  // What they saw first may be gone: then all of it is shown.
  return at <= 0 ? { fresh: [], shown: [...rows] } : { fresh: rows.slice(0, at), shown: rows.slice(at) };
}

export const newWords = (count: number): string => (count === 1 ? "1 new" : `${count} new`);
