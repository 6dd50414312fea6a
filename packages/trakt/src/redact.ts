/** Enough to understand, too little to flood a log. */
const longest = 200;

/** A sandbox's made-up secret of a few letters is part of many words. */
const shortestSecret = 6;

/** Trakt's tokens are long hex, or JSON web tokens: none is shown, even one that we never sent. */
const tokenLike = /[0-9a-f]{32,}|\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/gi;

/** Foreign text made fit for an error: one line, plain, short, and free of the secrets that were sent. */
export function shorten(text: string, secrets: readonly string[]): string {
  let clean = text;
  // Before shortening, which could leave a part of one.
  for (const secret of secrets) if (secret.length >= shortestSecret) clean = clean.replaceAll(secret, "[secret]");
  clean = clean
    .replaceAll(tokenLike, "[secret]")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .trim();
  return clean.length > longest ? `${clean.slice(0, longest - 1)}…` : clean;
}
