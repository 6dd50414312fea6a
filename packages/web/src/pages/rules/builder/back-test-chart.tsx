import type { ReactElement } from "react";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import styles from "./try-panel.module.css";

interface BackTestChartProps {
  perDay: readonly { day: string; matched: number }[];
  /** Where the days begin, ISO 8601. */
  from: string;
  days: number;
}

const dayMs = 86_400_000;
const dayName = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** On which days it would have acted, and how often. The list beside it says the same in words. */
export function BackTestChart({ perDay, from, days }: BackTestChartProps): ReactElement {
  const counts = new Map(perDay.map(({ day, matched }) => [day, matched]));
  const start = Date.parse(`${from.slice(0, 10)}T00:00:00Z`);
  // So many bars that each can be seen.
  const span = days > 100 ? 7 : 1;
  const rows = Array.from({ length: Math.ceil((days + 1) / span) }, (_, at) => {
    const names = Array.from({ length: span }, (_day, within) => dayName(start + (at * span + within) * dayMs));
    return { day: names[0] ?? "", times: names.reduce((sum, name) => sum + (counts.get(name) ?? 0), 0) };
  });
  const format = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: "UTC" });
  const label = (day: unknown): string => format.format(Date.parse(`${String(day)}T00:00:00Z`));
  return (
    <div className={styles.chart} role="img" aria-label={`Acted on ${perDay.length} of the last ${days} days`}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={rows} margin={{ top: 8, right: 4, bottom: 0, left: -28 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="day"
            tickFormatter={label}
            minTickGap={40}
            stroke="var(--soft)"
            tickLine={false}
            fontSize={12}
          />
          <YAxis allowDecimals={false} stroke="var(--soft)" tickLine={false} axisLine={false} fontSize={12} />
          <Tooltip
            labelFormatter={(day) => (span === 1 ? label(day) : `Week from ${label(day)}`)}
            cursor={{ fill: "var(--hover)" }}
            contentStyle={{ background: "var(--raised)", border: "1px solid var(--line)", borderRadius: "0.375rem" }}
          />
          <Bar dataKey="times" fill="var(--chart-1)" radius={[2, 2, 0, 0]} isAnimationActive={false} />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}
