import type { Told } from "../channel.ts";
import { escapeHtml, plainText, repeatNotice, safeLink, singleLine, truncate } from "../render.ts";

export const mailLimits = { title: 200, body: 20_000 } as const;

const font = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Mail programs that know no dark colours keep the light ones, which stand at the elements themselves. */
const dark = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #16181d !important; }
  .card { background: #20232a !important; }
  .text { color: #e9eaee !important; }
  .faint { color: #9aa0ac !important; }
  .line { border-color: #343842 !important; }
  .button { background: #e9eaee !important; color: #16181d !important; }
}
@media (max-width: 480px) { .inside { padding-left: 20px !important; padding-right: 20px !important; } }`.trim();

const styles = {
  page: "margin:0;padding:0;background:#f3f4f6",
  card: `width:100%;max-width:560px;background:#ffffff;border-radius:12px;font-family:${font}`,
  title: `margin:0;font-size:20px;line-height:1.35;font-weight:600;color:#16181d`,
  paragraph: "margin:12px 0 0;font-size:16px;line-height:1.55;color:#2b2f38;word-break:break-word",
  item: "margin:0;padding:10px 0;border-top:1px solid #e4e6eb;font-size:16px;line-height:1.45;color:#2b2f38;word-break:break-word",
  button: `display:inline-block;padding:11px 18px;border-radius:8px;background:#16181d;color:#ffffff;font-size:15px;font-weight:600;text-decoration:none`,
  address: "margin:8px 0 0;font-size:13px;line-height:1.4;color:#6b7280;word-break:break-all",
  footer: "margin:0;font-size:13px;line-height:1.5;color:#6b7280",
} as const;

/**
 * A mail as text and as HTML: one column, the system's font, light and dark, nothing that is loaded from elsewhere. What
 * comes from outside is text in both, whatever it holds; lines that begin with a bullet are the items of a list.
 */
export function renderMail(
  content: Told,
  { repeated }: { repeated: boolean },
): { subject: string; text: string; html: string } {
  const subject = truncate(singleLine(content.title), mailLimits.title) || "Showrunner";
  const body = truncate(plainText(content.body), mailLimits.body);
  const link = safeLink(content.url);
  const rule = truncate(singleLine(content.rule.name), 100);
  const footer = [`Rule: ${rule}`, ...(repeated ? [repeatNotice] : [])];
  const paragraphs = [body, ...(link === undefined ? [] : [link])].filter((part) => part !== "");
  return {
    subject,
    text: [...paragraphs, `-- \n${footer.join("\n")}`].join("\n\n") + "\n",
    html: htmlOf({ subject, body, link, footer }),
  };
}

interface Parts {
  subject: string;
  body: string;
  link: string | undefined;
  footer: readonly string[];
}

function htmlOf({ subject, body, link, footer }: Parts): string {
  const title = escapeHtml(subject);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>
${dark}
</style>
</head>
<body class="page" style="${styles.page}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" cellpadding="0" cellspacing="0" style="${styles.card}">
<tr><td class="inside" style="padding:28px 32px 24px">
<h1 class="text" style="${styles.title}">${title}</h1>
${blocksOf(body).map(blockHtml).join("\n")}
${link === undefined ? "" : linkHtml(link)}
</td></tr>
<tr><td class="inside line" style="padding:16px 32px;border-top:1px solid #e4e6eb">
<p class="faint" style="${styles.footer}">${footer.map(escapeHtml).join("<br>\n")}</p>
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

/** The address is there to be read as well: who it leads to is not to be guessed from a button. */
function linkHtml(link: string): string {
  const address = escapeHtml(link);
  return `<p style="margin:20px 0 0"><a class="button" href="${address}" style="${styles.button}">Open</a></p>
<p class="faint" style="${styles.address}">${address}</p>`;
}

type Block = { kind: "paragraph"; text: string } | { kind: "list"; items: string[] };

const bullet = "• ";
/** How a digest ends that has more than it shows. */
const more = /^and \d+ more$/;

/** Paragraphs, which blank lines part, and lists, whose items may have several lines. */
function blocksOf(body: string): Block[] {
  const blocks: Block[] = [];
  let last: Block | undefined;
  const begin = (block: Block): void => {
    blocks.push(block);
    last = block;
  };
  for (const line of body.split("\n")) {
    if (line.trim() === "") last = undefined;
    else if (line.startsWith(bullet)) {
      if (last?.kind !== "list") begin({ kind: "list", items: [] });
      if (last?.kind === "list") last.items.push(line.slice(bullet.length));
    } else if (last === undefined || more.test(line)) begin({ kind: "paragraph", text: line });
    else if (last.kind === "paragraph") last.text += `\n${line}`;
    else last.items.push(`${last.items.pop() ?? ""}\n${line}`);
  }
  return blocks;
}

function blockHtml(block: Block): string {
  const lines = (text: string): string => escapeHtml(text).replaceAll("\n", "<br>\n");
  if (block.kind === "paragraph") return `<p class="text" style="${styles.paragraph}">${lines(block.text)}</p>`;
  const items = block.items.map((item) => `<p class="text line" style="${styles.item}">${lines(item)}</p>`);
  return `<div style="margin-top:16px">\n${items.join("\n")}\n</div>`;
}
