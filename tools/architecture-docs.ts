import * as z from "zod";
import recorded from "../stacks/architecture.json" with { type: "json" };
import { aligned, withSection } from "./sections.ts";

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

/** The README with its table of functions as it should be. Throws when it has no place for one. */
export function withArchitecture(readme: string): string {
  return withSection(readme, "stacks/architecture.json", table(Architecture.parse(recorded)));
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
