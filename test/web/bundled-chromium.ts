import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync } from "node:zlib";
import { root } from "../../tools/project.ts";

/** A Chromium that npm brought, with the libraries and the font that a bare system lacks. */
export interface BundledChromium {
  executablePath: string;
  env: Record<string, string>;
}

/**
 * Unpacks the Chromium of @sparticuz/chromium, once. It is made for Lambda, and its own way of unpacking, into the system's
 * folder for everybody's temporary files, is not made for several processes at once.
 */
export function bundledChromium(): BundledChromium {
  const packed = dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium")));
  const bin = join(packed, "..", "..", "bin");
  const folder = join(root, "node_modules", ".cache", "showrunner-chromium");
  if (!existsSync(folder)) unpack(bin, folder);
  return {
    executablePath: join(folder, "chromium"),
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter((one): one is [string, string] => one[1] !== undefined)),
      LD_LIBRARY_PATH: join(folder, "lib"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
    },
  };
}

function unpack(bin: string, folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}-`);
  const read = (name: string) => brotliDecompressSync(readFileSync(join(bin, name)));
  writeFileSync(join(draft, "chromium"), read("chromium.br"), { mode: 0o755 });
  for (const name of ["al2023.tar.br", "fonts.tar.br"])
    execFileSync("tar", ["-x", "--no-same-owner", "-C", draft], { input: read(name) });
  // Its own names Lambda's folders.
  writeFileSync(
    join(draft, "fonts.conf"),
    `<?xml version="1.0"?><fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/cache</cachedir></fontconfig>`,
  );
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process was quicker.
    if (!existsSync(folder)) throw error;
  }
}
