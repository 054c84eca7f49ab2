"""How the page in one file looks: calm, light and dark, on paper, on a wall and on a phone."""

CSS = """
:root { color-scheme: light dark; --ground: #fff; --ink: #1c2126; --pale: #5c6670; --line: #d9dee3;
  --band: #f4f6f8; --good: #0b6b3a; --bad: #a3261b; --link: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181c; --ink: #e8ecef; --pale: #a2adb7;
  --line: #343c44; --band: #1c2228; --good: #6fd39b; --bad: #ff9a8d; --link: #8dc4ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: clamp(1rem, .8rem + .45vw, 1.375rem)/1.55 system-ui, "Noto Sans KR",
    "Apple SD Gothic Neo", sans-serif;
  overflow-wrap: anywhere; word-break: keep-all; }
main { max-width: 88rem; margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 4rem) 4rem; }
h1 { font-size: 1.9em; line-height: 1.2; margin: 0 0 .2em; }
h2 { font-size: 1.3em; margin: 2.2em 0 .6em; padding-bottom: .25em; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.05em; margin: 0; }
p { margin: .4em 0; } .lead { font-size: 1.12em; } .pale { color: var(--pale); font-size: .88em; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 600; color: var(--pale); font-size: .82em; }
th, td { padding: .45em 1.1em .45em 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td { overflow-wrap: break-word; }
.num { text-align: right; white-space: nowrap; } td > span { white-space: nowrap; }
.better { color: var(--good); font-weight: 600; } .worse { color: var(--bad); font-weight: 600; }
.unsure { color: var(--pale); }
.better::before { content: "▲ "; } .worse::before { content: "▼ "; }
ul { margin: 0; padding-left: 1.2em; } li { margin: .45em 0; } li li { margin: .1em 0; }
li > .of { color: var(--pale); } li > span:not(.of)::after { content: " "; }
figure { margin: 1.4em 0 2.2em; break-inside: avoid; }
figcaption { margin: 0 0 .6em; }
.panes { display: grid; gap: .7em; grid-template-columns: repeat(3, 1fr); }
.panes.of-1 { grid-template-columns: minmax(0, 40rem); }
.panes.of-4 { grid-template-columns: repeat(4, 1fr); }
.panes div { min-width: 0; } .panes p { margin: 0 0 .2em; color: var(--pale); font-size: .82em; }
.panes img { display: block; width: 100%; height: auto; border-radius: 3px; border: 1px solid var(--line); }
.legend { display: flex; flex-wrap: wrap; gap: .2em 1.1em; margin: .7em 0 0; padding: 0; list-style: none;
  font-size: .82em; }
.legend li { margin: 0; display: flex; align-items: center; gap: .4em; }
.swatch { width: 1em; height: 1em; border: 1px solid var(--pale); border-radius: 2px; }
.said { margin: 1em 0; break-inside: avoid; } .said > p { font-weight: 600; margin: 0; }
blockquote { margin: .2em 0 0; padding: .1em 0 .1em 1em; border-left: 3px solid var(--line); }
.head { font-weight: 600; } blockquote hr { border: 0; border-top: 1px solid var(--line); }
blockquote pre, blockquote code { background: var(--band); white-space: pre-wrap; }
a { color: var(--link); }
@media (max-width: 46rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: block; padding: .6em 0; border-bottom: 1px solid var(--line); }
  td, td.num { display: flex; gap: .8em; border: 0; padding: .1em 0; text-align: left; white-space: normal; }
  td:empty { display: none; } td > span { white-space: normal; }
  td::before { content: attr(data-name); flex: 0 0 7.5em; color: var(--pale); font-weight: 400; }
  .panes, .panes.of-4 { grid-template-columns: 1fr 1fr; gap: .5em; }
}
@media print { body { font-size: 10pt; } main { max-width: none; padding: 0; } h2 { break-after: avoid; }
  .panes { grid-template-columns: repeat(3, 1fr); } }
"""
