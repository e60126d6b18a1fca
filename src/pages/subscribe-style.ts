import { type Html, html } from "../lib/html.ts";

/** What the pages about subscriptions need beside the common look. */
export const subscribeStyle: Html = html`
.ways ul{display:flex;flex-wrap:wrap;gap:.5rem}
.ways a{display:block;padding:.4rem .95rem;border:1px solid var(--line);border-radius:99px;background:var(--card);text-decoration:none;font-weight:600}
.ways a[aria-current]{background:var(--link);border-color:var(--link);color:var(--card)}
.text{font:inherit;color:inherit;background:var(--page);border:1px solid var(--soft);border-radius:8px;padding:.6rem .75rem;width:100%;margin-top:.35rem}
#code{max-width:9rem;letter-spacing:.3em;font-size:1.25rem;font-variant-numeric:tabular-nums}
input[type=checkbox]{width:1.3rem;height:1.3rem;accent-color:var(--link);margin:0;flex:none}
fieldset .choice:first-of-type{margin-top:.2rem}
.label+.soft{margin-top:-.3rem}
.trap{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.card{display:grid;gap:1rem;max-width:36rem;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:clamp(1rem,3vw,1.75rem)}
.card form{border:0;padding:0;background:none}
.card .label{margin:0}
code{font-size:.925rem;background:var(--page);border:1px solid var(--line);border-radius:6px;padding:.3rem .5rem;overflow-wrap:anywhere;display:inline-block}
[hidden]{display:none!important}
.quiet{background:none;color:var(--link)}
form .quiet,.row .button{margin-inline-end:.5rem}
.feeds a{display:inline-block;padding:.3rem 0;margin-inline-end:1.1rem}
.feeds li{padding:.35rem 0;border-top:1px solid var(--line);display:flex;flex-wrap:wrap;gap:0 .9rem;align-items:baseline}
.feeds span{min-width:11rem}
.row{display:flex;flex-wrap:wrap;gap:.6rem}
@media(forced-colors:active){.ways a[aria-current]{outline:3px solid}}
`;
