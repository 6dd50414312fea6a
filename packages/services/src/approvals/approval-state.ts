import * as z from "zod";

export const ApprovalState = z.enum(["waiting", "approved", "done", "refused", "expired"]);
export type ApprovalState = z.infer<typeof ApprovalState>;
