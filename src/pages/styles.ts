import { type Html, html } from "../lib/html.ts";

/** The whole look of the public pages, sent with each of them: no second request, no web font. */
export const styles: Html = html`
:root{color-scheme:light dark;--page:#f5f6f8;--card:#fff;--ink:#17202e;--soft:#54606f;--line:#d9dee5;--link:#0b4fa8;--head:#152238;--gold:#ffd166;
--operational:#146c3c;--operational-bg:#e6f4ec;--degraded:#7d4d00;--degraded-bg:#fdf3dc;--partial:#9a3a00;--partial-bg:#feeee2;--major:#b1121d;--major-bg:#fdeaea;--maintenance:#1c4f9c;--maintenance-bg:#e8f0fb;--trouble:#6b2f8a;--trouble-bg:#f4ebf9;--unknown:#4b5563;--unknown-bg:#eceff3}
@media(prefers-color-scheme:dark){:root{--page:#0f151e;--card:#18212d;--ink:#e8ecf2;--soft:#a4b0bf;--line:#324052;--link:#8fc0ff;--head:#0a1019;
--operational:#6fd79c;--operational-bg:#11301f;--degraded:#f5c45e;--degraded-bg:#34290c;--partial:#ffa366;--partial-bg:#3a2211;--major:#ff8d8d;--major-bg:#401a1e;--maintenance:#93bfff;--maintenance-bg:#152a4a;--trouble:#d9b0f2;--trouble-bg:#30203c;--unknown:#b6c0cd;--unknown-bg:#242e3b}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Ubuntu,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
.bar,main,footer,.training,.stale p{max-width:70rem;margin-inline:auto;padding-inline:clamp(1rem,4vw,2rem)}
h1,h2,h3,p,ul,ol,dl,dd{margin:0}
h1{font-size:clamp(1.5rem,1.15rem + 1.7vw,2.3rem);line-height:1.2;letter-spacing:-.015em;text-wrap:balance}
h1+p{margin-top:.5rem}
h2{font-size:1.2rem;line-height:1.3;text-wrap:balance}
h3{font-size:1rem;line-height:1.4}
a{color:var(--link);text-underline-offset:.18em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
main:focus{outline:0}
ul,ol{padding:0;list-style:none}
.soft{color:var(--soft);font-size:.925rem}
.sr,.sprite{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-6rem;background:var(--card);padding:.7rem 1rem;z-index:1}
.skip:focus{top:.6rem}
header{background:var(--head);color:#fff}
.bar{display:flex;gap:.7rem;align-items:center;min-height:3.75rem;padding-block:.5rem}
.bar a{color:inherit;padding:.35rem .1rem}
.bar :focus-visible{outline-color:var(--gold)}
.logo{width:auto;height:2.25rem;max-width:9rem;object-fit:contain;flex:none;background:#fff;border-radius:6px;padding:.2rem}
.bell{width:1.6rem;height:1.6rem;fill:var(--gold);flex:none}
.name{font-weight:650;font-size:1.06rem;text-decoration:none;margin-inline-end:auto;line-height:1.3}
.training{background:repeating-linear-gradient(135deg,#ffd166 0 16px,#ffdc88 16px 32px);color:#2b2100;padding-block:.55rem;max-width:none;text-align:center}
.stale{background:var(--degraded-bg);color:var(--degraded);border-bottom:1px solid}
.stale p{padding-block:.7rem}
.still{background:none;color:inherit;border:0}
@media(scripting:none){.ago{display:none}}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:2rem;padding-block:1.25rem 2.5rem}
.hero{display:flex;gap:clamp(.85rem,2.4vw,1.4rem);align-items:flex-start;padding:clamp(1.1rem,3vw,1.9rem);border-radius:14px;background:var(--unknown-bg);border:1px solid var(--line)}
.hero .icon{width:clamp(2rem,6vw,3rem);height:clamp(2rem,6vw,3rem);margin-top:.1rem}
.hero p{margin-top:.45rem}
.true{font-size:.925rem;color:var(--soft)}
.hero .true{color:inherit}
.icon{width:1.15em;height:1.15em;flex:none;fill:currentColor;stroke:var(--card);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.icon use{color:inherit}
symbol .f{stroke:none}
symbol path:not(.f){fill:none}
symbol .o{fill:none;stroke:currentColor}
symbol .d{stroke-dasharray:3.4 2.6}
symbol .s{stroke:currentColor;fill:none}
symbol circle:not(.o){stroke:none}
.operational{--tone:var(--operational);--tint:var(--operational-bg)}
.degraded{--tone:var(--degraded);--tint:var(--degraded-bg)}
.partial{--tone:var(--partial);--tint:var(--partial-bg)}
.major{--tone:var(--major);--tint:var(--major-bg)}
.maintenance{--tone:var(--maintenance);--tint:var(--maintenance-bg)}
.trouble{--tone:var(--trouble);--tint:var(--trouble-bg)}
.unknown{--tone:var(--unknown);--tint:var(--unknown-bg)}
.hero{background:var(--tint,var(--card));border-color:var(--tone,var(--line))}
.hero .icon{color:var(--tone)}
.hero .true,.hero .phase{color:var(--ink)}
.now,.calm,.wrong{display:grid;grid-template-columns:minmax(0,1fr);gap:1.5rem}
.notice{background:var(--card);border:1px solid var(--line);border-inline-start:6px solid var(--tone);border-radius:12px;padding:clamp(1rem,2.5vw,1.6rem)}
.notice p,.updates p,.works>p,main>p,main>div>p{max-width:68ch}
.notice>*+*{margin-top:.75rem}
.notice h3{margin-top:1.1rem}
.notice h3+p{margin-top:.2rem}
.phase{font-weight:650;color:var(--tone);font-size:.925rem}
.notice .phase+h2{margin-top:.15rem;font-size:1.3rem}
.facts{display:grid;gap:.55rem 1.5rem;border-top:1px solid var(--line);padding-top:.9rem;margin-top:1.1rem;font-size:.95rem}
.facts div{min-width:0}
dt{color:var(--soft);font-size:.85rem}
.late dd,.late dt{color:var(--major);font-weight:600}
.more{display:grid;gap:.5rem;margin-top:-.75rem;padding-inline:.25rem}
summary{cursor:pointer;padding:.3rem 0;color:var(--link)}
.points{grid-template-columns:minmax(0,1fr)}
.jump a{display:inline-block;padding:.3rem 0;font-weight:600;color:var(--ink)}
.points{display:grid;gap:.75rem}
.point{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.95rem 1.1rem;display:grid;gap:.35rem;align-content:start}
.who{display:flex;flex-wrap:wrap;gap:.3rem .75rem;align-items:center;justify-content:space-between}
.who h3{font-size:1.06rem}
.state{display:inline-flex;gap:.4rem;align-items:center;color:var(--tone);background:var(--tint);border-radius:99px;padding:.12rem .7rem .12rem .35rem;font-weight:600;font-size:.9rem;line-height:1.5}
.state .icon{stroke:var(--tint)}
.hero .icon{stroke:var(--tint)}
.yours:empty{display:none}
.span{font-weight:600}.span .soft{font-weight:400}
.work .updates{margin-top:.4rem}
section>ul+p{margin-top:.6rem}
.work:not(.maintenance) .state{background:none;padding:0;color:var(--soft)}
.work:target{outline:3px solid var(--link);outline-offset:2px}
.beside{border-inline-start:4px solid var(--maintenance);padding-inline-start:.75rem}
.open{color:var(--operational);font-weight:600}
.way{margin-top:.35rem}
.button,button{display:inline-block;background:var(--link);color:var(--card);border:1px solid var(--link);border-radius:9px;padding:.55rem 1.1rem;font:inherit;font-weight:600;text-decoration:none;cursor:pointer;line-height:1.4;text-wrap:balance}
.button:hover,button:hover{text-decoration:underline;filter:brightness(1.1)}
.report{display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:center;justify-content:space-between;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.1rem 1.25rem}
.report .button{background:none;color:var(--link)}
section>h2+*,section>h2+.soft+*{margin-top:.6rem}
section>h2+.points{margin-top:.8rem}
.ask{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;align-items:center}
form.me-too{display:block;max-width:none;background:none;border:0;padding:0}
.ask a{padding:.3rem 0}
.quick .ways{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:.8rem}
.jump.always{display:block}
.seen.one{padding:.9rem 1.1rem}
figure{margin:.8rem 0 0}
.chart{display:block;width:100%;height:clamp(7rem,24vw,13rem)}
.chart .grid,.key .grid{stroke:var(--line);stroke-width:1;fill:none;vector-effect:non-scaling-stroke}
.usual{fill:var(--line)}
.told{fill:var(--link)}
.blind{stroke:var(--soft);stroke-width:3;stroke-dasharray:2 2;fill:none}
.hours{display:flex;justify-content:space-between;padding-top:.25rem}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;margin-top:.5rem}
.key li{display:flex;gap:.5rem;align-items:center}
.key svg{width:1.1rem;height:.85rem;flex:none}
.crowd details{margin-top:.6rem}
.shares{display:grid;gap:1.25rem 2rem}
.parts{max-width:36rem;display:grid;gap:.7rem;margin-top:.5rem}
.parts li{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.1rem 1rem}
.bar-of{grid-column:1/-1;width:100%;height:.5rem;border-radius:2px}
.bar-of .rest{fill:var(--line)}
.bar-of .part{fill:var(--link)}
.where{display:grid;gap:1rem 2rem;align-items:start}
.map{display:block;width:100%;height:auto;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.5rem}
.comments{display:grid;gap:.75rem}
.comments li{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.85rem 1.1rem}
blockquote{margin:0;max-width:68ch}
.comments .tag{margin:0 .35rem 0 0}
.points.all h2{font-size:1.06rem}
.optional{gap:1.1rem;border-top:1px solid var(--line);padding-top:1.2rem}
.optional legend{float:inline-start;width:100%}
.optional legend+*{clear:both}
.seen{background:var(--card);border:1px solid var(--line);border-radius:12px}
.seen li{padding:.85rem 1.1rem;display:grid;gap:.4rem 1.5rem}
.seen li+li{border-top:1px solid var(--line)}
.seen .soft{display:block}
.seen dl{display:grid;gap:.4rem 1.5rem}
.past li{padding:.6rem 0;border-top:1px solid var(--line);display:flex;flex-wrap:wrap;gap:.1rem .9rem;align-items:baseline}
.past .day{min-width:9.5rem;color:var(--soft);font-size:.925rem}
.history ul{display:grid;gap:1rem}
.strip{display:block;width:100%;height:1.5rem;margin-block:.3rem}
.strip path{stroke:var(--tone,var(--operational));stroke-dasharray:4 1;fill:none}
.strip[tabindex]{cursor:pointer}
.strip .mark{stroke:var(--ink);stroke-dasharray:none;opacity:.4}
.strip .void{stroke:var(--soft)}
table{border-collapse:collapse;width:100%;font-size:.925rem}
th{text-align:start;font-weight:600}
th,td{padding:.35rem .6rem .35rem 0;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
.updates{border-inline-start:2px solid var(--line);margin-inline-start:.4rem;display:grid;gap:1.4rem;padding-block:.4rem}
.updates li{padding-inline-start:1.25rem;position:relative;display:grid;gap:.35rem}
.updates li:before{content:"";position:absolute;inset-inline-start:-7px;top:.5rem;width:12px;height:12px;border-radius:50%;background:var(--page);border:3px solid var(--soft)}
.tag{color:var(--soft);border:1px solid var(--line);border-radius:99px;padding:.05rem .6rem;font-size:.85rem;margin-inline-start:.35rem}
.when{font-weight:600}
.over{background:var(--operational-bg);color:var(--operational);border-radius:9px;padding:.7rem 1rem}
form{display:grid;gap:1.4rem;max-width:36rem;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:clamp(1rem,3vw,1.75rem)}
fieldset{border:0;margin:0;padding:0;display:grid;gap:.2rem;min-width:0}
legend,.label{font-weight:650;padding:0;margin-bottom:.4rem;display:block}
.choice{display:flex;gap:.7rem;align-items:center;min-height:2.5rem;cursor:pointer}
input[type=radio]{width:1.3rem;height:1.3rem;accent-color:var(--link);margin:0;flex:none}
select,textarea,input[type=text]{font:inherit;color:inherit;background:var(--page);border:1px solid var(--soft);border-radius:8px;padding:.55rem .7rem;width:100%;max-width:24rem}
textarea{resize:vertical;max-width:none}
.wrong-input{border-inline-start:4px solid var(--major);padding-inline-start:.9rem}
.error{color:var(--major);font-weight:600}
.errors{border:2px solid var(--major);border-radius:12px;background:var(--card);padding:1rem 1.25rem;max-width:36rem}
footer{padding-bottom:2.5rem;font-size:.925rem;color:var(--soft)}
footer>div{border-top:1px solid var(--line);padding-top:1.25rem;display:grid;gap:.4rem}
footer ul{display:flex;flex-wrap:wrap;gap:.1rem 1.5rem}
footer a{display:inline-block;padding:.3rem 0}
.aged main{filter:grayscale(.75)}
@media(min-width:34rem){.facts{grid-template-columns:1fr 1fr}}
@media(min-width:44rem){.seen li{grid-template-columns:9rem minmax(0,1fr);align-items:start}.seen dl{grid-template-columns:1.2fr 1.2fr .8fr}:is(.shares,.points.all){grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr))}.where{grid-template-columns:minmax(0,1.6fr) minmax(0,1fr)}.seen.one dl{gap:1.5rem}.works-ahead .points{grid-template-columns:repeat(auto-fill,minmax(min(100%,24rem),1fr))}.calm .points{grid-template-columns:repeat(auto-fill,minmax(19rem,1fr))}}
@media(min-width:62rem){.now{grid-template:auto 1fr/minmax(0,1.55fr) minmax(0,1fr);gap:1.75rem;align-items:start}.now .works{grid-area:1/2/3/3}.now>:is(.wrong,.affected){grid-column:1}.jump{display:none}}
@media(prefers-reduced-motion:no-preference){.button,button{transition:filter .15s}}
@media(forced-colors:active){.icon{forced-color-adjust:none;fill:CanvasText;color:CanvasText;stroke:Canvas}.state,.hero,.notice,.point,.button,button,.over,.training,.stale{border:1px solid}.bell{fill:CanvasText}.strip path{stroke:CanvasText}.told,.bar-of .part{fill:CanvasText}.usual{fill:GrayText}}
@media print{header,.stale,.report,.skip,footer ul,.more{display:none}body,.hero,.point,.notice{background:#fff;color:#000}main{display:block}main>*,.wrong>*,.points>*{margin-bottom:1rem;break-inside:avoid}.way a:after{content:" (" attr(href) ")";font-weight:400}.button{background:none;color:#000;border:0;padding:0}}
`;
