import { createGeneratorSync } from "json-schema-faker";
import { record, type Recording } from "../recording.ts";
import { officialOf } from "./contract.ts";

const optional = {
  sparse: { optionalsProbability: 0 },
  rich: { alwaysFakeOptionals: true },
  mixed: { optionalsProbability: 0.5 },
} as const;

/**
 * A Trakt that knows nothing but the official contract: it answers every method of it with made-up replies of the
 * documented shape, the same ones for the same seed.
 */
export async function mockOfficial(richness: keyof typeof optional, seed: number): Promise<Recording> {
  const generator = createGeneratorSync({ seed, minItems: 1, maxItems: 3, ...optional[richness] });
  return await record((request) => {
    const { pathname, searchParams } = new URL(request.url);
    const official = officialOf(request.method, pathname, new Map(searchParams));
    if (official === undefined) return new Response(null, { status: 404 });
    const schema = official.replies.find((one) => one.schema !== undefined)?.schema;
    if (schema === undefined) return new Response(null, { status: 204 });
    const status = official.replies[0]?.status ?? 200;
    return Response.json(generator.generate(schema), {
      status: status === 204 ? 200 : status,
      headers: {
        "x-pagination-page": "1",
        "x-pagination-limit": "10",
        "x-pagination-page-count": "1",
        "x-pagination-item-count": "3",
      },
    });
  });
}
