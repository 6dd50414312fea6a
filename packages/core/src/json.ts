import * as z from "zod";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export const JsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());
