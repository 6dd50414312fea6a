import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** What a first visit may load of JavaScript, gzipped. */
const firstLoadBytes = 170 * 1024;

interface Chunk {
  code: string;
  isEntry: boolean;
  imports: readonly string[];
  facadeModuleId: string | null;
}

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

/** The names of a chunk and of all that it cannot run without. */
function withImports(name: string, chunks: ReadonlyMap<string, Chunk>, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const other of chunks.get(name)?.imports ?? []) withImports(other, chunks, seen);
  return seen;
}

/** Says what the first load and each page weigh, and fails the build when the first load weighs too much. */
export function budget(): Plugin {
  return {
    name: "showrunner-budget",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = new Map<string, Chunk>();
      for (const [name, part] of Object.entries(bundle)) if (part.type === "chunk") chunks.set(name, part);
      const weights = new Map([...chunks].map(([name, { code }]) => [name, gzipSync(code, { level: 9 }).length]));
      const weigh = (names: Iterable<string>): number =>
        [...names].reduce((sum, name) => sum + (weights.get(name) ?? 0), 0);

      const entries = [...chunks].filter(([, chunk]) => chunk.isEntry).map(([name]) => name);
      const first = new Set(entries.flatMap((name) => [...withImports(name, chunks)]));
      const pages = [...chunks].flatMap(([name, { facadeModuleId }]) => {
        const page = /\/pages\/.*\/([a-z-]+)-page\.tsx$/.exec(facadeModuleId ?? "")?.[1];
        if (page === undefined) return [];
        return [{ page, bytes: weigh([...withImports(name, chunks)].filter((one) => !first.has(one))) }];
      });
      const total = weigh(first);
      const lines = pages
        .toSorted((one, other) => other.bytes - one.bytes)
        .map(({ page, bytes }) => `  + ${page}: ${kilobytes(bytes)}`);
      this.info([`first load: ${kilobytes(total)} of ${kilobytes(firstLoadBytes)}, gzipped`, ...lines].join("\n"));
      if (total > firstLoadBytes)
        this.error(
          `The first load is ${kilobytes(total)} gzipped, and may be ${kilobytes(firstLoadBytes)}: load more of it lazily.`,
        );
    },
  };
}
