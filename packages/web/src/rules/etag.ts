/**
 * The name of what the API answered, by its content, for `If-Match`; undefined where the browser has no digest, which only
 * pages by https or on this machine have. As packages/api/src/etag.ts makes it.
 */
export async function etagOf(reply: unknown): Promise<string | undefined> {
  const { subtle }: { subtle?: SubtleCrypto } = crypto;
  if (subtle === undefined) return undefined;
  const digest = new Uint8Array(await subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(reply))));
  const base64 = btoa(String.fromCharCode(...digest));
  return `"${base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "").slice(0, 27)}"`;
}
