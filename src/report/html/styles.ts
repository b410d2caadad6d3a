import { DARK, LIGHT, properties } from './palette.ts';

/** The whole style sheet. Fonts are the reader's own; nothing is fetched. */
export const STYLES = `
:root { color-scheme: light dark; ${properties(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${properties(DARK)} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
header, main, footer { max-width: 1080px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 36px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 19px; line-height: 1.3; margin: 48px 0 12px; padding-top: 16px; border-top: 1px solid var(--line); }
h3 { font-size: 16px; line-height: 1.4; margin: 28px 0 4px; }
details h3 { font-size: 14px; margin: 12px 0 4px; }
p { margin: 4px 0 8px; max-width: 76ch; }
ul, ol { margin: 4px 0 8px; padding-left: 22px; max-width: 76ch; }
a { color: var(--accent); }
code { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.muted, caption, footer { color: var(--muted); }
.amount { font-weight: 600; white-space: nowrap; }
.note { border-left: 3px solid var(--text); padding: 2px 0 2px 12px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 16px; top: 8px; padding: 4px 8px; background: var(--ground); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 0; margin: 16px 0 0; max-width: none; font-size: 14px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; margin: 24px 0 12px; }
.figures > div { background: var(--raised); border-radius: 6px; padding: 14px 16px; }
.figures dt { color: var(--muted); font-size: 13px; }
.figures dd { margin: 0; }
.figures .figure { font-size: 24px; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em; }
.figures .main { color: var(--accent); }
.figures .about { font-size: 13px; color: var(--muted); }
.actions { list-style: none; counter-reset: action; padding: 0; margin: 12px 0; max-width: none; }
.actions li { counter-increment: action; position: relative; padding: 10px 0 10px 40px; border-bottom: 1px solid var(--line); }
.actions li:last-child { border-bottom: 0; }
.actions li::before { content: counter(action); position: absolute; left: 0; top: 12px; width: 26px; height: 26px;
  border: 1px solid var(--accent); border-radius: 50%; color: var(--accent); text-align: center; font-size: 13px; line-height: 24px; font-weight: 600; }
.actions h3 { margin: 0; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; }
.actions p { margin: 0; }
figure { margin: 12px 0 16px; }
figcaption { font-size: 13px; color: var(--muted); margin-top: 4px; }
svg { display: block; max-width: 100%; fill: var(--text); }
svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: var(--muted); unicode-bidi: isolate; }
svg .value { fill: var(--text); }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .axis { stroke: var(--rest); stroke-width: 1; }
svg .accent { fill: var(--accent); }
svg .rest, .bar .rest { fill: var(--rest); }
svg .hollow, .bar .hollow { fill: var(--ground); stroke: var(--text); stroke-width: 1.5; }
svg .span { stroke: var(--text); stroke-width: 1.5; }
svg .at-least { fill: var(--ground); stroke: var(--accent); stroke-width: 1.5; stroke-dasharray: 4 2; }
.narrow { display: none; }
.pair { display: flex; align-items: center; gap: 10px; }
.pair > span { flex: none; min-width: 4.5em; }
.bar { flex: 1; width: 100%; min-width: 40px; height: 8px; background: var(--raised); }
.bar rect { fill: var(--accent); }
.scroll { overflow-x: auto; margin: 12px 0 4px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
caption { text-align: left; font-size: 13px; padding-bottom: 4px; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); min-width: 56px; }
thead th { font-weight: 600; font-size: 13px; color: var(--muted); vertical-align: bottom; }
tbody th { font-weight: 400; }
thead th.number button { padding: 0 0 0 1.2em; }
thead th.number button::after { right: auto; left: 0; }
th:last-child, td:last-child { padding-right: 0; }
th.text, td.text { min-width: 96px; }
th.label { min-width: 200px; max-width: 420px; }
td.label { min-width: 320px; }
th.number, td.number, td[data-value] { text-align: right; white-space: nowrap; overflow-wrap: normal; }
thead th.number { white-space: normal; }
th.drawn, td.drawn { min-width: 150px; width: 30%; }
tfoot td, tfoot th { color: var(--muted); font-weight: 400; }
th.picture, td.picture { width: 34%; min-width: 220px; }
.picture .bar { height: 18px; background: none; }
th button { position: relative; font: inherit; color: inherit; background: none; border: 0; padding: 0 1.2em 0 0; margin: 0; cursor: pointer; text-align: inherit; }
th button:hover { color: var(--accent); }
th button::after { content: "\\2195"; content: "\\2195" / ""; position: absolute; right: 0; bottom: 0; width: 1em; text-align: center; opacity: 0.55; }
th[aria-sort=ascending] button::after { content: "\\2191"; content: "\\2191" / ""; opacity: 1; }
th[aria-sort=descending] button::after { content: "\\2193"; content: "\\2193" / ""; opacity: 1; }
.more { font-size: 14px; color: var(--muted); }
.more button { font: inherit; color: var(--accent); background: none; border: 1px solid var(--accent); border-radius: 4px; padding: 3px 12px; margin-left: 8px; cursor: pointer; }
details { margin: 8px 0; }
summary { cursor: pointer; font-weight: 600; }
summary .amount { float: right; margin-left: 16px; }
details.step { border-bottom: 1px solid var(--line); padding-bottom: 8px; }
details[open] > summary { margin-bottom: 8px; }
footer { font-size: 13px; padding-top: 24px; padding-bottom: 40px; margin-top: 48px; }
@media (max-width: 640px) {
  header, main, footer { padding-left: 16px; padding-right: 16px; }
  header { padding-top: 20px; }
  .figures { grid-template-columns: 1fr 1fr; gap: 8px; }
  .figures > div { padding: 10px 12px; }
  .figures .figure { font-size: 20px; }
  .wide { display: none; }
  .narrow { display: block; }
  th.label { min-width: 130px; }
  th.drawn, td.drawn { min-width: 130px; }
  td.picture { min-width: 110px; width: auto; }
}
@media print {
  :root { color-scheme: light; ${properties(LIGHT)} }
  body { font-size: 10.5pt; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  nav, .skip, .more button { display: none; }
  th button::after { content: none; }
  th button { cursor: auto; }
  h2, h3, caption, summary { break-after: avoid; }
  h2 { margin-top: 24px; }
  tr, li, figure, .figures > div { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; }
  th, td, th.text, td.text, th.label, th.drawn, td.drawn, td.label, th.picture, td.picture { min-width: 0; padding-right: 5px; }
  th.number, td.number, td[data-value] { white-space: normal; }
  tbody th.label, td.label { min-width: 105pt; }
  thead th { font-size: 7pt; overflow-wrap: normal; hyphens: auto; }
  thead th button { padding: 0; }
  td.text { overflow-wrap: break-word; }
  .bar { min-width: 40px; }
  svg, .figures > div { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; display: block; }
}
`;
