const dark = `color-scheme:dark;--_accent:#a5b4fc;--_on-accent:#1e1b4b;--_text:#f1f5f9;--_muted:#a8b3c4;--_surface:#111827;--_border:#334155;--_line:#7c8aa0;--_soft:#1e293b;--_good:#86efac;--_bad:#fca5a5;`;
const own = (name: string) => `--_${name}:var(--groundswell-${name},var(--__${name}))`;
const light = `color-scheme:light;--_accent:#4f46e5;--_on-accent:#fff;--_text:#0f172a;--_muted:#55617a;--_surface:#fff;--_border:#e2e8f0;--_line:#7b879c;--_soft:#f3f4fb;--_good:#15803d;--_bad:#b91c1c;`;
const names = ['accent', 'on-accent', 'text', 'muted', 'surface', 'border', 'line', 'soft', 'good', 'bad'];
/** A scheme's own colours under a second name, so that the page's properties win over both. */
const scheme = (colours: string) => colours.replace(/--_/g, '--__');

/** The widget's looks. Colours keep a contrast of 4.5 to 1 for text and 3 to 1 for controls in both schemes. */
const rules = `
:host{display:block;${scheme(light)}}
:host([hidden]){display:none}
@media (prefers-color-scheme:dark){:host(:not([theme=light])){${scheme(dark)}}}
:host([theme=dark]){${scheme(dark)}}
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
.card{${names.map(own).join(';')};--_radius:var(--groundswell-radius,16px);--_inner:calc(var(--_radius)*.75);--_space:var(--groundswell-space,24px);
position:relative;container-type:inline-size;max-inline-size:var(--groundswell-width,640px);margin-inline:auto;padding:var(--_space);border:1px solid var(--_border);border-radius:var(--_radius);background:var(--_surface);color:var(--_text);font:400 16px/1.5 var(--groundswell-font,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif);text-align:start;overflow-wrap:anywhere;box-shadow:0 1px 2px #0f172a0d,0 8px 24px #0f172a0d}
h2,h3,h4,p,ul,ol,fieldset{margin:0;padding:0;border:0;min-inline-size:0}
ul,ol{list-style:none}
h2{font-size:1.375em;line-height:1.3;font-weight:700;letter-spacing:-.01em}
.closable h2{padding-inline-end:36px}
h3,legend{font-size:1em;font-weight:600;line-height:1.4;padding:0;margin:0 0 12px}
h4{font-size:.875em;font-weight:600;margin:8px 0}
.description{color:var(--_muted);margin-block-start:6px;white-space:pre-line}
.hint,.optional{color:var(--_muted);font-size:.875em;font-weight:400}
.hint{margin-block-end:8px}
.counter{margin:4px 0 0;text-align:end}
.error{color:var(--_bad);font-size:.875em;font-weight:500}
.error:not(:empty){margin-block-start:8px}
.content>*{margin-block-start:var(--_space)}
form,.section{display:block}
fieldset{margin-block-end:calc(var(--_space)*1.25);outline:0}
fieldset:focus-visible legend{text-decoration:underline 2px;text-underline-offset:4px}
.options,.ranking{display:grid;gap:8px}
.option{display:flex;align-items:center;gap:12px;min-block-size:48px;padding:10px 14px;border:1px solid var(--_border);border-radius:var(--_inner);background:var(--_surface);cursor:pointer}
.option>span:not([class]),.grip{flex:1}
.option:hover{background:var(--_soft)}
.option:has(:checked){border-color:var(--_accent);background:var(--_soft);box-shadow:inset 0 0 0 1px var(--_accent)}
input[type=radio],input[type=checkbox]{flex:none;inline-size:20px;block-size:20px;margin:0;accent-color:var(--_accent);cursor:inherit}
.invalid .option,.invalid .input{border-color:var(--_bad)}
.scale{display:flex;flex-wrap:wrap;gap:6px}
.scale .option{flex:1 1 auto;gap:8px;min-block-size:44px;padding:8px 12px}
.points .option{position:relative;flex:1 0 40px;padding:0;justify-content:center;overflow:hidden}
.points input{appearance:none;position:absolute;inset:0;inline-size:100%;block-size:100%;border-radius:inherit;outline-offset:-4px}
.points .option span{text-align:center;font-variant-numeric:tabular-nums;font-weight:600;padding:10px 0;pointer-events:none;z-index:1}
.points input:checked{background:var(--_accent)}
.points input:checked+span{color:var(--_on-accent)}
.points input:checked:focus-visible{outline-color:var(--_on-accent)}
.row{padding-block:10px;border-block-start:1px solid var(--_border)}
.row:first-of-type{border:0;padding-block-start:0}
.row-label{display:block;margin-block-end:8px}
@container (min-width:520px){.row{display:grid;grid-template-columns:1fr 2fr;align-items:center;gap:16px}.row-label{margin:0}.row .option{flex:1 1 0}}
.input{display:block;inline-size:100%;min-block-size:48px;padding:12px 14px;border:1px solid var(--_line);border-radius:var(--_inner);background:var(--_surface);color:inherit;font:inherit;resize:vertical}
.ranking .option{cursor:default;padding-block:6px;background:none;border-style:dashed;border-color:var(--_line)}
.ranking .ranked{background:var(--_soft);border:1px solid var(--_accent)}
.grip{cursor:pointer;padding-block:6px;user-select:none}
.ranked .grip{cursor:grab;touch-action:none}
.place{display:grid;place-items:center;inline-size:28px;block-size:28px;border-radius:50%;font-size:.875em;font-weight:700}
.place:empty{display:none}
.ranked .place{background:var(--_accent);color:var(--_on-accent)}
button{font:inherit;color:inherit;cursor:pointer}
.small{inline-size:36px;block-size:36px;padding:0;border:1px solid var(--_line);border-radius:10px;background:var(--_surface);line-height:1}
.ranked .small+.small{margin-inline-start:-6px}
.small:disabled{opacity:.4;cursor:default}
.actions{display:flex;flex-wrap:wrap;gap:12px;align-items:center}
.primary,.secondary{min-block-size:48px;padding:10px 24px;border-radius:var(--_inner);font-weight:600;border:1px solid var(--_line);background:none}
.secondary:hover{background:var(--_soft)}
.primary{border-color:transparent;background:var(--_accent);color:var(--_on-accent);flex:1 1 auto}
.primary:hover{filter:brightness(1.1)}
.close{position:absolute;inset-block-start:12px;inset-inline-end:12px;inline-size:40px;block-size:40px;border:0;border-radius:50%;background:none;font-size:22px;line-height:1;color:var(--_muted)}
.close:hover{background:var(--_soft)}
:focus-visible{outline:3px solid var(--_accent);outline-offset:2px}
h2:focus,.status:focus{outline:0}
.status:not(:empty){margin-block-start:var(--_space);padding:14px 16px;border-radius:var(--_inner);background:var(--_soft);border-inline-start:4px solid var(--_accent)}
.status.good:not(:empty){border-color:var(--_good)}
.status.bad:not(:empty){border-color:var(--_bad)}
.bars{display:grid;gap:14px}
.bars li{display:grid;grid-template-columns:1fr auto;column-gap:12px;row-gap:6px;align-items:baseline}
.bars h4,.bars .track{grid-column:1/-1}
.first .label,.first .value{font-weight:600}
.value{color:var(--_muted);font-size:.875em;font-variant-numeric:tabular-nums;white-space:nowrap}
.first .value{color:inherit}
.compact{gap:6px}
.compact li{grid-template-columns:2.5em 1fr 6.5em;align-items:center}
.compact .track{grid-column:2;grid-row:1}
.compact .value{text-align:end;grid-column:3}
.section+.section{margin-block-start:calc(var(--_space)*1.25);padding-block-start:calc(var(--_space)*1.25);border-block-start:1px solid var(--_border)}
.section .hint{margin:10px 0 0}
.track{block-size:10px;border-radius:5px;background:var(--_soft);overflow:hidden;box-shadow:inset 0 0 0 1px var(--_border)}
.bar{block-size:100%;inline-size:calc(var(--share,0)*100%);border-radius:inherit;background:var(--_accent);opacity:.72}
.first .bar,.progress .bar{opacity:1}
.progress{margin-block-end:var(--_space)}
.progress .track{block-size:6px}
.foot{display:flex;justify-content:space-between;gap:12px;margin-block:var(--_space) 0}
.live::before{content:"";display:inline-block;inline-size:8px;block-size:8px;margin-inline-end:6px;border-radius:50%;background:var(--_good)}
.skeleton{block-size:48px;border-radius:var(--_inner);background:var(--_soft)}
.skeleton+.skeleton{margin-block-start:8px}
.unseen{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
dialog{inline-size:min(560px,calc(100vw - 32px));max-block-size:calc(100dvh - 32px);padding:0;border:0;background:none;overflow:auto;overscroll-behavior:contain}
dialog .card{box-shadow:0 24px 64px #0f172a59}
dialog::backdrop{background:#0f172a80}
.slide-in{position:fixed;inset:auto;inset-block-end:16px;inset-inline-end:16px;margin:0;inline-size:min(420px,calc(100vw - 32px));z-index:2147483000}
@media (prefers-reduced-motion:no-preference){
.bar{transition:inline-size .7s cubic-bezier(.2,.8,.2,1)}
.option,.primary{transition:background .15s,border-color .15s,filter .15s}
.skeleton{animation:breathe 1.4s ease-in-out infinite alternate}
dialog[open]{animation:rise .35s cubic-bezier(.2,.8,.2,1)}
@keyframes breathe{to{opacity:.45}}
@keyframes rise{from{opacity:0;transform:translateY(24px)}}}
@media (forced-colors:active){.bar,.ranked .place{forced-color-adjust:none;background:Highlight;color:HighlightText}.track{border:1px solid CanvasText}.points input:checked{forced-color-adjust:none;background:Highlight}.points input:checked+span{color:HighlightText;forced-color-adjust:none}}
`;

let sheet: CSSStyleSheet | undefined;

/** One sheet for all widgets of a page; made by script, which every Content-Security-Policy allows. */
export function styleSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
  }
  return sheet;
}
