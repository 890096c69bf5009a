/** The page's complete style, including SVG colours, so that light and dark are defined once. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--text:#17202b;--soft:#566372;--line:#dfe4ea;--accent:#1f5fbf;--won:#0a7550;--lost:#b3312c;--market:#8a6d1d;
--w1:#e3f4ec;--w2:#c3e8d6;--w3:#9bd9bb;--w4:#6cc79c;--l1:#fbe7e5;--l2:#f5cbc7;--l3:#eda7a1;--l4:#e2827a}
@media(prefers-color-scheme:dark){:root{--bg:#0f1318;--card:#171d24;--text:#e6ebf1;--soft:#9aa7b5;--line:#2a333d;--accent:#7fb0ff;--won:#4fd19b;--lost:#ff8a80;--market:#d9b95c;
--w1:#12302a;--w2:#14463a;--w3:#165c4a;--w4:#18745b;--l1:#38201f;--l2:#532a28;--l3:#6e3431;--l4:#8a3e3a}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,sans-serif}
main,header{max-width:1180px;margin:0 auto;padding:0 16px}
header{padding-top:24px}h1{margin:0;font-size:26px;line-height:1.2;overflow-wrap:anywhere}h2{margin:0 0 12px;font-size:18px}
p{margin:6px 0 10px}.soft,caption,figcaption,footer{color:var(--soft)}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px;margin:16px 0;min-width:0}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:10px;margin:16px 0;padding:0}
.tiles div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:10px 12px}
.tiles dt{color:var(--soft);font-size:13px}.tiles dd{margin:0;font-size:20px;font-variant-numeric:tabular-nums;white-space:nowrap}
.groups{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:16px 28px;align-items:start}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:4px 0}
th,td{padding:4px 8px;border-bottom:1px solid var(--line);text-align:left;white-space:nowrap;font-weight:400}
thead th{font-weight:600;position:sticky;top:0;background:var(--card)}
.n{text-align:right}.metrics th,.metrics td{padding-left:0}.metrics th{white-space:normal}
.won{color:var(--won)}.lost{color:var(--lost)}
.w1{background:var(--w1)}.w2{background:var(--w2)}.w3{background:var(--w3)}.w4{background:var(--w4)}
.l1{background:var(--l1)}.l2{background:var(--l2)}.l3{background:var(--l3)}.l4{background:var(--l4)}
.plot.days{display:block;margin-top:20px;padding:0 20px 26px}.days figcaption{margin:0 -20px 8px}.scroll{overflow:auto;max-height:560px}.params{display:flex;flex-wrap:wrap;gap:4px 18px;margin:8px 0;padding:0;list-style:none}
.params li,.notes li{overflow-wrap:anywhere;min-width:0}
th button{all:unset;cursor:pointer;font-weight:600}th button::after{content:"";display:inline-block;width:1em;text-align:center}
th[aria-sort=ascending] button::after{content:"▴";content:"▴"/""}th[aria-sort=descending] button::after{content:"▾";content:"▾"/""}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.filter{display:block;margin:0 0 8px;color:var(--soft)}input{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:6px;padding:4px 8px;max-width:100%}
details{margin:6px 0 14px}summary{cursor:pointer;color:var(--soft)}
.plot{margin:0 0 6px;display:grid;grid-template-columns:minmax(0,1fr) 72px}figcaption{grid-column:1/-1;display:flex;flex-wrap:wrap;align-items:center;gap:0 16px;margin:0 0 8px}figcaption b{color:var(--text);font-weight:600}
.zoom{margin-left:auto}.zoom button{font:inherit;width:32px;height:28px;margin-left:4px;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:6px;cursor:pointer}
.view{overflow-x:auto;overflow-y:hidden;padding-bottom:24px}
output{order:3;flex-basis:100%;min-height:1.5em;color:var(--text);font-variant-numeric:tabular-nums}
.plot svg.axis{width:72px;padding-left:6px}.plot .view>svg,.plot>svg{display:block;width:100%;height:280px;overflow:visible}.plot.low .view>svg,.plot.low>svg{height:150px}
svg text{font-size:12px;fill:var(--soft)}svg text.at{text-anchor:middle}svg text.at.begins{text-anchor:start}svg text.at.ends{text-anchor:end}
.t0,.t4,.t16,.z4 .t1,.z16 .t1{display:none}.z4 .t4,.z16 .t16{display:inline}
svg .clip{overflow:hidden}svg .fit,svg .fit>svg{overflow:visible}svg path{vector-effect:non-scaling-stroke;fill:none;stroke-linejoin:round}
.grid{stroke:var(--line)}.cursor{stroke:var(--soft);visibility:hidden}
.equity{stroke:var(--accent);stroke-width:1.6}.market{stroke:var(--market);stroke-width:1.3;stroke-dasharray:5 4}.base{stroke:var(--soft);stroke-dasharray:2 4}
svg .fall{fill:var(--lost);fill-opacity:.28;stroke:var(--lost)}svg .held{fill:var(--accent);fill-opacity:.25;stroke:var(--accent)}
svg .up{stroke:var(--won);fill:var(--won);opacity:.55}svg .down{stroke:var(--lost);fill:var(--lost);opacity:.55}
.trade{stroke-width:1.6}.trade.won{stroke:var(--won)}.trade.lost{stroke:var(--lost);stroke-dasharray:4 3}
.mark{overflow:visible}svg .long path{fill:var(--accent);stroke:var(--card)}svg .short path{fill:var(--market);stroke:var(--card)}
circle.mark{fill:var(--card);stroke-width:1.6}circle.won{stroke:var(--won)}circle.lost{stroke:var(--lost)}
rect.won{fill:var(--won)}rect.lost{fill:var(--lost)}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:0 28px}.pair>*{min-width:0}
footer{max-width:1180px;margin:0 auto;padding:0 16px 32px;font-size:13px}
@media(max-width:600px){body{font-size:14px}section{padding:12px;border-radius:8px}.plot .view>svg,.plot>svg{height:220px}.plot.low .view>svg,.plot.low>svg{height:120px}
.t1{display:none}svg:not(.z4,.z16)>.t0{display:inline}.plot{grid-template-columns:minmax(0,1fr) 58px}.plot svg.axis{width:58px}svg text{font-size:11px}.tiles{grid-template-columns:1fr 1fr}.tiles dd{font-size:18px}}
@media print{.scroll{max-height:none}.filter,details{display:none}section{break-inside:avoid}}
`;
