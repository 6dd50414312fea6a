import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";

/** What a document may refer to: the project's files and its npm scripts. */
export interface Project {
  root: string;
  scripts: readonly string[];
}

interface Reference {
  line: number;
  text: string;
}

/** Files that npm or a run of the program makes are nobody's to refer to. */
const notOurs = (name: string): boolean => ["node_modules", ".git", "data", "coverage"].includes(name);

/** Every reference of one Markdown document that leads nowhere, as `README.md:12: …` lines. */
export function deadReferences(project: Project, document: string): string[] {
  const text = readFileSync(join(project.root, document), "utf8");
  const { prose, code } = split(text);
  return [
    ...links(prose).flatMap((link) => deadLink(project, document, link)),
    ...[...codeSpans(prose), ...words(code)].flatMap((span) => deadPath(project, span)),
    ...scripts(text).flatMap((script) => deadScript(project, script)),
  ].map(({ line, text: problem }) => `${document}:${line}: ${problem}`);
}

/** The same text twice, line for line: once without its fenced blocks, once with nothing else. */
function split(text: string): { prose: string[]; code: string[] } {
  let fence: string | undefined;
  const prose: string[] = [];
  const code: string[] = [];
  for (const line of text.split("\n")) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    const isFence = mark !== undefined && (fence === undefined || mark === fence);
    prose.push(fence === undefined && !isFence ? line : "");
    code.push(fence !== undefined && !isFence ? line : "");
    if (isFence) fence = fence === undefined ? mark : undefined;
  }
  return { prose, code };
}

function find(lines: readonly string[], pattern: RegExp): Reference[] {
  return lines.flatMap((line, at) =>
    [...line.matchAll(pattern)].map((match) => ({ line: at + 1, text: match[1] ?? match[0] })),
  );
}

const links = (prose: readonly string[]): Reference[] =>
  find(
    prose.map((line) => line.replaceAll(/`[^`]*`/g, "")),
    /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g,
  );
const codeSpans = (prose: readonly string[]): Reference[] => find(prose, /`([^`\s]+)`/g);
const words = (code: readonly string[]): Reference[] => find(code, /[^\s"'`()=,;]+/g);
const scripts = (text: string): Reference[] => find(text.split("\n"), /\bnpm (run [\w:-]+|test|start)\b/g);

function deadLink(project: Project, document: string, { line, text }: Reference): Reference[] {
  if (/^[a-z][a-z+.-]*:/i.test(text)) return [];
  const [path = "", anchor] = decodeURI(text).split("#");
  const target = path === "" ? document : posix.join(posix.dirname(document), path);
  const file = join(project.root, target);
  if (!existsSync(file)) return [{ line, text: `the link to ${text} leads nowhere` }];
  if (anchor === undefined || !target.endsWith(".md") || anchorsOf(file).includes(anchor)) return [];
  return [{ line, text: `${target} has no heading #${anchor}` }];
}

/** GitHub's anchor of a heading: lower case, spaces to hyphens, most punctuation dropped. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");

function anchorsOf(file: string): string[] {
  return split(readFileSync(file, "utf8")).prose.flatMap((line) => {
    const heading = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
    return heading === undefined ? [] : [anchorOf(heading.trim())];
  });
}

/** A path is what begins with a folder of ours, or names a source or text file; `<name>` and `*` stand for any. */
function deadPath({ root }: Project, { line, text }: Reference): Reference[] {
  const path = text
    .replace(/^\.\//, "")
    .replace(/[:#]\d+$/, "")
    .replaceAll(/<[^>]+>|…/g, "*");
  const isInOurs = /^[\w.-]+\//.test(path) && existsSync(join(root, path.slice(0, path.indexOf("/"))));
  const byName = /^@showrunner\/([^/]+)\/(.+)$/.exec(path);
  if (byName !== null) return exists(root, `packages/${byName[1]}/src/${byName[2]}`) ? [] : [missing(line, text)];
  if (isInOurs) return notOurs(dirname(path).split("/")[0] ?? "") || exists(root, path) ? [] : [missing(line, text)];
  if (!/^[\w.*/-]+\.(ts|md|jsonc?)$/.test(path)) return [];
  return exists(root, path) || exists(root, `**/${path}`) ? [] : [missing(line, text)];
}

const exists = (root: string, pattern: string): boolean =>
  pattern.includes("*")
    ? globSync(pattern, { cwd: root, exclude: notOurs }).length > 0
    : existsSync(join(root, pattern));

const missing = (line: number, text: string): Reference => ({ line, text: `there is no ${text}` });

function deadScript({ scripts: known }: Project, { line, text }: Reference): Reference[] {
  const name = text.replace(/^run /, "");
  return known.includes(name) ? [] : [{ line, text: `package.json has no script "${name}"` }];
}
