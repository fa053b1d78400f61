"""The style sheet of the page, for light and dark screens of any width."""

STYLE = """
:root {
  color-scheme: light dark;
  --ink: #1d2125; --page: #fcfcfb; --quiet: #5d646b; --faint: #d9dcdf;
  --first: #2f6fa8; --second: #d0632b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e3e5e8; --page: #16181b; --quiet: #9aa1a9; --faint: #3a3f45;
    --first: #64a5dd; --second: #ee8e58;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 1.5rem 1rem 3rem; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
}
main, footer { max-width: 60rem; margin: 0 auto; }
h1 { margin: 0 0 1rem; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.2rem; }
h3 { margin: 0 0 .25rem; font-size: 1rem; }
.quiet { color: var(--quiet); font-size: .875rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .5rem 1.5rem; margin: 0; }
.tiles dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.tiles dt { color: var(--quiet); font-size: .875rem; }
.tiles div { display: flex; flex-direction: column; border-top: 2px solid var(--first); padding-top: .25rem; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 2rem; align-items: start; }
figure { margin: 0; min-width: 0; }
svg { display: block; width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0; font-size: .9375rem; }
th, td { padding: .2rem 1.25rem .2rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--faint); }
th { color: var(--quiet); font-weight: normal; white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
summary { cursor: pointer; margin: .5rem 0; }
code { font-size: .9em; }
footer { margin-top: 3rem; }
"""
