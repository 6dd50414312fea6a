/** "2×05". */
export const episodeCode = (season: number, number: number): string => `${season}×${String(number).padStart(2, "0")}`;
