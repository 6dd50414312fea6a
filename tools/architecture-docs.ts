import * as z from "zod";
import recorded from "../stacks/architecture.json" with { type: "json" };

/** What the README says of the cloud's functions; the stacks' test holds it against the graph of resources. */
export const Architecture = z.array(
  z.object({
    function: z.string(),
    /** A queue, EventBridge's expression, or HTTP. */
    calledBy: z.string(),
    batch: z.number().optional(),
    concurrency: z.number().optional(),
    timeoutSeconds: z.number(),
    /** Queues, with commas between. */
    sendsTo: z.string(),
    /** It reads what people's tokens are sealed in. */
    connections: z.boolean(),
    /** What it may open of that, and of channels' secrets. */
    opens: z.string(),
  }),
);
export type Architecture = z.infer<typeof Architecture>;

const begin = "<!-- Written by npm run docs, from stacks/architecture.json. -->";
const end = "<!-- Until here. -->";

/** The README with its table of functions as it should be. Throws when it has no place for one. */
export function withArchitecture(readme: string): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md has no "${begin}" with "${end}" after it`);
  return `${readme.slice(0, from)}${begin}\n\n${table(Architecture.parse(recorded))}\n\n${readme.slice(to)}`;
}

function table(architecture: Architecture): string {
  const rows = architecture.map((one) => [
    `\`${one.function}\``,
    one.calledBy.replace(/^rate\((.*)\)$/, "every $1").replace("every 1 minute", "every minute"),
    one.batch === undefined ? "" : `${one.batch} × ${one.concurrency}`,
    `${one.timeoutSeconds} s`,
    one.sendsTo,
    one.opens,
  ]);
  return aligned([["function", "called by", "batch × at once", "limit", "sends to", "opens"], ...rows]);
}

/** Markdown in columns of one width each, as the formatter writes tables. */
function aligned(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}
