import * as z from "zod";

/** How a person came in: by Trakt's page, by a code typed in there, by a link of the command line, or in the demo. */
export const SessionWay = z.enum(["trakt", "device", "link", "demo"]);
export type SessionWay = z.infer<typeof SessionWay>;
