/** The one stylesheet: tokens first, light and dark, then the parts of the page from top to bottom. */
export const styles = `
:root {
  color-scheme: light dark;

  --paper: #f5f4f0;
  --card: #ffffff;
  --sunken: #ecebe5;
  --ink: #1a2027;
  --soft: #57616b;
  --line: #dddad1;
  --accent: #15538f;
  --good: #17633a;
  --good-paper: #e0f0e6;
  --wait: #734d00;
  --wait-paper: #faedcd;
  --bad: #9c2018;
  --bad-paper: #fbe5e1;
  --slate: #16202b;
  --on-slate: #eef2f5;
  --on-slate-soft: #b4bfca;
  --marquee: #ffb224;

  --text-s: 0.8125rem;
  --text-m: 0.9375rem;
  --text-l: 1.125rem;
  --text-xl: 1.5rem;

  --space-1: 0.25rem;
  --space-2: 0.5rem;
  --space-3: 0.75rem;
  --space-4: 1rem;
  --space-5: 1.5rem;
  --space-6: 2.5rem;

  --round: 0.625rem;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}

@media (prefers-color-scheme: dark) {
  :root {
    --paper: #11161b;
    --card: #192027;
    --sunken: #232b33;
    --ink: #e7ebee;
    --soft: #9ba7b2;
    --line: #2c353e;
    --accent: #93c1f5;
    --good: #84d6a3;
    --good-paper: #163325;
    --wait: #f0c673;
    --wait-paper: #372b12;
    --bad: #ffa195;
    --bad-paper: #42211d;
    --slate: #0b0f13;
  }
}

*, *::before, *::after { box-sizing: border-box; }
html { overflow-y: scroll; }
body {
  margin: 0;
  min-height: 100vh;
  display: flex;
  flex-direction: column;
  background: var(--paper);
  color: var(--ink);
  font: var(--text-m) / 1.5 var(--sans);
  overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, ol, dl, dd, pre { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font-size: var(--text-xl); line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance; }
h2 { font-size: var(--text-l); line-height: 1.3; }
h3 { font-size: var(--text-m); line-height: 1.4; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:hover { text-decoration-thickness: 0.12em; }
code, pre { font-family: var(--mono); font-size: 0.92em; }
time { font-variant-numeric: tabular-nums; }
summary { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: var(--space-1); }
main:focus { outline: none; }
.soft { color: var(--soft); }
.is-bad { color: var(--bad); }

.skip {
  position: absolute;
  left: var(--space-3);
  top: -4rem;
  padding: var(--space-2) var(--space-3);
  background: var(--card);
  z-index: 1;
}
.skip:focus { top: var(--space-2); }

.top {
  --accent: var(--on-slate);
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: var(--space-2) var(--space-4);
  padding: var(--space-3) max(var(--space-4), calc((100% - 84rem) / 2));
  background: var(--slate);
  color: var(--on-slate);
  border-bottom: 4px solid;
  border-image: repeating-linear-gradient(-45deg, var(--marquee) 0 0.75rem, var(--slate) 0 1.5rem) 4;
}
.brand { display: flex; align-items: center; gap: var(--space-2); color: inherit; text-decoration: none; }
.brand img { border-radius: var(--space-1); }
.brand-name { font-size: var(--text-l); font-weight: 700; letter-spacing: -0.01em; }
.mode { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-1) var(--space-3); }
.mode-note { color: var(--on-slate-soft); font-size: var(--text-s); }
.badge {
  padding: 0.1rem var(--space-2);
  border: 1px solid currentColor;
  border-radius: var(--round);
  font-size: var(--text-s);
  font-weight: 600;
}
.badge-demo { color: var(--marquee); }
.lost:not(:empty) {
  margin-left: auto;
  padding: 0.1rem var(--space-2);
  border-radius: var(--round);
  background: var(--bad-paper);
  color: var(--bad);
  font-size: var(--text-s);
}

.board, .sheet {
  flex: 1;
  width: 100%;
  max-width: 84rem;
  margin: 0 auto;
  padding: var(--space-5) var(--space-4);
  overflow-anchor: none;
}
.board { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-5); align-content: start; }
.board h2 { margin-bottom: var(--space-3); }

.now { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: var(--space-1) var(--space-5); }
.jump { order: 1; display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); width: 100%; }
.now-title::before {
  content: "";
  display: inline-block;
  width: 0.55em;
  height: 0.55em;
  margin-right: 0.4em;
  border-radius: 50%;
  background: currentColor;
  vertical-align: 0.06em;
}
.now-title.is-well::before { background: var(--good); }
.now-title.is-concerned::before { background: var(--bad); border-radius: 0.1em; }

.chip, .verdict {
  flex: none;
  align-self: start;
  padding: 0.05rem var(--space-2);
  border-radius: var(--round);
  background: var(--sunken);
  color: var(--soft);
  font-size: var(--text-s);
  font-weight: 600;
  white-space: nowrap;
}
.chip.is-good, .verdict-matched { background: var(--good-paper); color: var(--good); }
.chip.is-waiting, .verdict-suppressed { background: var(--wait-paper); color: var(--wait); }
.chip.is-bad, .verdict-failed { background: var(--bad-paper); color: var(--bad); }

.avatar {
  flex: none;
  display: inline-grid;
  place-items: center;
  width: 1.625rem;
  height: 1.625rem;
  border-radius: 50%;
  color: #ffffff;
  font-size: var(--text-s);
  font-weight: 700;
  line-height: 1;
}
.hue-0 { background: #8a3b62; }
.hue-1 { background: #2f6290; }
.hue-2 { background: #39703f; }
.hue-3 { background: #8a4b1d; }
.hue-4 { background: #5d4a9c; }
.hue-5 { background: #1c6d70; }

.empty {
  padding: var(--space-4);
  border: 1px dashed var(--line);
  border-radius: var(--round);
  color: var(--soft);
  text-wrap: pretty;
}

.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: var(--space-3); }
.card, .panel {
  padding: var(--space-4);
  border: 1px solid var(--line);
  border-radius: var(--round);
  background: var(--card);
}
.card { display: flex; flex-direction: column; gap: var(--space-1); padding: var(--space-3) var(--space-4); }
.card-head { display: flex; align-items: center; gap: var(--space-3); margin-bottom: var(--space-1); }
.card-head .avatar { width: 2.25rem; height: 2.25rem; font-size: var(--text-m); }
.card-head .chip { align-self: center; }
.card-name { flex: 1; min-width: 0; line-height: 1.3; }
.card-name p { font-size: var(--text-s); }
.card-pace { font-size: var(--text-s); font-variant-numeric: tabular-nums; }
.card-note { font-size: var(--text-s); text-wrap: pretty; }
.card-note a { color: inherit; }
.facts { display: grid; grid-template-columns: 1fr 1fr; gap: var(--space-2) var(--space-4); }
.facts dt { color: var(--soft); font-size: var(--text-s); }
.facts dd { font-variant-numeric: tabular-nums; }
.facts-wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr)); }

.day {
  position: sticky;
  top: 0;
  padding: var(--space-2) 0;
  background: var(--paper);
  color: var(--soft);
  font-size: var(--text-s);
  font-weight: 600;
}
.event {
  display: grid;
  grid-template-columns: 3.25rem minmax(0, 1fr);
  gap: var(--space-1);
  padding: var(--space-3) 0;
  border-top: 1px solid var(--line);
}
.event.is-quiet { padding: var(--space-2) 0; }
.event.is-quiet strong { font-weight: 400; }
.event-time { color: var(--soft); font-size: var(--text-s); line-height: 1.625rem; }
.event-line { display: flex; gap: var(--space-2); }
.event-text { min-width: 0; line-height: 1.45; }
.event-text > strong { line-height: 1.625rem; font-weight: 600; }
.event-text > .soft { margin-left: var(--space-1); font-size: var(--text-s); }
.runs { margin: var(--space-2) 0 0 0.8rem; border-left: 2px solid var(--line); }
.run { padding: 0 0 0 var(--space-4); }
.run + .run { margin-top: var(--space-2); }
.run summary { display: flex; gap: var(--space-2); list-style: none; border-radius: var(--space-1); }
.run summary::-webkit-details-marker { display: none; }
.run summary::after {
  content: "";
  flex: none;
  width: 0.45rem;
  height: 0.45rem;
  margin: 0.45rem var(--space-1) 0 auto;
  border: solid var(--soft);
  border-width: 0 1.5px 1.5px 0;
  transform: rotate(45deg);
}
.run details[open] > summary::after { transform: translateY(0.25rem) rotate(225deg); }
.run summary:hover .run-rule { text-decoration: underline; text-underline-offset: 0.15em; }
.verdict { min-width: 6.25rem; text-align: center; }
.run-text { min-width: 0; }
.run-rule { font-weight: 600; }
.trace {
  margin: var(--space-2) 0;
  padding: var(--space-3);
  border-radius: var(--round);
  background: var(--sunken);
  font-size: var(--text-s);
}
.trace > * + * { margin-top: var(--space-2); }
.trace .chip { background: var(--card); }
.trace .chip.is-good { background: var(--good-paper); }
.trace .chip.is-waiting { background: var(--wait-paper); }
.trace .chip.is-bad { background: var(--bad-paper); }

.conditions { display: grid; gap: var(--space-3); }
.condition { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-2); align-items: baseline; }
.condition > .chip { align-self: baseline; }
.condition > code { flex: 1 1 12rem; min-width: 0; white-space: pre-wrap; }
.condition-error { flex-basis: 100%; color: var(--bad); }
.values { flex-basis: 100%; display: grid; gap: 0.1rem; }
.values > div { display: flex; flex-wrap: wrap; gap: 0 var(--space-2); font-family: var(--mono); font-size: 0.92em; }
.values dt { color: var(--soft); }
.values dt::after { content: " ="; }

.effects { display: grid; gap: var(--space-1); margin-top: var(--space-1); }
.effect { display: flex; gap: var(--space-2); }
.effect .chip.is-good, .effect .chip.is-waiting { background: none; }
.run .effect .chip { min-width: 6.25rem; text-align: center; }
.effect-text { min-width: 0; }

.messages, .rules, .dead { display: grid; gap: var(--space-4); }
.message { display: flex; gap: var(--space-3); }
.message-text { flex: 1; min-width: 0; }
.message-text > .soft { font-size: var(--text-s); }
.message-body { white-space: pre-line; }
.message-body > p { margin-top: var(--space-2); }
.message-body[open] > summary { color: var(--soft); }

.rules { gap: var(--space-2); }
.rules-of { display: flex; align-items: center; gap: var(--space-2); margin-bottom: var(--space-2); }
.rules + .rules-of { margin-top: var(--space-4); padding-top: var(--space-4); border-top: 1px solid var(--line); }
.rule { display: flex; gap: var(--space-2); }
.rule .chip { min-width: 2.75rem; text-align: center; }
.rule-text { min-width: 0; }
.rule-text > .soft { font-size: var(--text-s); }

.queues { width: 100%; border-collapse: collapse; font-size: var(--text-s); overflow-wrap: normal; }
.queues th { padding: var(--space-1) 0; font-weight: 400; text-align: left; }
.queues thead th { color: var(--soft); vertical-align: bottom; }
.queues thead th + th, .queues td { padding-left: var(--space-2); text-align: right; font-variant-numeric: tabular-nums; }
.queues tbody tr { border-top: 1px solid var(--line); }
.queues .is-none { color: var(--soft); }
.queues .is-busy, .queues .is-bad { font-weight: 700; }
.panel > h3:not(.rules-of) { margin: var(--space-4) 0 var(--space-2); }
.dead { gap: var(--space-3); }
.hint { margin-top: var(--space-3); color: var(--soft); font-size: var(--text-s); }

.sheet { max-width: 52rem; }
.sheet > * + * { margin-top: var(--space-5); }
.sheet section > * + * { margin-top: var(--space-3); }
.run-head > * + * { margin-top: var(--space-2); }
.run-head .verdict { display: inline-block; }
.lead { font-size: var(--text-l); }
.sheet .condition { padding: var(--space-3); border: 1px solid var(--line); border-radius: var(--round); background: var(--card); }
pre {
  padding: var(--space-4);
  border: 1px solid var(--line);
  border-radius: var(--round);
  background: var(--card);
  font-size: var(--text-s);
  overflow: auto;
  overflow-wrap: normal;
}
details > pre { margin-top: var(--space-2); }

.foot {
  padding: var(--space-4) max(var(--space-4), calc((100% - 84rem) / 2 + var(--space-4)));
  border-top: 1px solid var(--line);
  color: var(--soft);
  font-size: var(--text-s);
}

@media (min-width: 40rem) {
  .board, .sheet { padding: var(--space-5); }
  .top { padding-inline: max(var(--space-5), calc((100% - 84rem) / 2 + var(--space-5))); }
  .foot { padding-inline: max(var(--space-5), calc((100% - 84rem) / 2 + var(--space-5))); }
}

@media (min-width: 64rem) {
  .board { grid-template-columns: minmax(0, 1fr) 24rem; grid-template-rows: auto auto auto auto 1fr; }
  .jump { display: none; }
  .now, .people { grid-column: 1 / -1; }
  .timeline { grid-column: 1; grid-row: 3 / 6; }
  .panel { grid-column: 2; align-self: start; }
}

@media (max-width: 30rem) {
  :root { --text-xl: 1.25rem; }
  .event { position: relative; grid-template-columns: minmax(0, 1fr); gap: 0; }
  .event-time { position: absolute; right: 0; top: var(--space-3); }
  .is-quiet .event-time { top: var(--space-2); }
  .event-text > .soft { display: block; margin-left: 0; }
  .event-line { padding-right: 3rem; }
  .runs { margin-left: 0; }
  .run { padding-left: var(--space-3); }
  .run summary { flex-wrap: wrap; }
  .run-text { flex: 1 1 100%; order: 1; }
  .run summary::after { margin-top: 0.4rem; }
  .effect { flex-wrap: wrap; gap: 0 var(--space-2); }
  .run .effect .chip { min-width: 0; }
  .run .effect .chip:not(.is-bad) { padding-left: 0; }
}

@media (forced-colors: active) {
  .chip, .verdict, .avatar { border: 1px solid; }
}
`;
