/** What a scheme sets; all other colours are mixed of these. */
const light = 'color-scheme:light;--a:#4f46e5;--o:#fff;--t:#0f172a;--s:#fff;--g:#15803d;--b:#b91c1c';
const dark = 'color-scheme:dark;--a:#a5b4fc;--o:#1e1b4b;--t:#f1f5f9;--s:#111827;--g:#86efac;--b:#fca5a5';
const themable = Object.entries({ accent: 'a', 'on-accent': 'o', text: 't', surface: 's', good: 'g', bad: 'b' })
  .map(([name, short]) => `--_${short}:var(--groundswell-${name},var(--${short}));`)
  .join('');

/**
 * The widget's looks. `--_a` accent, `--_o` text on it, `--_t` text, `--_s` surface, `--_g` good, `--_b` bad, `--_m`
 * muted text, `--_l` lines of controls, `--_d` other lines, `--_f` filling. Texts keep a contrast of 4.5 to 1 and
 * controls 3 to 1 in both schemes.
 */
const rules = `
:host{display:block;${light}}
:host([hidden]),[hidden]{display:none!important}
@media (prefers-color-scheme:dark){:host(:not([theme=light])){${dark}}}
:host([theme=dark]){${dark}}
*{box-sizing:border-box;margin:0;padding:0;border:0;min-width:0;font:inherit;color:inherit;list-style:none}
.card{${themable}--_m:color-mix(in srgb,var(--_t) 68%,var(--_s));--_l:color-mix(in srgb,var(--_t) 55%,var(--_s));--_d:color-mix(in srgb,var(--_t) 14%,var(--_s));--_f:color-mix(in srgb,var(--_a) 9%,var(--_s));--_r:var(--groundswell-radius,16px);--_i:calc(var(--_r)*.75);--_p:var(--groundswell-space,24px);position:relative;container-type:inline-size;max-width:var(--groundswell-width,640px);margin-inline:auto;padding:var(--_p);border:1px solid var(--_d);border-radius:var(--_r);background:var(--_s);color:var(--_t);font:400 16px/1.5 var(--groundswell-font,system-ui,sans-serif);text-align:start;overflow-wrap:anywhere;box-shadow:0 8px 24px #0f172a14}
h2{font-size:22px;line-height:1.3;font-weight:700}
.closable h2{margin-inline-end:36px}
h3,h4,legend{font-weight:600;margin-bottom:12px}
.hint,.optional,.value,h4,.error{color:var(--_m);font-size:14px}
.description{color:var(--_m);margin-top:6px;white-space:pre-line}
.hint{margin-bottom:8px}
.error{color:var(--_b);margin-top:8px}
.content>*,.status:not(:empty){margin-top:var(--_p)}
fieldset,.progress{margin-bottom:var(--_p);outline:0}
.option{display:flex;align-items:center;gap:12px;min-height:48px;padding:8px 14px;margin-bottom:8px;border:1px solid var(--_d);border-radius:var(--_i);cursor:pointer}
.option>span:last-child,.grip{flex:1}
.option:hover,.secondary:hover,.close:hover{background:var(--_f)}
.option:has(:checked),.ranked{border-color:var(--_a);background:var(--_f)}
[type=radio],[type=checkbox]{flex:none;width:20px;height:20px;accent-color:var(--_a);cursor:inherit}
.invalid .option,.invalid .input{border-color:var(--_b)}
.scale,.actions{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
.scale .option{margin:0;flex:auto}
.points{display:grid;grid-template-columns:repeat(auto-fit,minmax(38px,1fr));gap:6px}
.points .option{position:relative;padding:0}
.points input{appearance:none;position:absolute;inset:0;width:100%;height:100%;border-radius:inherit;outline-offset:-4px}
.points span{text-align:center;font-weight:600;pointer-events:none;z-index:1}
.points :checked{background:var(--_a);outline-color:var(--_o)}
.points :checked+span,.ranked .place,.primary{color:var(--_o)}
.row{padding-block:12px;border-top:1px solid var(--_d)}
.row-label{display:block;margin-bottom:8px}
@container (min-width:520px){.row{display:grid;grid-template-columns:1fr 2fr;align-items:center;gap:16px}}
.input{display:block;width:100%;min-height:48px;padding:12px 14px;border:1px solid var(--_l);border-radius:var(--_i);background:var(--_s);resize:vertical}
.ranking .option{padding-block:5px}
.grip{user-select:none}
.ranked .grip{cursor:grab;touch-action:none}
.place{width:28px;line-height:28px;border-radius:50%;text-align:center;font-weight:700}
.place:empty{display:none}
.ranked .place,.primary{background:var(--_a)}
button{background:none;cursor:pointer;border-radius:var(--_i)}
.small,.secondary{border:1px solid var(--_l)}
.small{width:36px;height:36px}
.small:disabled{opacity:.4}
.primary,.secondary{min-height:48px;padding:8px 24px;font-weight:600}
.primary{flex:1}
.close{position:absolute;top:14px;inset-inline-end:14px;width:40px;height:40px;font-size:24px;line-height:1}
:focus-visible{outline:3px solid var(--_a);outline-offset:2px}
.status:focus{outline:0}
.status:not(:empty){padding:12px 14px;border-radius:var(--_i);background:var(--_f);border-inline-start:4px solid var(--_a)}
.good:not(:empty){border-color:var(--_g)}
.bad:not(:empty){border-color:var(--_b)}
.bars{display:grid;gap:14px}
.bars li{display:grid;grid-template-columns:1fr auto;gap:6px 12px;align-items:center}
.bars h4,.bars .track{grid-column:1/-1}
.value{font-variant-numeric:tabular-nums;text-align:end}
.first .label,.first .value{font-weight:600;color:inherit}
.compact{gap:6px}
.compact li{grid-template-columns:32px 1fr 90px}
.compact .track{grid-area:1/2}
.section{margin-bottom:var(--_p);padding-bottom:var(--_p);border-bottom:1px solid var(--_d)}
.section .hint{margin:12px 0 0}
.track{height:10px;border-radius:5px;background:var(--_d);overflow:hidden}
.bar{height:100%;width:calc(var(--share,0)*100%);border-radius:5px;background:var(--_a);opacity:.65}
.first .bar,.progress .bar{opacity:1}
.foot{display:flex;justify-content:space-between;margin:0}
.live::before{content:"● ";color:var(--_g)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
dialog{width:min(560px,calc(100vw - 32px));max-height:calc(100dvh - 32px);margin:auto;background:none;overflow:auto}
dialog::backdrop{background:#0f172a80}
.slide-in{position:fixed;inset:auto;bottom:16px;inset-inline-end:16px;margin:0;width:min(420px,calc(100vw - 32px));z-index:9999999}
@media (prefers-reduced-motion:no-preference){.bar{transition:width .7s cubic-bezier(.2,.8,.2,1)}dialog[open]{animation:rise .4s}@keyframes rise{from{opacity:0;translate:0 24px}}}
@media (forced-colors:active){.bar,.ranked .place,.points :checked{forced-color-adjust:none;background:Highlight}.points :checked+span,.ranked .place{forced-color-adjust:none;color:HighlightText}.track{border:1px solid}}
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
