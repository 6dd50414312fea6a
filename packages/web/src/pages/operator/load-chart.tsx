import type { ReactElement } from "react";
import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { useZone } from "../../ui/time.tsx";
import { loadSummary, type Minute } from "./operator-words.ts";

/** Told apart by their strokes as well as their colours. */
const lines = [
  { key: "polls", name: "Looks at Trakt", stroke: "var(--chart-1)", dash: undefined },
  { key: "events", name: "Events", stroke: "var(--chart-2)", dash: "6 3" },
  { key: "runs", name: "Runs", stroke: "var(--chart-4)", dash: "1 4" },
  { key: "actions", name: "Actions", stroke: "var(--chart-3)", dash: "2 2" },
] as const;

/** A line's own colour is too pale for words. */
const inInk = (name: unknown): ReactElement => <span style={{ color: "var(--ink)" }}>{String(name)}</span>;

/** What was done in each minute. The line below it says the sums in words. */
export function LoadChart({ minutes }: { minutes: readonly Minute[] }): ReactElement {
  const zone = useZone();
  const format = new Intl.DateTimeFormat(undefined, { timeStyle: "short", timeZone: zone });
  const clock = (at: unknown): string => format.format(Date.parse(String(at)));
  return (
    <div role="img" aria-label={loadSummary(minutes)} style={{ height: "100%" }}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={[...minutes]} margin={{ top: 8, right: 8, bottom: 0, left: -28 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            tickFormatter={clock}
            minTickGap={48}
            stroke="var(--soft)"
            tickLine={false}
            fontSize={12}
          />
          <YAxis allowDecimals={false} stroke="var(--soft)" tickLine={false} axisLine={false} fontSize={12} />
          <Tooltip
            labelFormatter={clock}
            contentStyle={{ background: "var(--raised)", border: "1px solid var(--line)", borderRadius: "0.375rem" }}
          />
          <Legend iconType="plainline" formatter={inInk} />
          {lines.map(({ key, name, stroke, dash }) => (
            <Line
              key={key}
              dataKey={key}
              name={name}
              stroke={stroke}
              strokeWidth={2}
              dot={false}
              isAnimationActive={false}
              {...(dash === undefined ? {} : { strokeDasharray: dash })}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
