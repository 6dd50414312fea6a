/** A share of the sorted numbers lies at or below what this returns: 0.5 is the median. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A number as a person reads it: three digits that mean something. */
export function readable(value: number): string {
  if (!Number.isFinite(value)) return "-";
  if (value >= 1000) return Math.round(value).toLocaleString("en");
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value.toFixed(2);
}

/** One line of the report: what was measured, how much, beside which floor, and what is aimed at. */
export interface Figure {
  what: string;
  value: string;
  floor?: string;
  aim?: string;
  met?: boolean;
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`);
  const widest = Math.max(...figures.map((one) => one.what.length));
  for (const { what, value, floor, aim, met } of figures) {
    const mark = met === undefined ? " " : met ? "✓" : "✗";
    const beside = floor === undefined ? "" : `  (${floor})`;
    console.log(`  ${mark} ${what.padEnd(widest)}  ${value}${beside}${aim === undefined ? "" : `  aim: ${aim}`}`);
  }
}
