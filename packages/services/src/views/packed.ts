import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import type * as z from "zod";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** What is too long to be kept as it stands: its JSON, compressed, in base64. */
export async function pack(value: unknown): Promise<string> {
  return (await compress(JSON.stringify(value))).toString("base64");
}

/** What was packed; undefined when it has another shape by now. */
export async function unpack<T>(schema: z.ZodType<T>, packed: string): Promise<T | undefined> {
  const value: unknown = JSON.parse((await decompress(Buffer.from(packed, "base64"))).toString("utf8"));
  return schema.safeParse(value).data;
}
