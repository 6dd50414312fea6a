import type { Example } from "../example.ts";

/** Every example, area by area. */
export const examples: readonly Example[] = [];
