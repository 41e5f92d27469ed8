/** The component's own look; nothing of the page around reaches it, and nothing of it leaks out. */
export const style = `
:host([hidden]) { display: none; }
:host { color-scheme: light dark; display: block; max-width: 34rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; --b: #17656b; --line: #8b959c; --bad: #b3261e; }
form, fieldset, div.done { display: flex; flex-direction: column; gap: .9rem; }
fieldset { border: 0; margin: 0; min-width: 0; padding: 0; }
form, div.done { background: Canvas; border: 1px solid var(--line); border-radius: 12px; color: CanvasText; padding: 1.25rem; }
h2 { font-size: 1.25rem; margin: 0; }
label { display: flex; flex-direction: column; font-weight: 600; gap: .25rem; }
input, select, textarea { background: Canvas; border: 1px solid var(--line); border-radius: 8px; box-sizing: border-box; color: inherit; font: inherit; font-weight: 400; min-height: 2.6rem; padding: .45rem .7rem; width: 100%; }
[aria-invalid=true] { border-color: var(--bad); }
small { color: var(--bad); font-weight: 400; }
button { background: var(--b); border: 0; border-radius: 8px; color: #fff; cursor: pointer; font: inherit; font-weight: 600; min-height: 2.75rem; padding: 0 1.25rem; }
:disabled, [aria-disabled=true] { cursor: progress; opacity: .7; }
fieldset:disabled { opacity: 1; }
:focus-visible { outline: 3px solid var(--b); outline-offset: 2px; }
p { margin: 0; }
[role=alert]:not(:empty) { border-inline-start: 4px solid var(--bad); padding: .3rem .7rem; }
button.quiet { background: transparent; border: 1px solid var(--line); color: inherit; }
.questions, .photos { display: flex; flex-direction: column; gap: .9rem; }
.questions:empty { display: none; }
.place { align-items: center; display: flex; flex-wrap: wrap; gap: .6rem; }
.place small { color: inherit; }
label span { font-weight: 400; opacity: .8; }
ul { display: flex; flex-wrap: wrap; gap: .6rem; list-style: none; margin: 0; padding: 0; }
li canvas { border-radius: 8px; display: block; margin-bottom: .3rem; }
h3 { font-size: 1rem; margin: 0; }
ol { margin: 0; padding-inline-start: 1.25rem; }
.number { font: 700 1.6rem ui-monospace, monospace; user-select: all; }
a { color: var(--b); }
@media (prefers-color-scheme: dark) { :host([hidden]) { display: none; }
:host { --b: #1f7b81; --bad: #ff9d96; } a { color: #a6d2d4; } }
`;
