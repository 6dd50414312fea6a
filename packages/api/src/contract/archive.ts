import * as z from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const get = defineEndpoint({
  id: "archive.get",
  audit: "took all that is in the account as an archive",
  limit: "export",
  method: "get",
  path: "/accounts/:account/archive",
  summary: "All that is the person's, as one JSON document, without secrets.",
  description:
    "Its JSON Schema is at `/schemas/archive`. It is sent as it is read; where answers are limited in size, as behind API Gateway, send `Accept-Encoding: gzip`.",
  reply: z.record(z.string(), z.unknown()),
});

export const schema = defineEndpoint({
  id: "archive.schema",
  method: "get",
  path: "/schemas/archive",
  summary: "The JSON Schema of that document.",
  access: "open",
  reply: z.record(z.string(), z.unknown()),
});
