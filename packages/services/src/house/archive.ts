import * as z from "zod";

/** Of the layout of an archive; another layout gets another number. */
export const archiveFormat = 1;

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Base64url = z.string().regex(/^[\w-]*$/);

/** How secrets are sealed in an archive: under a key made of a passphrase by scrypt (RFC 7914). */
export const ArchiveSealing = z.strictObject({
  kdf: z.literal("scrypt"),
  /** The cost: a power of two. Bounded, so that no file makes its reader work for hours. */
  n: z
    .int()
    .min(2 ** 14)
    .max(2 ** 20),
  r: z.literal(8),
  p: z.literal(1),
  salt: Base64url.length(22),
  cipher: z.literal("aes-256-gcm"),
  /** A sealed text that anybody can open who has the passphrase, to tell a wrong one at once. */
  check: z.string(),
});
export type ArchiveSealing = z.infer<typeof ArchiveSealing>;

/** The first line. */
export const ArchiveHeader = z.strictObject({
  showrunner: z.literal("archive"),
  format: z.literal(archiveFormat),
  /** Of this archive alone. */
  id: z.string().min(1),
  madeAt: z.iso.datetime(),
  /** The house it comes from, for people. */
  from: z.string(),
  /** Which Trakt app the connections belong to: the beginning of the SHA-256 of its client id; null where none is known. */
  app: z.string().nullable(),
  /** How the secrets in it are sealed; null when there are none in it. */
  sealing: ArchiveSealing.nullable(),
  accounts: z.array(z.strictObject({ id: z.string(), username: z.string() })),
});
export type ArchiveHeader = z.infer<typeof ArchiveHeader>;

/** Begins a part. */
export const PartLine = z.strictObject({
  part: z.enum(["account", "shared"]),
  /** Whose; null in the part that belongs to nobody. */
  account: z.string().nullable(),
  /** It sleeps in the house that it comes from: nothing is done for it there any more. */
  left: z.boolean(),
});
export type PartLine = z.infer<typeof PartLine>;

/** One row of a part, as stores keep it; what is sealed in it is blank in `data` and stands in `secrets`. */
export const RowLine = z.strictObject({
  row: z.strictObject({
    pk: z.string().min(1),
    sk: z.string().min(1),
    v: z.int().min(1),
    data: z.record(z.string(), z.json()),
    gsi1pk: z.string().min(1).exactOptional(),
    gsi1sk: z.string().min(1).exactOptional(),
    ttl: z.int().exactOptional(),
  }),
  /** By the name of the field: `iv.tag.ciphertext`, base64url each, bound to archive, row and field. */
  secrets: z.record(z.string(), z.string()).exactOptional(),
});
export type RowLine = z.infer<typeof RowLine>;

/** Ends a part: how many rows it has, and the SHA-256 of its lines, from `part` to the last row, line feeds included. */
export const EndLine = z.strictObject({ end: z.enum(["account", "shared"]), rows: z.int().min(0), sha256: Sha256 });
export type EndLine = z.infer<typeof EndLine>;

/** The last line: of all lines before it. `mac` is an HMAC of `sha256` under the passphrase, where there is one. */
export const WholeLine = z.strictObject({
  whole: z.strictObject({ parts: z.int().min(0), rows: z.int().min(0), sha256: Sha256, mac: Sha256.nullable() }),
});
export type WholeLine = z.infer<typeof WholeLine>;

/** Any line of an archive. */
export const ArchiveLine = z.union([ArchiveHeader, PartLine, RowLine, EndLine, WholeLine]);

/** A line of an archive as JSON Schema (draft 2020-12), for whoever reads one without Showrunner. */
export function archiveJsonSchema(): z.core.JSONSchema.BaseSchema {
  return { ...z.toJSONSchema(ArchiveLine, { target: "draft-2020-12" }), title: "A line of a Showrunner archive" };
}
