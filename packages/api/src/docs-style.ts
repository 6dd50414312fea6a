/** The stylesheet of the API's own page, served beside it: pages here run no script and take no style from elsewhere. */
export const docsStyle = `:root {
  color-scheme: light dark;
  --back: light-dark(#fbfaf8, #16171b);
  --card: light-dark(#ffffff, #1e2026);
  --text: light-dark(#1d1e22, #e9e8e4);
  --soft: light-dark(#5b5d66, #a5a8b3);
  --line: light-dark(#dedcd6, #353843);
  --link: light-dark(#9a2f1c, #ff9d85);
  --code: light-dark(#f1efea, #2a2d36);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0 auto;
  padding: 1.5rem 1rem 4rem;
  max-width: 60rem;
  background: var(--back);
  color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 0.75rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 0.75rem; }
h3 { font-size: 1.05rem; margin: 0; }
h4 { font-size: 0.9rem; margin: 1.25rem 0 0.35rem; }
p { margin: 0.4rem 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
code, pre { font: 0.875em/1.5 ui-monospace, monospace; }
code { background: var(--code); border-radius: 3px; padding: 0.1em 0.3em; }
pre { background: var(--code); border-radius: 6px; padding: 0.75rem; white-space: pre-wrap; margin: 0; }
pre code { background: none; padding: 0; }
.soft { color: var(--soft); }
.type { color: var(--soft); font-size: 0.875rem; font-weight: normal; }
.path { font-size: 1.05rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; margin: 0 0 1rem; }
article:target { border-color: var(--link); }
nav details { border-top: 1px solid var(--line); padding: 0.35rem 0; }
nav summary { cursor: pointer; padding: 0.25rem 0; font-weight: 600; }
nav ul { margin: 0.25rem 0 0.5rem; padding-left: 1.1rem; }
.fields { margin: 0.15rem 0; padding-left: 1rem; list-style: none; border-left: 1px solid var(--line); }
.fields li { padding: 0.1rem 0; }
.codes { display: flex; flex-wrap: wrap; gap: 0.35rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
`;
