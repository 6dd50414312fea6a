import { digest } from "../seeded.ts";
import type { Call } from "./call.ts";

/** Which pictures each kind of thing has. */
const kinds = {
  movies: ["fanart", "poster", "logo", "clearart", "banner", "thumb"],
  shows: ["fanart", "poster", "logo", "clearart", "banner", "thumb"],
  seasons: ["poster", "thumb"],
  episodes: ["screenshot"],
  people: ["headshot", "fanart"],
} as const;

const drawn: ReadonlySet<string> = new Set(["logo", "clearart"]);

/**
 * `{images}` where the caller asks for it, or the workers are asked for all they know: addresses without a scheme, as
 * Trakt gives them, of pictures that are not there. Trakt: trakt-api #784, spring 2026.
 */
export function imagesOf(call: Call, kind: keyof typeof kinds, trakt: number): Record<string, unknown> {
  const { extended, dialect } = call;
  if (!extended.has("images") && !(dialect === "workers" && extended.has("full"))) return {};
  const folder = String(trakt)
    .padStart(9, "0")
    .replaceAll(/(\d{3})(?=\d)/g, "$1/");
  const pictures = kinds[kind].map((name): [string, string[]] => {
    const file = `${digest("image", kind, name, trakt).slice(0, 10)}.${drawn.has(name) ? "png" : "jpg"}.webp`;
    return [name, [`media.trakt.tv/images/${kind}/${folder}/${name}s/medium/${file}`]];
  });
  return { images: Object.fromEntries(pictures) };
}
