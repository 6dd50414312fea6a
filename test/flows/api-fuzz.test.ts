import { addKey } from "@showrunner/services/accounts/api-keys.ts";
import { madeUp } from "@showrunner/api/testing/made-up.ts";
import { openApi } from "@showrunner/api/open-api.ts";
import * as fc from "fast-check";
import { createGeneratorSync } from "json-schema-faker";
import { describe, expect, it } from "vitest";
import * as z from "zod";

const Operation = z.object({
  operationId: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })),
  requestBody: z
    .object({ content: z.object({ "application/json": z.object({ schema: z.record(z.string(), z.unknown()) }) }) })
    .optional(),
});
const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

const operations = Object.entries(Document.parse(openApi("1")).paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
);

const endsSessions = new Set(["session.end", "sessions.end", "sessions.end_all", "accounts.delete"]);

/** How many requests: `FUZZ_REQUESTS=100000` asks longer. */
const requests = Number(process.env["FUZZ_REQUESTS"] ?? 10_000);

const strange = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "me",
    "ann",
    "billie",
    "inbox",
    "1",
    "-1",
    "9007199254740993",
    "null",
    "..",
    "%00",
    "a".repeat(3000),
    "__proto__",
  ),
);

describe("random requests, made from the API's own description", () => {
  it(`never give a 5xx and never another account's data (${requests} requests, valid and not, of two accounts, by key and by session)`, async () => {
    // Nobody of the two runs the place: what is the operator's is refused as well.
    const w = madeUp({ mode: "trakt", operators: [] });
    const [ann, billie] = [await w.account("ann"), await w.account("billie")];
    const keys = { ann: "", billie: "" };
    const people = { ann: await w.asPerson(ann), billie: await w.asPerson(billie) };
    for (const [name, account] of [
      ["ann", ann],
      ["billie", billie],
    ] as const) {
      await w.connection(account, {});
      keys[name] = (await addKey(w.ctx, account.id, { name: "k", scopes: ["write"] })).token.reveal();
      for (let at = 0; at < 5; at++)
        await w.event(account, "show.dropped", {
          show: { title: `${name}-canary-${at}`, year: 2011, ids: { trakt: at + 1 } },
          hidden_at: "2026-11-20T18:00:00.000Z",
        });
    }
    const statuses = new Map<string, Map<number, number>>();
    const request = fc.record({
      operation: fc.constantFrom(...operations),
      as: fc.constantFrom("ann" as const, "billie" as const),
      by: fc.constantFrom("key" as const, "session" as const),
      account: fc.constantFrom("me", "ann", "billie", ann.id, billie.id),
      parameters: fc.array(strange, { minLength: 6, maxLength: 6 }),
      isValid: fc.boolean(),
      seed: fc.nat(),
      junk: fc.oneof(fc.json({ maxDepth: 4 }), strange),
      idempotencyKey: fc.option(fc.constantFrom("one", "two", "x".repeat(300))),
    });
    await fc.assert(
      fc.asyncProperty(
        request,
        async ({ operation, as, by, account, parameters, isValid, seed, junk, idempotencyKey }) => {
          const own = as === "ann" ? ann : billie;
          const values = [...parameters];
          const path = operation.path
            .replace("{account}", account)
            .replaceAll(/\{\w+\}/g, () => encodeURIComponent(values.pop() ?? "x").slice(0, 4000));
          const query = new URLSearchParams();
          if (!isValid)
            for (const { name, in: place } of operation.parameters)
              if (place === "query") query.append(name, values.pop() ?? "");
          const schema = operation.requestBody?.content["application/json"].schema;
          const body =
            operation.method === "get"
              ? undefined
              : isValid
                ? schema === undefined
                  ? undefined
                  : JSON.stringify(createGeneratorSync({ seed, optionalsProbability: 0.5 }).generate(schema))
                : junk;
          const answer = await w.app.request(`/api/v1${path}${query.size === 0 ? "" : `?${query.toString()}`}`, {
            method: operation.method.toUpperCase(),
            headers: {
              ...(by === "key" ? { authorization: `Bearer ${keys[as]}` } : people[as]),
              "content-type": "application/json",
              ...(idempotencyKey === null ? {} : { "idempotency-key": idempotencyKey }),
            },
            ...(body === undefined ? {} : { body }),
          });
          const text = await answer.text();
          // Signed out is signed out: the next request comes from who signed in again.
          if (endsSessions.has(operation.operationId)) people[as] = await w.asPerson(own);
          const seen = statuses.get(operation.operationId) ?? new Map<number, number>();
          statuses.set(operation.operationId, seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1));
          // A view asks Trakt, which is not there: 502 says so, and is no defect of the request or of ours.
          const isTraktAway = answer.status === 502 || answer.status === 503;
          if (answer.status >= 500 && !isTraktAway)
            throw new Error(`${operation.operationId}: ${text}\n${JSON.stringify(w.log.at(-1))}`);
          const other = as === "ann" ? "billie" : "ann";
          if (text.includes(`${other}-canary`) || text.includes(own === ann ? billie.id : ann.id)) {
            // What was asked for is repeated in the refusal.
            const isEcho = answer.status >= 400 && !text.includes(`${other}-canary`);
            if (!isEcho) throw new Error(`${operation.operationId} told ${as} of ${other}: ${text}`);
          }
          expect(text).not.toContain("ACC#");
        },
      ),
      {
        numRuns: requests,
        ...(process.env["FUZZ_SEED"] === undefined ? {} : { seed: Number(process.env["FUZZ_SEED"]) }),
      },
    );
    // The requests reached every operation, and were not all refused.
    expect([...statuses.keys()].toSorted()).toEqual(operations.map((one) => one.operationId).toSorted());
    const done = [...statuses.values()].flatMap((seen) => [...seen]).filter(([status]) => status < 300);
    expect(done.length).toBeGreaterThan(0);
    await w.close();
  }, 300_000);
});
